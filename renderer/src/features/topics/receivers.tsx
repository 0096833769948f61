/** Owns who would receive the next message of the topic, and which tokens could read it but would not. */
import { type KeyboardEvent, useState } from "react";
import type { ConsoleClient } from "../../console/client.ts";
import { formatCount } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./lists.module.css";
import { PossibleReaders } from "./possible-readers.tsx";
import { ReceiverTable } from "./receiver-table.tsx";
import type { Asked } from "./use-asked.ts";

export type ReceiversAnswer = Awaited<ReturnType<ConsoleClient["topics"]["receivers"]>>;

const TABS = ["Would receive", "Could read"] as const;
type Tab = (typeof TABS)[number];

export function Receivers({ asked }: { asked: Asked<ReceiversAnswer> }) {
  const [tab, setTab] = useState<Tab>("Would receive");
  const { answer, refusal } = asked;
  const counts = { "Would receive": answer?.total ?? 0, "Could read": answer?.possible.length ?? 0 };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    setTab(tab === "Could read" ? "Would receive" : "Could read");
    const [first, second] = event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]");
    (document.activeElement === first ? second : first)?.focus();
  };
  return (
    <section className={styles.list} aria-label="Readers">
      <div className={styles.tabs} role="tablist" aria-label="Readers" onKeyDown={onKeyDown} tabIndex={-1}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`readers-${name}`}
            aria-selected={name === tab}
            aria-controls="readers-panel"
            tabIndex={name === tab ? 0 : -1}
            onClick={() => setTab(name)}
          >
            {name}
            <b>{formatCount(counts[name])}</b>
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <div className={styles.rows} role="tabpanel" id="readers-panel" aria-labelledby={`readers-${tab}`} tabIndex={0}>
        {refusal && <Status tone="bad">{refusal.message}</Status>}
        {!answer && !refusal && <p className={styles.none}>Asking the broker…</p>}
        {answer && tab === "Would receive" && <ReceiverTable receivers={answer.receivers} total={answer.total} />}
        {answer && tab === "Could read" && <PossibleReaders readers={answer.possible} />}
        {answer && counts[tab] > 0 && tab === "Would receive" && answer.total > answer.receivers.length && (
          <p className={`${styles.none} ${text.third}`}>
            and {formatCount(answer.total - answer.receivers.length)} more
          </p>
        )}
      </div>
    </section>
  );
}
