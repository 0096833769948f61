/** Owns publishing a message as the operator: checked while it is typed, and told to how many it went. */
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { checkTopic } from "../../../../broker/contract/topics.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { JsonEditor } from "../../ui/json-editor.tsx";
import { jsonFault } from "../../ui/json-fault.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dialog.module.css";

const EXAMPLE = '{\n  "value": 21.4\n}';

type Outcome = { readonly tone: "ok" | "bad"; readonly words: string };

export function Publish({ topic: initial, onClose }: { topic: string; onClose: () => void }) {
  const client = useClient();
  const showTopic = useShell((state) => state.showTopic);
  const [topic, setTopic] = useState(initial);
  const [json, setJson] = useState(EXAMPLE);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const checked = checkTopic(topic);
  const fault = jsonFault(json);
  const isReady = checked.ok && fault === undefined;

  const publish = async () => {
    if (!isReady) return;
    try {
      const { delivered } = await client.messages.publish({ topic, json });
      const words =
        delivered === 0 ? "Published; nobody is subscribed" : `Published to ${formatPlural(delivered, "connection")}`;
      setOutcome({ tone: "ok", words });
      showTopic(topic);
    } catch (error) {
      setOutcome({ tone: "bad", words: refusalOf(error).message });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void publish();
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label="Topic"
        placeholder="home/kitchen/temp"
        value={topic}
        error={topic !== "" && !checked.ok ? checked.reason : null}
        spellCheck={false}
        autoComplete="off"
        data-autofocus={initial === "" || undefined}
        classNames={{ input: styles.mono ?? "" }}
        onChange={(event) => {
          setTopic(event.currentTarget.value);
          setOutcome(null);
        }}
      />
      <div>
        <p className={styles.label}>Message</p>
        <JsonEditor
          label="Message as JSON"
          initial={EXAMPLE}
          onChange={(written) => {
            setJson(written);
            setOutcome(null);
          }}
          onSubmit={() => void publish()}
        />
      </div>
      <p className={styles.problem} aria-live="polite">
        {outcome ? (
          <Status tone={outcome.tone}>{outcome.words}</Status>
        ) : fault === undefined ? (
          <Status tone="ok">Valid JSON</Status>
        ) : (
          <Status tone="bad">{fault}</Status>
        )}
      </p>
      <div className={styles.actions}>
        <span className={styles.hint}>
          <KeyCap>Ctrl</KeyCap> <KeyCap>Enter</KeyCap> publishes
        </span>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose}>
          Close
        </Button>
        <Button type="submit" look="primary" disabled={!isReady}>
          Publish
        </Button>
      </div>
    </form>
  );
}
