/** Owns the last message line by line, held against the one before it. */
import { Loader } from "@mantine/core";
import { useMemo } from "react";
import type { MessageView } from "../../../../broker/contract/nouns.ts";
import type { OperatorRefusal } from "../../console/refusal.ts";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatAge, formatMoment } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import { diffLines } from "./diff-lines.ts";
import styles from "./last-message.module.css";
import { PublisherName } from "./publisher-name.tsx";

/** Lines that a pane shows; a message of thousands is copied instead. */
const MOST_LINES = 400;
const SIGN = { same: "", added: "+", removed: "−" } as const;
const WORD = { same: "", added: "added", removed: "removed" } as const;

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
  const lines = useMemo(
    () => (message === null ? [] : diffLines(before?.json ?? null, message.json)),
    [message, before],
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
            {before ? ", against the one before" : ""}
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
      {message && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section className={styles.code} aria-label="Message, with what changed" tabIndex={0}>
          {lines.slice(0, MOST_LINES).map((line) => (
            <div key={line.key} className={`${styles.line} ${styles[line.kind]}`}>
              <i aria-hidden>{SIGN[line.kind]}</i>
              {line.kind !== "same" && <span className={text.hidden}>{WORD[line.kind]} </span>}
              {line.parts.map((part) => (
                <span key={part.key} className={part.kind === "plain" ? undefined : styles[part.kind]}>
                  {part.text}
                </span>
              ))}
            </div>
          ))}
          {lines.length > MOST_LINES && (
            <p className={styles.nothing}>{lines.length - MOST_LINES} more lines; copy the message to see them all</p>
          )}
        </section>
      )}
    </div>
  );
}
