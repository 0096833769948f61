/** Owns "try it": the message, what the rule would answer, and whether its token may. */
import { Textarea, TextInput } from "@mantine/core";
import type { Tried } from "../../../../broker/contract/auto-replies.ts";
import { useLive, useShell, useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import dialog from "./dialog.module.css";
import styles from "./replies.module.css";
import type { OwnMessage, ReplyTry } from "./use-reply-try.ts";

const WHICH = [
  { value: "newest", label: "Newest message" },
  { value: "own", label: "Your own" },
] as const;

export type ReplyTrialProps = {
  tried: ReplyTry;
  own: OwnMessage | null;
  onOwn: (own: OwnMessage | null) => void;
  tokenId: string | null;
};

export function ReplyTrial({ tried, own, onOwn, tokenId }: ReplyTrialProps) {
  const { answer, failure } = tried;
  const at = (field: string) => (failure?.field === field ? failure.message : undefined);
  return (
    <section className={styles.trial} aria-label="Try it">
      <div className={styles.line}>
        <h3>Try it</h3>
        <span className={text.grow} />
        <Segmented
          label="Try with"
          size="small"
          value={own === null ? "newest" : "own"}
          options={WHICH}
          onChange={(which) => onOwn(which === "newest" ? null : ownFrom(answer))}
        />
      </div>
      {own !== null && (
        <>
          <TextInput
            label="Topic"
            value={own.topic}
            error={at("message.topic")}
            spellCheck={false}
            classNames={{ input: dialog.mono ?? "" }}
            onChange={(event) => onOwn({ ...own, topic: event.currentTarget.value })}
          />
          <Textarea
            label="Message"
            value={own.json}
            error={at("message.json")}
            autosize
            minRows={2}
            maxRows={6}
            spellCheck={false}
            classNames={{ input: dialog.mono ?? "" }}
            onChange={(event) => onOwn({ ...own, json: event.currentTarget.value })}
          />
        </>
      )}
      {failure && failure.field === undefined && <Status tone="bad">{failure.message}</Status>}
      {answer && !answer.problem && <Answer answer={answer} isOwn={own !== null} tokenId={tokenId} />}
      {answer?.problem && <p className={text.third}>Correct what is marked above first.</p>}
      {!answer && !failure && <p className={text.third}>Give the rule a pattern first.</p>}
    </section>
  );
}

function Answer({ answer, isOwn, tokenId }: { answer: Tried; isOwn: boolean; tokenId: string | null }) {
  const { message, reply, allowed, answers, why, nearest } = answer;
  return (
    <div className={styles.answer} aria-live="polite">
      {message && !isOwn && (
        <p>
          <span className={text.third}>{message.at && <Clock at={message.at} digits="milliseconds" />} </span>
          <code>{message.topic}</code> <code className={styles.payload}>{shortened(message.json)}</code>
        </p>
      )}
      <p>
        <Status tone={toneOf(answer)}>{answers ? why : why || "It would not answer"}</Status>
        {nearest && (
          <span className={text.third}>
            {" nearest: "}
            {nearest.access} on <code>{nearest.pattern}</code>
          </span>
        )}
      </p>
      {reply && (
        <p>
          <code>{reply.topic}</code> <code className={styles.payload}>{shortened(reply.json)}</code>
        </p>
      )}
      {reply && allowed === false && tokenId !== null && <WhyNot tokenId={tokenId} topic={reply.topic} />}
    </div>
  );
}

/** The tester beside the matrix tells why, and offers the smallest change. */
function WhyNot({ tokenId, topic }: { tokenId: string; topic: string }) {
  const { tester } = useStores();
  const close = useShell((state) => state.closeOverlay);
  const isKnown = useLive((data) => data.tokens.has(tokenId));
  if (!isKnown) return null;
  return (
    <Button
      look="link"
      onClick={() => {
        tester.getState().ask({ tokenId, action: "publish", topic });
        close();
      }}
    >
      Why, and what would allow it
    </Button>
  );
}

function toneOf({ answers, allowed, reply }: Tried): "ok" | "bad" | "off" {
  if (answers === null || !answers) return "off";
  return reply !== null && allowed === true ? "ok" : "bad";
}

function ownFrom(answer: Tried | null): OwnMessage {
  const message = answer?.message;
  return message ? { topic: message.topic, json: message.json } : { topic: "", json: "{}" };
}

/** Characters of a message that a line shows; a whole one is read in Topics and in Traffic. */
const SHOWN = 500;

function shortened(json: string): string {
  return visibleName(json.length > SHOWN ? `${json.slice(0, SHOWN)}…` : json);
}
