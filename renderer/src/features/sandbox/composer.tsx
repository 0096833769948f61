/** Owns the composer: who sends what to which topic, once or again and again. */
import { Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconSend } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useDraft } from "../../stores/stores.tsx";
import { useCapsOf, useCommands } from "../../stores/use-commands.ts";
import { Button } from "../../ui/button.tsx";
import { formatBytes } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dock.module.css";
import { checkDraft } from "./draft-check.ts";
import { Judged } from "./judged.tsx";
import { RepeatButton } from "./repeat-button.tsx";
import { SavedMessages } from "./saved-messages.tsx";
import { TopicField } from "./topic-field.tsx";
import { useJudgement } from "./use-judgement.ts";

/** CodeMirror is the heaviest part of the screen; the stage does not wait for it. */
const TemplateEditor = lazy(async () => ({
  default: (await import("../../ui/template-editor.tsx")).TemplateEditor,
}));

const OPERATOR = "operator";

export function Composer({ clients }: { clients: readonly SandboxClient[] }) {
  const client = useClient();
  const draft = useDraft((state) => state.draft);
  const change = useDraft((state) => state.change);
  const [isSending, setSending] = useState(false);
  const caps = useCapsOf("sandbox.publish");
  const sender = senderOf(draft.clientId, clients);
  const check = checkDraft(draft);
  const isWrong = check.topicProblem !== null || check.templateProblem !== null;
  const outgoing = { clientId: sender?.id ?? null, topic: draft.topic, template: draft.template, format: draft.format };
  const judgement = useJudgement(isWrong ? null : outgoing, clients);
  const isAway = sender !== undefined && sender.state.kind !== "online";

  const publish = async () => {
    if (isWrong || isSending || isAway) return;
    setSending(true);
    try {
      await client.sandbox.publish(outgoing);
    } catch (error) {
      notifications.show({ color: "red", title: "Nothing was sent", message: refusalOf(error).message });
    }
    setSending(false);
  };
  useCommands({ "sandbox.publish": () => void publish() });

  return (
    <section className={styles.composer} aria-label="Publish">
      <div className={styles.head}>
        <h2>Publish</h2>
        <span className={text.third}>as</span>
        <Select
          aria-label="Publish as"
          className={styles.as}
          value={sender?.id ?? OPERATOR}
          data={[
            ...clients.map(({ id, name }) => ({ value: id, label: name })),
            { value: OPERATOR, label: "The operator" },
          ]}
          allowDeselect={false}
          checkIconPosition="right"
          onChange={(value) => change({ clientId: value === OPERATOR ? null : value })}
        />
        <span className={text.third}>to</span>
        <TopicField value={draft.topic} problem={check.topicProblem} onChange={(topic) => change({ topic })} />
        <Judged judgement={judgement} topicProblem={check.topicProblem} away={isAway ? (sender?.name ?? null) : null} />
      </div>
      <div className={styles.code}>
        <Suspense fallback={null}>
          <TemplateEditor
            label="Message"
            value={draft.template}
            isWrong={check.templateProblem !== null}
            onChange={(template) => change({ template })}
            onSubmit={() => void publish()}
          />
        </Suspense>
        <Button
          look="ghost"
          size="small"
          className={styles.format}
          aria-pressed={draft.format === "text"}
          title={draft.format === "text" ? "Sent as one JSON text" : "Sent as JSON"}
          onClick={() => change({ format: draft.format === "text" ? "json" : "text" })}
        >
          {draft.format === "text" ? "Text" : "JSON"}
        </Button>
      </div>
      <div className={styles.foot}>
        <span className={styles.problem} role="status">
          {check.templateProblem === null ? (
            <Status tone="ok">{draft.format === "json" ? "Valid JSON" : "Text"}</Status>
          ) : (
            <span title={check.templateProblem}>
              <Status tone="bad">{check.templateProblem}</Status>
            </span>
          )}
        </span>
        {check.templateProblem === null && (
          <span className={`${text.mono} ${text.third}`}>{formatBytes(check.bytes)}</span>
        )}
        <span className={text.grow} />
        <SavedMessages sender={sender} />
        <RepeatButton sender={sender} isWrong={isWrong} />
        <Button look="primary" disabled={isWrong || isSending || isAway} onClick={() => void publish()}>
          <IconSend {...ICON.small} />
          Publish
          <KeyCaps caps={caps} isOnFill />
        </Button>
      </div>
    </section>
  );
}

/** The chosen client, else the one that is online and sent most; undefined is the operator. */
function senderOf(clientId: string | null | undefined, clients: readonly SandboxClient[]): SandboxClient | undefined {
  if (clientId === null) return undefined;
  const chosen = clients.find(({ id }) => id === clientId);
  if (chosen !== undefined) return chosen;
  const online = clients.filter(({ state }) => state.kind === "online");
  const [busiest] = [...online].sort((a, b) => b.sent - a.sent);
  return busiest ?? clients[0];
}
