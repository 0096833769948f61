/** Owns the tester at the right of Access: token, action, topic, and the answer with its reasons. */
import { Select, TextInput } from "@mantine/core";
import { useEffect } from "react";
import { exampleTopics } from "../../../../broker/contract/topics.ts";
import { editsOf } from "../../stores/pending-edits.ts";
import { rightsOf } from "../../stores/saved-rights.ts";
import { useLive, useLiveView, usePending, useTester } from "../../stores/stores.tsx";
import type { TesterAction } from "../../stores/tester.ts";
import { Button } from "../../ui/button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import panel from "../../ui/side-panel.module.css";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./tester.module.css";
import { TesterAnswer } from "./tester-answer.tsx";

const ACTIONS: readonly { value: TesterAction; label: string }[] = [
  { value: "subscribe", label: "subscribe" },
  { value: "publish", label: "publish" },
];
const BASES = [
  { value: "saved", label: "Saved" },
  { value: "pending", label: "With my edits" },
] as const;
/** A question is asked when typing rests this long; a check is written down when it rests longer. */
const ASK_MS = 120;
const REMEMBER_MS = 1_500;

export type TesterProps = {
  /** In a narrow window the tester lies over the matrix, and only when it is asked for. */
  isAsked: boolean;
};

export function Tester({ isAsked }: TesterProps) {
  const tokens = useLive((data) => data.tokens);
  const revision = useLive((data) => data.revision);
  const permissions = useLive((data) => data.permissions);
  const phase = useLiveView((view) => view.phase);
  const pending = usePending((state) => state.pending);
  const { tokenId, action, topic, withEdits, answer, failure, ask, judge, remember } = useTester((state) => state);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these changes the answer, the revision from afar
  useEffect(() => {
    const timer = setTimeout(() => void judge(editsOf(pending, rightsOf(permissions))), ASK_MS);
    return () => clearTimeout(timer);
  }, [tokenId, action, topic, withEdits, pending, revision, permissions, phase]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer begins its own rest
  useEffect(() => {
    const timer = setTimeout(remember, REMEMBER_MS);
    return () => clearTimeout(timer);
  }, [answer]);

  return (
    <aside className={`${panel.panel} ${styles.tester} ${isAsked ? styles.asked : ""}`} aria-label="Tester">
      <div className={panel.section}>
        <h2>
          Tester
          <span className={text.grow} />
          <Segmented
            label="Judge by"
            size="small"
            value={withEdits ? "pending" : "saved"}
            options={BASES}
            onChange={(base) => ask({ withEdits: base === "pending" })}
          />
        </h2>
        <div className={styles.form}>
          <span className={text.label}>Token</span>
          <Select
            aria-label="Token to test"
            placeholder="Choose a token"
            data={[...tokens.values()].map(({ id, name }) => ({ value: id, label: name ?? id }))}
            value={tokenId}
            onChange={(id) => ask({ tokenId: id })}
            searchable
            allowDeselect={false}
          />
          <span className={text.label}>Action</span>
          <Segmented
            label="Action to test"
            value={action}
            options={ACTIONS}
            onChange={(next) => ask({ action: next })}
            isWide
          />
          <span className={text.label}>Topic</span>
          <TextInput
            aria-label="Topic to test"
            placeholder={action === "publish" ? "home/hall/light" : "home/+/light"}
            value={topic}
            onChange={(event) => ask({ topic: event.currentTarget.value })}
            spellCheck={false}
            classNames={{ input: styles.topic ?? "" }}
          />
        </div>
        {failure && (
          <p className={styles.failure} role="alert">
            <Status tone="bad">{failure}</Status>
          </p>
        )}
      </div>
      {answer && tokenId !== null ? <TesterAnswer answer={answer} tokenId={tokenId} /> : <Examples />}
      <RecentChecks />
    </aside>
  );
}

/** Before the first question: one example a token. */
function Examples() {
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const ask = useTester((state) => state.ask);
  const examples = [...tokens.values()].flatMap(({ id, name }) => {
    const first = [...permissions.values()].find((row) => row.tokenId === id);
    const topic = first ? exampleTopics(tags.get(first.tagId)?.pattern ?? "", 1)[0] : undefined;
    if (!first || topic === undefined) return [];
    const action: TesterAction = first.access === "readwrite" ? "publish" : "subscribe";
    return [{ id, name: name ?? id, action, topic }];
  });
  if (examples.length === 0) {
    return (
      <p className={`${panel.section} ${text.third}`}>
        {tokens.size === 0
          ? "Who may do what is asked here, once there is a token."
          : "No token has a permission yet: whatever is asked here is denied."}
      </p>
    );
  }
  return (
    <div className={panel.section}>
      <h2>May it?</h2>
      <ul className={styles.examples}>
        {examples.slice(0, 8).map(({ id, name, action, topic }) => (
          <li key={id}>
            <Button look="link" onClick={() => ask({ tokenId: id, action, topic })}>
              <span className={text.cut}>
                {name} {action === "publish" ? "publish" : "read"} <span className={text.mono}>{topic}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RecentChecks() {
  const recent = useTester((state) => state.recent);
  const ask = useTester((state) => state.ask);
  const tokens = useLive((data) => data.tokens);
  if (recent.length === 0) return null;
  return (
    <div className={panel.section}>
      <h2>Recent checks</h2>
      <ul className={styles.recent}>
        {recent.map(({ tokenId, action, topic, allowed }) => (
          <li key={`${tokenId} ${action} ${topic}`}>
            <Status tone={allowed ? "ok" : "bad"}>{allowed ? "Allowed" : "Denied"}</Status>
            <button
              type="button"
              className={`${text.second} ${text.cut}`}
              onClick={() => ask({ tokenId, action, topic })}
            >
              {tokens.get(tokenId)?.name ?? tokenId} {action === "publish" ? "publish" : "read"}{" "}
              <span className={text.mono}>{topic}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
