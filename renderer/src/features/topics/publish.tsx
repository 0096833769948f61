/** Owns publishing a message as the operator: checked while it is typed, and told to how many it went. */
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { checkTopic } from "../../../../broker/contract/topics.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dialog.module.css";
import { checkPayload, type PayloadDraft } from "./payload-draft.ts";
import { PublishPayload } from "./publish-payload.tsx";

const EXAMPLE = '{\n  "value": 21.4\n}';

type Outcome = { readonly tone: "ok" | "bad"; readonly words: string };

export function Publish({ topic: initial, onClose }: { topic: string; onClose: () => void }) {
  const client = useClient();
  const showTopic = useShell((state) => state.showTopic);
  const [topic, setTopic] = useState(initial);
  const [draft, setDraft] = useState<PayloadDraft>({ form: "json", json: EXAMPLE, text: "", base64: "" });
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const checked = checkTopic(topic);
  const written = checkPayload(draft);

  const publish = async () => {
    if (!checked.ok || !written.ok) return;
    try {
      const { delivered } = await client.messages.publish({ topic, ...written.payload });
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
      <PublishPayload
        draft={draft}
        onChange={(changed) => {
          setDraft(changed);
          setOutcome(null);
        }}
        onRefused={(words) => setOutcome({ tone: "bad", words })}
        onSubmit={() => void publish()}
      />
      <p className={styles.problem} aria-live="polite">
        {outcome ? (
          <Status tone={outcome.tone}>{outcome.words}</Status>
        ) : (
          <Status tone={written.ok ? "ok" : "bad"}>{written.words}</Status>
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
        <Button type="submit" look="primary" disabled={!checked.ok || !written.ok}>
          Publish
        </Button>
      </div>
    </form>
  );
}
