/** Forms in which a received value is read: JSON, text, hex, base64; and the numbers in it; pure. */
import { numberText, parseExact } from "../../../../broker/contract/exact-json.ts";
import { bytesIn } from "../../ui/published-bytes.ts";
import { base64Lines, hexLines, jsonLines, plainLines, type ReadLines } from "../../ui/text-lines.ts";

export type PayloadForm = "json" | "text" | "hex" | "base64";

/** `text` is the JSON text as it came. */
export function payloadAs(form: PayloadForm, text: string): ReadLines {
  switch (form) {
    case "json":
      return (columns) => jsonLines(text, columns);
    case "text":
      return (columns) => plainLines(plain(text), columns);
    case "hex":
      return () => hexLines(bytesOf(text));
    case "base64":
      return () => base64Lines(bytesOf(text));
  }
}

/** Of a binary message what was published; of any other the UTF-8 of its JSON text. */
function bytesOf(text: string): Uint8Array {
  return bytesIn(text) ?? new TextEncoder().encode(text);
}

/** A JSON text without its quotes and escapes; anything else as it came. */
function plain(text: string): string {
  if (!text.startsWith('"')) return text;
  const value: unknown = JSON.parse(text);
  return typeof value === "string" ? value : text;
}

export interface Numbers {
  /** Paths of the first numbers, with each number as it was written: `battery`, `at.x`; the value itself is "". */
  readonly first: ReadonlyMap<string, string>;
  /** There are, or may be, further ones. */
  readonly hasMore: boolean;
}

/** Numbers of one value that are offered, values that are looked at for them, and how deep. A list of 60,000 would be as many buttons. */
const OFFERED = 40;
const LOOKED_AT = 5_000;
const DEEPEST = 32;

/** In the order in which they stand, without recursion: a value may be deeper than any stack. */
export function numbersIn(text: string): Numbers {
  const first = new Map<string, string>();
  const open: { readonly value: unknown; readonly path: string; readonly depth: number }[] = [
    { value: parsed(text), path: "", depth: 0 },
  ];
  let isCut = false;
  for (let looked = 0; open.length > 0; looked++) {
    if (first.size >= OFFERED || looked >= LOOKED_AT) return { first, hasMore: true };
    const { value, path, depth } = open.pop() ?? { value: null, path: "", depth: 0 };
    const number = numberText(value);
    if (number !== undefined) first.set(path, number);
    if (typeof value !== "object" || value === null || number !== undefined) continue;
    if (depth >= DEEPEST) {
      isCut = true;
      continue;
    }
    const keys = firstKeys(value, LOOKED_AT);
    isCut ||= keys.isCut;
    for (const key of keys.keys.reverse()) {
      const inner = (value as Readonly<Record<string, unknown>>)[key];
      open.push({ value: inner, path: path === "" ? key : `${path}.${key}`, depth: depth + 1 });
    }
  }
  return { first, hasMore: isCut };
}

/** The number at the path that `numbersIn` tells; undefined where there is none. */
export function numberAt(text: string, path: string): number | undefined {
  const number = numbersIn(text).first.get(path);
  return number === undefined ? undefined : Number(number);
}

/** A look at each value recurses, and has a depth: beyond it numbers are as JavaScript has them. */
function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch (error) {
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

function firstKeys(value: object, most: number): { readonly keys: string[]; readonly isCut: boolean } {
  if (Array.isArray(value)) {
    const length = Math.min(value.length, most);
    return { keys: Array.from({ length }, (_, at) => String(at)), isCut: value.length > most };
  }
  const keys = Object.keys(value);
  return { keys: keys.slice(0, most), isCut: keys.length > most };
}
