/** Owns the topic to publish to, completed from the topics that are known. */
import { Autocomplete } from "@mantine/core";
import { useEffect, useState } from "react";
import { useClient } from "../../stores/stores.tsx";
import text from "../../ui/text.module.css";
import styles from "./dock.module.css";

const ASK_MS = 150;
const OFFERED = 12;

export type TopicFieldProps = { value: string; problem: string | null; onChange: (topic: string) => void };

export function TopicField({ value, problem, onChange }: TopicFieldProps) {
  const client = useClient();
  const [known, setKnown] = useState<readonly string[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      const asked = value.includes("{") ? {} : { search: value };
      client.topics.list({ ...asked, limit: OFFERED }).then(
        ({ items }) => isCurrent && setKnown(items.map(({ name }) => name)),
        // Completion is a help; the field works without it.
        () => isCurrent && setKnown([]),
      );
    }, ASK_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, value]);
  return (
    <Autocomplete
      aria-label="Topic"
      className={styles.to ?? ""}
      classNames={{ input: text.mono ?? "" }}
      value={value}
      data={[...known]}
      error={problem !== null}
      spellCheck={false}
      autoComplete="off"
      comboboxProps={{ width: 260, position: "top-start" }}
      onChange={onChange}
    />
  );
}
