/** Owns what the rules did last, newest first: published, refused, failed or held back, each with its reason. */
import { useEffect, useState } from "react";
import type { ReplyOutcome, ReplyResult } from "../../../../broker/contract/auto-replies.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatPlural } from "../../ui/format.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { Status, type Tone } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./replies.module.css";

const ROWS = 30;
/** A busy rule moves its counters ten times a second; the list is asked for less often. */
const ASK_MS = 500;

const WHICH = [
  { value: "all", label: "All" },
  { value: "refused", label: "Refused" },
  { value: "failed", label: "Failed" },
  { value: "stopped", label: "Held back" },
] as const;
type Which = (typeof WHICH)[number]["value"];

const TONES: Readonly<Record<ReplyResult, Tone>> = { published: "ok", refused: "bad", failed: "bad", stopped: "warn" };
const WORDS: Readonly<Record<ReplyResult, string>> = {
  published: "Published",
  refused: "Refused",
  failed: "Failed",
  stopped: "Held back",
};

export function ReplyOutcomes() {
  const [which, setWhich] = useState<Which>("all");
  const { outcomes, failure } = useOutcomes(which);
  return (
    <section aria-label="What the rules did">
      <div className={styles.line}>
        <h3>What they did</h3>
        <span className={text.grow} />
        <Segmented label="Show" size="small" value={which} options={WHICH} onChange={setWhich} />
      </div>
      {failure && <Status tone="bad">{failure}</Status>}
      {outcomes?.length === 0 && <p className={text.third}>Nothing yet.</p>}
      <ol className={styles.outcomes}>
        {outcomes?.map((outcome) => (
          <Outcome key={outcome.id} outcome={outcome} />
        ))}
      </ol>
    </section>
  );
}

function Outcome({ outcome }: { outcome: ReplyOutcome }) {
  const { at, ruleName, result, reason, causeTopic, topic, delivered, nearest } = outcome;
  return (
    <li>
      <Clock at={at} digits="milliseconds" className={`${text.mono} ${text.third}`} />
      <Status tone={TONES[result]}>{WORDS[result]}</Status>
      <div>
        <p>
          <span className={text.strong}>{visibleName(ruleName)}</span> on <code>{causeTopic}</code>
          {topic !== null && (
            <>
              {" to "}
              <code>{topic}</code>
            </>
          )}
        </p>
        <p className={text.third}>
          {result === "published" ? `to ${delivered === 0 ? "nobody" : formatPlural(delivered, "subscriber")}` : reason}
          {nearest && (
            <>
              {"; nearest "}
              {nearest.access} on <code>{nearest.pattern}</code>
            </>
          )}
        </p>
      </div>
    </li>
  );
}

function useOutcomes(which: Which) {
  const client = useClient();
  const states = useLive((data) => data.replies);
  const [outcomes, setOutcomes] = useState<readonly ReplyOutcome[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counters that moved are a reason to ask again
  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      try {
        const answer = await client.autoReplies.outcomes({
          limit: ROWS,
          ...(which === "all" ? {} : { result: which }),
        });
        if (!isCurrent) return;
        setOutcomes(answer.items);
        setFailure(null);
      } catch (error) {
        if (isCurrent) setFailure(refusalOf(error).message);
      }
    };
    const timer = setTimeout(ask, outcomes === null ? 0 : ASK_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, which, states]);
  return { outcomes, failure };
}
