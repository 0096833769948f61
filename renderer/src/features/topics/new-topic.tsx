/** Owns making a topic by hand. */
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { checkTopic } from "../../../../broker/contract/topics.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import text from "../../ui/text.module.css";
import { CoveringTags } from "./covering-tags.tsx";
import styles from "./dialog.module.css";

export function NewTopic({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const showTopic = useShell((state) => state.showTopic);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const checked = checkTopic(name);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!checked.ok) return setProblem(checked.reason);
    setBusy(true);
    try {
      await client.topics.create({ name });
      onClose();
      showTopic(name);
    } catch (error) {
      setProblem(refusalOf(error).message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        description="Levels parted by /, without wildcards"
        placeholder="home/kitchen/temp"
        value={name}
        error={problem ?? (name !== "" && !checked.ok ? checked.reason : null)}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        classNames={{ input: styles.mono ?? "" }}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <p className={styles.hint}>
        It stays until you delete it, also while nothing is published
        {checked.ok && <CoveringTags topic={name} />}.
      </p>
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={isBusy}>
          Create topic
        </Button>
      </div>
    </form>
  );
}
