/** Owns the form of one auto-reply: its fields, each with what is wrong with it, and the try against a message. */
import { NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Status } from "../../ui/status.tsx";
import { takeFocus } from "../../ui/take-focus.ts";
import text from "../../ui/text.module.css";
import dialog from "./dialog.module.css";
import styles from "./replies.module.css";
import { type ReplyErrors, type ReplyFields, replyDraft, replyErrors, replyFieldOf } from "./reply-fields.ts";
import { ReplyTrial } from "./reply-trial.tsx";
import { type OwnMessage, useReplyTry } from "./use-reply-try.ts";

export type ReplyFormProps = {
  /** Absent for a new rule. */
  id: string | undefined;
  fields: ReplyFields;
  onChange: (fields: ReplyFields) => void;
  onDone: () => void;
};

const PLACEHOLDERS = (
  <>
    JSON. <code>{"{{topic}}"}</code>, <code>{"{{topic 2}}"}</code>, <code>{"{{json}}"}</code> and{" "}
    <code>{"{{json.path}}"}</code> are of the message; <code>{"{{now}}"}</code>, <code>{"{{seq}}"}</code>,{" "}
    <code>{"{{random 10 30}}"}</code>, <code>{"{{uuid}}"}</code> and <code>{"{{pick on off}}"}</code> are made.
  </>
);
const OPERATOR = "operator";
const MONO = { input: dialog.mono ?? "" };

export function ReplyForm({ id, fields, onChange, onDone }: ReplyFormProps) {
  const client = useClient();
  const tokens = useLive((data) => data.tokens);
  const [isAsked, setAsked] = useState(false);
  const [refused, setRefused] = useState<ReplyErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [own, setOwn] = useState<OwnMessage | null>(null);
  const tried = useReplyTry(fields, own);
  const wrong = replyErrors(fields);
  const found = tried.answer?.problem;
  // What the broker says of a half-typed field is shown at once; what is only missing, when the person asks to save.
  const errors: ReplyErrors = {
    ...(found ? { [found.field]: found.reason } : {}),
    ...(isAsked ? wrong : {}),
    ...refused,
  };
  const change = (next: Partial<ReplyFields>) => {
    onChange({ ...fields, ...next });
    setRefused({});
    setProblem(null);
  };
  const whose = [
    { value: OPERATOR, label: "The operator: may publish everywhere" },
    ...[...tokens.values()].map((token) => ({ value: token.id, label: token.name ?? token.id })),
  ];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(wrong).length > 0) return;
    try {
      await client.library.put(replyDraft(id, fields));
      onDone();
    } catch (error) {
      const refusal = refusalOf(error);
      const field = replyFieldOf(refusal.field);
      setRefused(field ? { [field]: refusal.message } : {});
      setProblem(field ? null : refusal.message);
    }
  };

  return (
    <form className={dialog.form} onSubmit={submit} noValidate aria-label={id === undefined ? "New rule" : "Rule"}>
      <div className={dialog.pair}>
        <TextInput
          ref={takeFocus}
          label="Name"
          placeholder="Lamp answers its switch"
          value={fields.name}
          error={errors.name}
          data-autofocus
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label="Publishes as"
          data={whose}
          value={fields.tokenId ?? OPERATOR}
          error={errors.tokenId}
          allowDeselect={false}
          searchable={whose.length > 12}
          onChange={(value) => change({ tokenId: value === OPERATOR ? null : value })}
        />
        <TextInput
          label="When a message comes on"
          placeholder="home/+/switch"
          value={fields.pattern}
          error={fields.pattern === "" ? errors.pattern : (wrong.pattern ?? errors.pattern)}
          spellCheck={false}
          autoComplete="off"
          classNames={MONO}
          onChange={(event) => change({ pattern: event.currentTarget.value })}
        />
        <TextInput
          label="And if (empty is always)"
          placeholder="@.on == true   or   $.alarm"
          value={fields.condition}
          error={errors.condition}
          spellCheck={false}
          autoComplete="off"
          classNames={MONO}
          onChange={(event) => change({ condition: event.currentTarget.value })}
        />
        <TextInput
          label="Reply on"
          placeholder="home/{{topic 2}}/lamp"
          value={fields.replyTopic}
          error={errors.replyTopic}
          spellCheck={false}
          autoComplete="off"
          classNames={MONO}
          onChange={(event) => change({ replyTopic: event.currentTarget.value })}
        />
        <NumberInput
          label="After, milliseconds"
          value={fields.delayMs}
          error={errors.delayMs}
          min={0}
          allowDecimal={false}
          onChange={(delayMs) => change({ delayMs })}
        />
      </div>
      <Textarea
        label="Reply"
        description={PLACEHOLDERS}
        value={fields.template}
        error={errors.template}
        autosize
        minRows={3}
        maxRows={12}
        spellCheck={false}
        classNames={{ ...MONO, description: styles.placeholders ?? "" }}
        onChange={(event) => change({ template: event.currentTarget.value })}
      />
      <ReplyTrial tried={tried} own={own} onOwn={setOwn} tokenId={fields.tokenId} />
      {problem && (
        <p role="alert" className={dialog.problem}>
          <Status tone="bad">{problem}</Status>
        </p>
      )}
      <div className={dialog.actions}>
        <Switch
          size="xs"
          label="Switched on"
          checked={fields.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <span className={text.grow} />
        <Button look="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" look="primary">
          {id === undefined ? "Create rule" : "Save rule"}
        </Button>
      </div>
    </form>
  );
}
