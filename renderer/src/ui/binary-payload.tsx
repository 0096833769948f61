/** Binary payload: its bytes as hex and as text, its size, and a download of them. */
import { IconDownload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import styles from "./binary-payload.module.css";
import { Button } from "./button.tsx";
import { downloadBytes } from "./download-text.ts";
import { formatBytes } from "./format.ts";
import { ICON } from "./icons.ts";
import { LongText } from "./long-text.tsx";
import { bytesIn } from "./published-bytes.ts";
import { Segmented } from "./segmented.tsx";
import words from "./text.module.css";
import { hexLines, plainLines, type ReadLines } from "./text-lines.ts";

/** Bytes a line: a side panel has room for no more. */
const WIDTH = 8;
const FACES = [
  { value: "hex", label: "Hex" },
  { value: "text", label: "Text" },
] as const;

export type BinaryPayloadProps = {
  /** As JSON tells it: `{"$base64": "…"}`. */
  json: string;
  /** Bytes as they came; of a payload that is cut, of the whole. */
  size: number;
  /** Its name as a file, without an ending. */
  name: string;
  label: string;
  className?: string | undefined;
};

export function BinaryPayload({ json, size, name, label, className }: BinaryPayloadProps) {
  const [face, setFace] = useState<"hex" | "text">("hex");
  const bytes = useMemo(() => bytesIn(json) ?? new Uint8Array(), [json]);
  const read = useMemo<ReadLines>(() => {
    if (face === "hex") return () => hexLines(bytes, WIDTH);
    const text = new TextDecoder().decode(bytes);
    return (columns) => plainLines(text, columns);
  }, [face, bytes]);
  const fileName = `${name}.bin`;
  return (
    <div className={styles.binary}>
      <div className={styles.bar}>
        <Segmented label="Shown as" size="small" value={face} options={FACES} onChange={setFace} />
        <span className={words.third}>{formatBytes(size)}, binary</span>
        <span className={words.grow} />
        <Button size="small" onClick={() => downloadBytes(fileName, bytes)}>
          <IconDownload {...ICON.micro} />
          Download
        </Button>
      </div>
      <LongText
        read={read}
        text={json}
        bytes={bytes}
        label={label}
        className={className}
        fileName={fileName}
        empty="It has no bytes"
      />
    </div>
  );
}
