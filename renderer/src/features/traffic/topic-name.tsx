/** Owns how a topic reads: its last level bright, what stands before it dim. */
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./topic-name.module.css";

export function TopicName({ topic }: { topic: string | null }) {
  if (topic === null) return <span className={text.third}>–</span>;
  const cut = topic.lastIndexOf("/") + 1;
  return (
    <span className={`${text.mono} ${styles.topic}`}>
      {visibleName(topic.slice(0, cut))}
      <b>{visibleName(topic.slice(cut))}</b>
    </span>
  );
}
