/** Text of any length, drawn as far as it is looked at: a short one whole, a long one by the lines in sight, with the rest to download. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { downloadBytes, downloadText } from "./download-text.ts";
import { formatBytes } from "./format.ts";
import { fewLines, LineReader } from "./line-reader.ts";
import styles from "./long-text.module.css";
import words from "./text.module.css";
import type { ReadLines, TextLine } from "./text-lines.ts";
import { visibleText } from "./visible.ts";

/** More lines, or more characters, than this are drawn only where they are in sight. */
const SHORT_LINES = 400;
const SHORT_LENGTH = 20_000;
const ROW = 20;
/** Rows drawn above and below those in sight. */
const SPARE = 20;
/** Rows made ahead, so that the bar has somewhere to go. */
const AHEAD = 400;
const LEAST_COLUMNS = 40;

export type LongTextProps = {
  /** Change it when the text changes, and only then. */
  read: ReadLines;
  /** What the lines were made of: its length decides how it is drawn, and it is what is downloaded. */
  text: string;
  label: string;
  /** The box around it: height, border, font. */
  className?: string | undefined;
  /** What it tells of, where that is no text: it is what is downloaded. */
  bytes?: Uint8Array<ArrayBuffer>;
  /** Its name as a file. */
  fileName: string;
  /** What to say in its place when it is empty. */
  empty?: string;
  /** Its lines tell what came and what went. */
  isCompared?: boolean;
};

export function LongText(props: LongTextProps) {
  const { read, text, bytes, label, className, fileName, empty = "", isCompared = false } = props;
  const download = () => (bytes === undefined ? downloadText(fileName, text) : downloadBytes(fileName, bytes));
  const few = useMemo(
    () => (text.length > SHORT_LENGTH ? undefined : fewLines(read(Number.POSITIVE_INFINITY), SHORT_LINES)),
    [read, text],
  );
  if (few !== undefined) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      <section className={`${styles.box} ${className ?? ""}`} tabIndex={0} aria-label={label}>
        <pre className={styles.wrapped}>{text === "" ? <em>{empty}</em> : drawn(few, isCompared)}</pre>
      </section>
    );
  }
  return (
    <div className={styles.long}>
      <Window read={read} label={label} className={className} isCompared={isCompared} />
      <p className={styles.foot}>
        <span>{formatBytes(bytes?.byteLength ?? new Blob([text]).size)}, drawn as you scroll</span>
        <Button size="small" look="link" onClick={download}>
          Download the whole
        </Button>
      </p>
    </div>
  );
}

function drawn(lines: readonly TextLine[], isCompared: boolean): ReactNode {
  return lines.map((line, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text never move
    <Line key={at} line={line} isCompared={isCompared} end={at + 1 < lines.length ? "\n" : ""} />
  ));
}

const SIGN = { same: "", added: "+", removed: "−" } as const;
const WORD = { same: "", added: "added ", removed: "removed " } as const;

function Line({ line, end, isCompared }: { line: TextLine; end: string; isCompared: boolean }) {
  return (
    <span className={`${styles.line} ${line.kind === "same" ? "" : styles[line.kind]}`}>
      {isCompared && <i aria-hidden>{SIGN[line.kind]}</i>}
      {line.kind !== "same" && <span className={words.hidden}>{WORD[line.kind]}</span>}
      {line.parts.map(({ kind, text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line never move
        <span key={at} className={kind === "plain" ? undefined : styles[kind]}>
          {visibleText(text)}
        </span>
      ))}
      {end}
    </span>
  );
}

type WindowProps = Pick<LongTextProps, "read" | "label" | "className"> & { isCompared: boolean };

/** Rows of one height, of which only those in sight are there. */
function Window({ read, label, className, isCompared }: WindowProps) {
  const box = useRef<HTMLElement>(null);
  const [columns, setColumns] = useState<number | null>(null);
  const [view, setView] = useState({ top: 0, height: 300 });
  const reader = useMemo(() => (columns === null ? null : new LineReader(read(columns))), [read, columns]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => {
      const fits = Math.floor(element.clientWidth / characterWidth(element)) - 4;
      // A few pixels more or less lay nothing out anew.
      setColumns(Math.max(LEAST_COLUMNS, fits - (fits % 8)));
      setView({ top: element.scrollTop, height: element.clientHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // Another text begins at its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what it depends on
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [read]);

  const first = Math.max(0, Math.floor(view.top / ROW) - SPARE);
  const last = Math.ceil((view.top + view.height) / ROW) + SPARE;
  reader?.readTo(last + AHEAD);
  const rows = reader?.lines.slice(first, last) ?? [];
  return (
    <section
      ref={box}
      className={`${styles.box} ${styles.window} ${className ?? ""}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      aria-label={label}
      onScroll={({ currentTarget }) => setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
    >
      <pre style={{ height: Math.max(1, reader?.lines.length ?? 0) * ROW }}>
        <span className={styles.rows} style={{ top: first * ROW }}>
          {drawn(rows, isCompared)}
        </span>
      </pre>
    </section>
  );
}

function characterWidth(element: HTMLElement): number {
  const probe = document.createElement("span");
  probe.textContent = "0".repeat(50);
  element.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width === 0 ? 8 : width / 50;
}
