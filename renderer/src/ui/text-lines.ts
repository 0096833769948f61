/** Texts as lines that are made one after the other, so that a view pays for the lines it draws and not for the value; pure. */

export interface Part {
  readonly kind: "plain" | "key" | "text" | "number" | "word";
  readonly text: string;
}

export interface TextLine {
  readonly kind: "same" | "added" | "removed";
  readonly parts: readonly Part[];
}

/** Makes lines of at most so many characters. */
export type ReadLines = (columns: number) => Iterable<TextLine>;

/** Deeper levels are not indented further: 20,000 levels would be a page of blanks a line. They tell their level instead. */
const INDENTED_LEVELS = 24;
const BLANK = new Set([" ", "\n", "\r", "\t"]);
const STRUCTURE = new Set(["{", "}", "[", "]", ",", ":"]);

/** A text as it is, over its own lines and those that `columns` cuts. */
export function* plainLines(text: string, columns: number, kind: Part["kind"] = "plain"): Generator<TextLine> {
  for (let at = 0; at <= text.length; ) {
    const found = text.indexOf("\n", at);
    const end = found < 0 ? text.length : found;
    for (let from = at; ; ) {
      const to = cutAt(text, Math.min(end, from + columns), end);
      yield { kind: "same", parts: [{ kind, text: text.slice(from, to) }] };
      if (to >= end) break;
      from = to;
    }
    at = end + 1;
  }
}

/** So many bytes a line, few of them close together: their place, the bytes, and what of them is ASCII. */
export function* hexLines(bytes: Uint8Array, width = 16): Generator<TextLine> {
  const gap = width < 16 ? " " : "  ";
  for (let at = 0; at < bytes.length; at += width) {
    const row = [...bytes.subarray(at, at + width)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    const text = `${at.toString(16).padStart(4, "0")}${gap}${hex.padEnd(width * 3 - 1)}${gap}${ascii}`;
    yield { kind: "same", parts: [{ kind: "plain", text }] };
  }
}

/** RFC 2045: at most 76 characters a line, which are 57 bytes. */
const BASE64_BYTES = 57;

export function* base64Lines(bytes: Uint8Array): Generator<TextLine> {
  for (let at = 0; at < bytes.length; at += BASE64_BYTES) {
    const text = btoa(String.fromCharCode(...bytes.subarray(at, at + BASE64_BYTES)));
    yield { kind: "same", parts: [{ kind: "plain", text }] };
  }
}

/**
 * A JSON text laid out, two blanks a level. It is read token by token and never parsed into values: digits and escapes stay as they are written, and depth costs
 * no stack. What is no JSON comes out whole all the same.
 */
export function* jsonLines(text: string, columns: number): Generator<TextLine> {
  const line = new LineInMaking(columns);
  let depth = 0;
  let at = blanksEnd(text, 0);
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "{" || character === "[") {
      const next = blanksEnd(text, at + 1);
      const closing = text.charAt(next);
      if (closing === "}" || closing === "]") {
        yield* line.put("plain", character + closing);
        at = next + 1;
      } else {
        yield* line.put("plain", character);
        yield line.end(++depth);
        at = next;
        continue;
      }
    } else if (character === "}" || character === "]") {
      depth = Math.max(0, depth - 1);
      yield line.end(depth);
      yield* line.put("plain", character);
      at++;
    } else if (character === ",") {
      yield* line.put("plain", character);
      yield line.end(depth);
      at++;
    } else if (character === ":") {
      yield* line.put("plain", ": ");
      at++;
    } else if (character === '"') {
      const end = stringEnd(text, at);
      const isKey = text.charAt(blanksEnd(text, end)) === ":";
      yield* line.put(isKey ? "key" : "text", text, at, end);
      at = end;
    } else {
      const end = scalarEnd(text, at);
      yield* line.put(/[\d-]/.test(character) ? "number" : "word", text, at, end);
      at = end;
    }
    at = blanksEnd(text, at);
  }
  if (!line.isEmpty) yield line.end(0);
}

/** A JSON text in one line, `{ "c": 21 }`; undefined when it takes more than `most` characters. */
export function jsonLine(text: string, most: number): TextLine | undefined {
  // Blanks may be left out; four times as long a text has more than blanks.
  if (text.length > most * 4) return undefined;
  const parts: Part[] = [];
  for (const line of jsonLines(text, Number.POSITIVE_INFINITY)) {
    const [first] = line.parts;
    const isIndent = first !== undefined && first.kind === "plain" && first.text.trim() === "";
    const kept = isIndent ? line.parts.slice(1) : line.parts;
    const before = parts.at(-1)?.text ?? "";
    const after = kept[0]?.text ?? "";
    const isTight = before === "" || before === "[" || after.startsWith("]");
    if (!isTight) parts.push({ kind: "plain", text: " " });
    parts.push(...kept);
  }
  const width = parts.reduce((sum, part) => sum + part.text.length, 0);
  return width > most ? undefined : { kind: "same", parts };
}

class LineInMaking {
  readonly #columns: number;
  #parts: Part[] = [];
  #width = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  /** Yields the lines that it fills; a part that goes on in the next line is cut. */
  *put(kind: Part["kind"], text: string, from = 0, to = text.length): Generator<TextLine> {
    let at = from;
    while (at < to) {
      const end = cutAt(text, Math.min(to, at + Math.max(1, this.#columns - this.#width)), to);
      this.#parts.push({ kind, text: text.slice(at, end) });
      this.#width += end - at;
      at = end;
      if (at < to) yield this.#take();
    }
  }

  /** The line as it is; the next one is indented by `depth`. */
  end(depth: number): TextLine {
    const made = this.#take();
    const indent = "  ".repeat(Math.min(depth, INDENTED_LEVELS));
    const text = depth > INDENTED_LEVELS ? `${indent}(level ${depth}) ` : indent;
    if (text !== "") this.#parts.push({ kind: "plain", text });
    this.#width = text.length;
    return made;
  }

  #take(): TextLine {
    const parts = this.#parts;
    this.#parts = [];
    this.#width = 0;
    return { kind: "same", parts };
  }
}

/** One later where a cut would part the two halves of a character. */
function cutAt(text: string, at: number, end: number): number {
  const half = text.charCodeAt(at - 1);
  return at < end && half >= 0xd800 && half < 0xdc00 ? at + 1 : at;
}

function blanksEnd(text: string, from: number): number {
  let at = from;
  while (BLANK.has(text.charAt(at))) at++;
  return at;
}

/** One past the closing quote; the end of the text where there is none. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let escapes = 0;
    while (text.charAt(quote - 1 - escapes) === "\\" && quote - escapes > from + 1) escapes++;
    if (escapes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function scalarEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const character = text.charAt(at);
    if (STRUCTURE.has(character) || BLANK.has(character) || character === '"') break;
    at++;
  }
  return at;
}

/** True for a JSON text. A very long one is taken for one when it begins like one: to read it whole would be felt. */
export function isJson(text: string): boolean {
  if (text.length > JSON_READ) return /^\s*[[{"\d-]/.test(text);
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const JSON_READ = 1024 * 1024;
