/** Extension of an editor that writes hidden characters out, as texts elsewhere; what is edited stays as it is. */
import { highlightSpecialChars } from "@codemirror/view";
import styles from "./hidden-characters.module.css";
import { HIDDEN, visibleText } from "./visible.ts";

export const hiddenCharacters = highlightSpecialChars({
  specialChars: HIDDEN,
  render: (code, description) => {
    const shown = document.createElement("span");
    shown.textContent = visibleText(String.fromCodePoint(code));
    shown.className = styles.hidden ?? "";
    shown.ariaLabel = description ?? shown.textContent;
    return shown;
  },
});
