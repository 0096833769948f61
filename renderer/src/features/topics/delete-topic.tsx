/** Owns deleting a topic: who hears of it and what is forgotten, said before, and the name typed when it is more than a little. */
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./dialog.module.css";
import { useAsked } from "./use-asked.ts";

export function DeleteTopic({ name, onClose }: { name: string; onClose: () => void }) {
  const client = useClient();
  const selectTopic = useShell((state) => state.selectTopic);
  const { answer, refusal } = useAsked(name, null, (asking) => asking.topics.get({ name }));
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const isMuch = answer !== null && (answer.kept > 0 || answer.subscribers > 0);
  const isAgreed = answer !== null && (!isMuch || typed === name);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isAgreed) return;
    try {
      await client.topics.delete({ name });
      selectTopic(null);
      onClose();
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
  };

  const said = problem ?? refusal?.message;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>
        <b className={text.mono}>{visibleName(name)}</b> goes, with what is written about it.
      </p>
      {answer && (
        <ul className={styles.list}>
          <li>
            {answer.kept === 0
              ? "No message is kept of it."
              : `${formatPlural(answer.kept, "kept message")} ${answer.kept === 1 ? "is" : "are"} forgotten.`}
          </li>
          <li>
            {answer.subscribers === 0
              ? "Nobody is subscribed."
              : `${formatPlural(answer.subscribers, "connection")} would receive it: they stay connected, and those that subscribed to the topic by name in the pub/sub dialect are told.`}
          </li>
          <li>The next message on it makes it anew.</li>
        </ul>
      )}
      {isMuch && (
        <TextInput
          label="Type the topic's name to delete it"
          value={typed}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          classNames={{ input: styles.mono ?? "" }}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {said && (
        <p role="alert" className={styles.problem}>
          <Status tone="bad">{said}</Status>
        </p>
      )}
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="danger" disabled={!isAgreed}>
          Delete{answer && answer.kept > 0 ? `: forgets ${formatPlural(answer.kept, "message")}` : ""}
        </Button>
      </div>
    </form>
  );
}
