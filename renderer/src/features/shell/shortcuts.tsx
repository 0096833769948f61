/** Owns the sheet of keys. */
import { Modal } from "@mantine/core";
import { useHost } from "../../host/host-context.tsx";
import { useShell } from "../../stores/stores.tsx";
import { KeyCap } from "../../ui/key-cap.tsx";
import styles from "./shortcuts.module.css";

/** `mod` is Ctrl, or ⌘ on a Mac. */
const SHEET: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["mod K", "Search or run a command"],
      ["mod 1", "Overview; 2 Access; 3 Connections"],
      ["mod F", "Filter this screen"],
      ["N", "New token"],
      ["Esc", "Close the panel, then clear the filter"],
      ["?", "This sheet"],
    ],
  },
  {
    title: "Access",
    keys: [
      ["↑ ↓ ← →", "Move in the matrix"],
      ["Space", "Cycle none, read, readwrite"],
      ["0 1 2", "Set none, read, readwrite"],
      ["mod Z", "Undo the last pending edit"],
      ["mod S", "Save"],
    ],
  },
  {
    title: "Connections",
    keys: [
      ["J K", "Next and previous row; arrows too"],
      ["Enter", "Open the panel"],
      ["[ ]", "To the list, to the panel"],
      ["X", "Select; Shift+X a range"],
      ["Del", "Kick what is selected (asks)"],
    ],
  },
];

export function Shortcuts() {
  const isOpen = useShell((state) => state.overlay === "shortcuts");
  const close = useShell((state) => state.closeOverlay);
  const { modifier } = useHost();
  return (
    <Modal opened={isOpen} onClose={close} title="Keys" size={720}>
      <div className={styles.sheet}>
        {SHEET.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([combination, meaning]) => (
                <div key={combination}>
                  <dt>
                    {combination.split(" ").map((key) => (
                      <KeyCap key={key}>{key === "mod" ? modifier : key}</KeyCap>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
