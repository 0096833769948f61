/** Owns the denials of the last hour by reason, most first. */
import type { CSSProperties } from "react";
import { useLive, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import text from "../../ui/text.module.css";
import styles from "./denials.module.css";
import overview from "./overview.module.css";

const ROWS = 6;

/** `publish-needs-readwrite` as words; the sentence behind it is on hover. */
function denialWords(reason: string): string {
  const words = reason.replaceAll("-", " ").replaceAll("json", "JSON");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function Denials() {
  const denials = useLive((data) => data.stats.denials);
  const { showDock, go, open } = useShell((state) => state);
  const show = {
    door: () => showDock("door"),
    message: () => showDock("refusals"),
    reply: () => {
      go("access");
      open("replies");
    },
  } as const;
  const most = Math.max(1, ...denials.map(({ count }) => count));
  return (
    <section aria-label="Denied in the last hour">
      <div className={overview.title}>
        <h2>Denied in the last hour</h2>
        <span className={text.grow} />
        <Button look="link" onClick={() => showDock("door")}>
          Door log
        </Button>
      </div>
      {denials.length === 0 && <p className={overview.nothing}>Nobody was refused.</p>}
      <ul className={styles.list}>
        {denials.slice(0, ROWS).map(({ of, reason, text: words, code, count }) => (
          <li key={`${of} ${reason}`} style={{ "--count": `${Math.max(2, String(most).length)}ch` } as CSSProperties}>
            <span className={text.num}>{formatCount(count)}</span>
            <span className={styles.bar} aria-hidden="true">
              <i style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <button type="button" className={text.cut} title={words} onClick={show[of]}>
              {denialWords(reason)}
            </button>
            <span className={`${text.mono} ${text.third}`}>{code ?? of}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
