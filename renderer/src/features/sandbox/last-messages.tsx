/** Owns the last messages of a card: newest first, frozen once the client is closed. */
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import styles from "./last-messages.module.css";
import { shortTopic, shortValue } from "./message-words.ts";

/** Rows that fit above the foot of a closed card. */
const FROZEN = 3;

export function LastMessages({ client, onOpen }: { client: SandboxClient; onOpen: () => void }) {
  const isOver = client.state.kind === "closed";
  return (
    <button
      type="button"
      className={`${styles.last} ${isOver ? styles.over : ""}`}
      aria-label={`Messages that ${client.name} received`}
      onClick={onOpen}
    >
      <span className={styles.title}>{isOver ? "Last received before the close" : "Last received"}</span>
      {client.last.length === 0 && <span className={styles.none}>Nothing yet</span>}
      {client.last.slice(0, isOver ? FROZEN : undefined).map((message, index) => (
        <span key={message.seq} className={`${styles.row} ${index === 0 && !isOver ? styles.fresh : ""}`}>
          <span className={styles.topic}>{shortTopic(message.topic)}</span>
          <span className={styles.value}>{shortValue(message.text)}</span>
        </span>
      ))}
    </button>
  );
}
