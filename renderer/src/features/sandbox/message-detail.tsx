/** Received message: its forms, what changed since the one before on its topic, and its numbers over time. */
import { IconChartLine } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { SandboxMessage } from "../../../../broker/contract/sandbox.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { cutLines, diffLines } from "../../ui/diff-lines.ts";
import { ICON } from "../../ui/icons.ts";
import { LongText } from "../../ui/long-text.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import text from "../../ui/text.module.css";
import type { ReadLines } from "../../ui/text-lines.ts";
import { FieldChart } from "./field-chart.tsx";
import styles from "./messages.module.css";
import { numbersIn, type PayloadForm, payloadAs } from "./payload-forms.ts";

const FILE = { fileName: "message.json" } as const;

type Face = PayloadForm | "diff";

const FACES = [
  { value: "json", label: "JSON" },
  { value: "text", label: "Text" },
  { value: "hex", label: "Hex" },
  { value: "base64", label: "Base64" },
  { value: "diff", label: "Difference" },
] as const;

export function MessageDetail({ message, messages }: { message: SandboxMessage; messages: readonly SandboxMessage[] }) {
  const [face, setFace] = useState<Face>("json");
  const [path, setPath] = useState<string | null>(null);
  const before = messages.find(({ seq, topic }) => seq < message.seq && topic === message.topic);
  const { first: numbers, hasMore } = useMemo(() => numbersIn(message.text), [message.text]);
  const charted = path !== null && numbers.has(path) ? path : null;
  const form = face === "diff" ? "json" : face;
  const read = useMemo(() => payloadAs(form, message.text), [form, message.text]);
  return (
    <section className={styles.detail} aria-label={`Message ${message.seq}`}>
      <div className={styles.bar}>
        <Segmented label="Form" size="small" value={face} options={FACES} onChange={setFace} />
        <span className={text.grow} />
        <CopyButton value={message.text} label="Copy message" />
      </div>
      {face === "diff" ? (
        <Difference before={before?.text ?? null} after={message.text} />
      ) : (
        <LongText read={read} text={message.text} label="Payload" className={styles.payload} {...FILE} />
      )}
      {numbers.size > 0 && (
        <div className={styles.numbers}>
          {[...numbers].map(([name, value]) => (
            <Button
              key={name}
              size="small"
              aria-pressed={charted === name}
              onClick={() => setPath(charted === name ? null : name)}
            >
              <IconChartLine {...ICON.micro} />
              {name === "" ? "value" : name} <span className={text.mono}>{value}</span>
            </Button>
          ))}
          {hasMore && <span className={text.third}>The first {numbers.size}; the message holds more.</span>}
        </div>
      )}
      {charted !== null && <FieldChart topic={message.topic} path={charted} messages={messages} />}
    </section>
  );
}

function Difference({ before, after }: { before: string | null; after: string }) {
  const lines = useMemo(() => (before === null ? [] : diffLines(before, after)), [before, after]);
  const read = useMemo<ReadLines>(() => (columns) => cutLines(lines ?? [], columns), [lines]);
  if (before === null) return <p className={text.second}>It is the first that is kept of its topic.</p>;
  if (lines === undefined)
    return <p className={text.second}>The two are too large, or too different, to be compared line by line.</p>;
  if (lines.every(({ kind }) => kind === "same")) return <p className={text.second}>Nothing changed.</p>;
  return <LongText read={read} text={after} label="Difference" className={styles.payload} isCompared {...FILE} />;
}
