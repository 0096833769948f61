/** Owns one message of a conversation; the first of its author's group has the name above it. */
import { memo } from "react";
import type { RoomMessage } from "../../../../broker/contract/rooms.ts";
import { Clock } from "../../ui/clock.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./message-line.module.css";
import { initials } from "./subjects.ts";

export type MessageLineProps = {
  message: RoomMessage;
  isFirst: boolean;
  /** Written by whom the person writes as now. */
  isOwn: boolean;
};

export const MessageLine = memo(function MessageLine({ message, isFirst, isOwn }: MessageLineProps) {
  const { author, body, created_at } = message;
  const time = <Clock className={styles.time} at={created_at} />;
  return (
    <article className={styles.message} data-own={isOwn || undefined} data-first={isFirst || undefined}>
      <span aria-hidden className={styles.mark}>
        {isFirst && initials(author.username)}
      </span>
      <div className={styles.text}>
        {isFirst && (
          <p className={styles.author}>
            <b title={String(author.id)}>{visibleName(author.username)}</b>
            {isOwn && <span className={text.third}>you</span>}
            {time}
          </p>
        )}
        <p className={styles.body}>{body}</p>
      </div>
      {!isFirst && time}
    </article>
  );
});
