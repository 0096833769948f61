/** Payload as it reads: JSON over several lines with its parts in colour, anything else as it is. */
import { useMemo } from "react";
import { LongText } from "../../ui/long-text.tsx";
import { isJson, jsonLine, jsonLines, plainLines, type ReadLines } from "../../ui/text-lines.ts";
import styles from "./payload.module.css";

/** Values that fit stay on one line. */
const LINE = 36;

export function Payload({ text }: { text: string }) {
  const read = useMemo<ReadLines>(() => {
    if (!isJson(text)) return (columns) => plainLines(text, columns);
    const whole = jsonLine(text, LINE);
    return whole === undefined ? (columns) => jsonLines(text, columns) : () => [whole];
  }, [text]);
  return (
    <LongText
      read={read}
      text={text}
      label="Payload"
      className={styles.payload}
      fileName="payload.json"
      empty="Nothing was kept of this frame"
    />
  );
}
