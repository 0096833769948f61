/** Owns what the composer says before it sends: allowed and whom it reaches, or refused and why. */
import type { SandboxJudgement } from "../../../../broker/contract/sandbox.ts";
import { Status } from "../../ui/status.tsx";
import styles from "./dock.module.css";

export type JudgedProps = {
  judgement: SandboxJudgement | null;
  topicProblem: string | null;
  /** Name of the sender when it is not online. */
  away: string | null;
};

export function Judged({ judgement, topicProblem, away }: JudgedProps) {
  if (topicProblem !== null) return <Line tone="bad" words={topicProblem} />;
  if (away !== null) return <Line tone="off" words={`${away} is not online`} />;
  if (judgement === null) return null;
  const { explanation, receivers } = judgement;
  if (explanation !== null && !explanation.allowed) return <Line tone="bad" words={`Denied: ${explanation.reason}`} />;
  return <Line tone="ok" words={`Allowed, reaches ${receivers === 0 ? "nobody" : receivers}`} />;
}

function Line({ tone, words }: { tone: "ok" | "bad" | "off"; words: string }) {
  return (
    <span className={styles.judged} role="status" title={words}>
      <Status tone={tone}>{words}</Status>
    </span>
  );
}
