/** Last message line by line, held against the one before it. */
import { Loader } from "@mantine/core";
import { useMemo } from "react";
import type { MessageView } from "../../../../broker/contract/nouns.ts";
import type { OperatorRefusal } from "../../console/refusal.ts";
import { BinaryPayload } from "../../ui/binary-payload.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { cutLines, diffLines } from "../../ui/diff-lines.ts";
import { formatAge, formatMoment } from "../../ui/format.ts";
import { LongText } from "../../ui/long-text.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { jsonLines, type ReadLines } from "../../ui/text-lines.ts";
import { useNow } from "../../ui/use-now.ts";
import styles from "./last-message.module.css";
import { PublisherName } from "./publisher-name.tsx";

export type LastMessageProps = {
  message: MessageView | null;
  before: MessageView | null;
  isLoading: boolean;
  /** It was picked from the history. */
  isPicked: boolean;
  refusal: OperatorRefusal | null;
  onNewest: () => void;
};

export function LastMessage({ message, before, isLoading, isPicked, refusal, onNewest }: LastMessageProps) {
  const now = useNow();
  const json = message?.json ?? "";
  const past = before === null || before.form === "bytes" || message?.form === "bytes" ? null : before.json;
  const changes = useMemo(() => (past === null ? undefined : diffLines(past, json)), [past, json]);
  const read = useMemo<ReadLines>(
    () => (columns) => (changes === undefined ? jsonLines(json, columns) : cutLines(changes, columns)),
    [changes, json],
  );
  return (
    <div className={styles.pane}>
      <h3 className={styles.title}>
        {isPicked ? "Message" : "Last message"}
        {message && (
          <span className={text.cut} title={formatMoment(message.at)}>
            from <PublisherName message={message} />,{" "}
            {isPicked ? (
              <Clock at={message.at} digits="milliseconds" />
            ) : (
              `${formatAge(now - Date.parse(message.at))} ago`
            )}
            {changes ? ", against the one before" : ""}
          </span>
        )}
        <span className={text.grow} />
        {isPicked && (
          <Button look="link" size="small" onClick={onNewest}>
            Back to the last
          </Button>
        )}
        {message && <CopyButton value={message.json} label="Copy message" />}
      </h3>
      {isLoading && <Loader size="xs" aria-label="Reading the last message" />}
      {refusal && <Status tone="bad">{refusal.message}</Status>}
      {message === null && !isLoading && !refusal && (
        <p className={styles.nothing}>No message is kept of this topic.</p>
      )}
      {message?.form === "bytes" && (
        <BinaryPayload
          json={message.json}
          size={message.size}
          name={`message-${message.id}`}
          label="Message"
          className={styles.code}
        />
      )}
      {message && message.form !== "bytes" && (
        <LongText
          read={read}
          text={message.json}
          label="Message, with what changed"
          className={styles.code}
          fileName="message.json"
          isCompared
        />
      )}
      {message && past !== null && changes === undefined && (
        <p className={styles.nothing}>
          It is too large, or too different from the one before, to be compared line by line.
        </p>
      )}
    </div>
  );
}
