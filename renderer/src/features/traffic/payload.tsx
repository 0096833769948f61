/** Owns how a payload reads: JSON over several lines with its parts in colour, anything else as it is. */
import { type ReactNode, useMemo } from "react";
import styles from "./payload.module.css";

/** A longer payload is shown as it is: a person reads its beginning, and colouring it would hold the window up. */
const COLOURED = 20_000;
/** Values that fit stay on one line. */
const LINE = 36;
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

export function Payload({ text }: { text: string }) {
  const shown = useMemo(() => coloured(pretty(text)), [text]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={styles.payload} tabIndex={0} aria-label="Payload">
      {text === "" ? <em>Nothing was kept of this frame</em> : shown}
    </section>
  );
}

/** Laid out without being parsed into values: long numbers keep their digits. */
function pretty(text: string): string {
  if (text.length > COLOURED || !isJson(text)) return text;
  return layOut(text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? []);
}

function layOut(tokens: readonly string[]): string {
  const whole = oneLine(tokens);
  if (whole.length <= LINE) return whole;
  let depth = 0;
  let out = "";
  tokens.forEach((token, index) => {
    const next = tokens[index + 1] ?? "";
    if (token === "{" || token === "[") {
      const isEmpty = next === "}" || next === "]";
      if (!isEmpty) depth++;
      out += isEmpty ? token : `${token}\n${"  ".repeat(depth)}`;
    } else if (token === "}" || token === "]") {
      const before = tokens[index - 1] ?? "";
      const isEmpty = before === "{" || before === "[";
      if (!isEmpty) depth--;
      out += isEmpty ? token : `\n${"  ".repeat(depth)}${token}`;
    } else if (token === ",") out += `,\n${"  ".repeat(depth)}`;
    else out += token === ":" ? ": " : token;
  });
  return out;
}

function oneLine(tokens: readonly string[]): string {
  return tokens
    .map((token, index) => {
      if (token === ":" || token === ",") return `${token} `;
      if (token === "{" && tokens[index + 1] !== "}") return "{ ";
      return token === "}" && tokens[index - 1] !== "{" ? " }" : token;
    })
    .join("");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function coloured(text: string): ReactNode {
  if (text.length > COLOURED) return text;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, colon, number, word] = match;
    parts.push(text.slice(at, match.index));
    const key = match.index;
    if (quoted !== undefined) {
      parts.push(
        <span key={key} className={colon === undefined ? styles.text : styles.key}>
          {quoted}
        </span>,
        colon ?? "",
      );
    } else {
      parts.push(
        <span key={key} className={number === undefined ? styles.word : styles.number}>
          {number ?? word}
        </span>,
      );
    }
    at = match.index + whole.length;
  }
  parts.push(text.slice(at));
  return parts;
}
