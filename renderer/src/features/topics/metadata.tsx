/** Owns what an operator writes about a topic: one JSON object. */
import { type FormEvent, useState } from "react";
import { parseExact } from "../../../../broker/contract/exact-json.ts";
import type { TopicView } from "../../../../broker/contract/topic-views.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { JsonEditor } from "../../ui/json-editor.tsx";
import { jsonFault } from "../../ui/json-fault.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dialog.module.css";
import { useAsked } from "./use-asked.ts";

export function MetadataForm({ name, onClose }: { name: string; onClose: () => void }) {
  const { answer, refusal } = useAsked(name, null, (asking) => asking.topics.get({ name }));
  if (refusal) return <Status tone="bad">{refusal.message}</Status>;
  return answer && <Form topic={answer} onClose={onClose} />;
}

function Form({ topic, onClose }: { topic: TopicView; onClose: () => void }) {
  const client = useClient();
  const initial = JSON.stringify(parseExact(topic.metadataJson), null, 2);
  const [json, setJson] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const fault = jsonFault(json) ?? (isObject(json) ? undefined : "Metadata is a JSON object: { … }");

  const save = async () => {
    if (fault !== undefined) return;
    try {
      await client.topics.update({ name: topic.name, metadataJson: json });
      onClose();
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };

  const said = problem ?? fault;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.hint}>
        What you write about <span className={text.mono}>{topic.name}</span>: a unit, a place, an owner. Clients of the
        pub/sub dialect can read it.
      </p>
      <JsonEditor
        label="Metadata as JSON"
        initial={initial}
        onChange={(written) => {
          setJson(written);
          setProblem(null);
        }}
        onSubmit={() => void save()}
      />
      <p className={styles.problem} aria-live="polite">
        {said ? <Status tone="bad">{said}</Status> : <Status tone="ok">Valid JSON</Status>}
      </p>
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={fault !== undefined}>
          Save metadata
        </Button>
      </div>
    </form>
  );
}

function isObject(json: string): boolean {
  const value: unknown = JSON.parse(json);
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
