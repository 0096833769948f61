/** Answer of a client, readable and with all its digits. */
import { useMemo } from "react";
import { LongText } from "../../ui/long-text.tsx";
import { isJson, jsonLines, plainLines, type ReadLines } from "../../ui/text-lines.ts";
import styles from "./audience.module.css";

export function AudienceAnswer({ json }: { json: string }) {
  const read = useMemo<ReadLines>(
    () => (isJson(json) ? (columns) => jsonLines(json, columns) : (columns) => plainLines(json, columns)),
    [json],
  );
  return <LongText read={read} text={json} label="Answer" className={styles.answer} fileName="answer.json" />;
}
