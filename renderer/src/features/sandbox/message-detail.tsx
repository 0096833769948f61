/** Owns one received message: its forms, what changed since the one before on its topic, and its numbers over time. */
import { IconChartLine } from "@tabler/icons-react";
import { diffLines } from "diff";
import { useMemo, useState } from "react";
import type { SandboxMessage } from "../../../../broker/contract/sandbox.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { ICON } from "../../ui/icons.ts";
import { Segmented } from "../../ui/segmented.tsx";
import text from "../../ui/text.module.css";
import { FieldChart } from "./field-chart.tsx";
import styles from "./messages.module.css";
import { numbersIn, type PayloadForm, payloadAs } from "./payload-forms.ts";

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
  const numbers = useMemo(() => [...numbersIn(message.text)], [message.text]);
  const charted = path !== null && numbers.some(([name]) => name === path) ? path : null;
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
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <pre className={styles.payload} tabIndex={0}>
          {payloadAs(face, message.text)}
        </pre>
      )}
      {numbers.length > 0 && (
        <div className={styles.numbers}>
          {numbers.map(([name, value]) => (
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
        </div>
      )}
      {charted !== null && <FieldChart topic={message.topic} path={charted} messages={messages} />}
    </section>
  );
}

function Difference({ before, after }: { before: string | null; after: string }) {
  const parts = useMemo(
    () => (before === null ? [] : diffLines(payloadAs("json", before), payloadAs("json", after))),
    [before, after],
  );
  if (before === null) return <p className={text.second}>It is the first that is kept of its topic.</p>;
  if (parts.every(({ added, removed }) => !added && !removed)) return <p className={text.second}>Nothing changed.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <pre className={styles.payload} tabIndex={0}>
      {parts.flatMap(({ value, added, removed }, part) =>
        value
          .replace(/\n$/, "")
          .split("\n")
          .map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one difference never move
            <span key={`${part} ${index}`} className={added ? styles.added : removed ? styles.removed : ""}>
              {added ? "+ " : removed ? "- " : "  "}
              {line}
              {"\n"}
            </span>
          )),
      )}
    </pre>
  );
}
