/** Owns finding the numbers in a JSON value, each by its JSON pointer (RFC 6901). */
import { numberOf, numberText, parseExact } from "../../contract/exact-json.ts";

/** Fields of one message that are shown; a message of thousands would fill every view. */
const MOST_FIELDS = 50;
const DEEPEST = 6;

/** As they were written. */
export type Numbers = ReadonlyMap<string, string>;

/** The finite numbers of the text, in their order; none when it is no JSON. */
export function numbersIn(json: string): Numbers {
  const found = new Map<string, string>();
  collect(parsed(json), "", 0, found);
  return found;
}

/** The number at the pointer, or undefined. */
export function numberAt(json: string, pointer: string): number | undefined {
  let value = parsed(json);
  if (pointer !== "") {
    for (const part of pointer.slice(1).split("/")) {
      if (typeof value !== "object" || value === null) return undefined;
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    }
  }
  const number = numberOf(value);
  return Number.isFinite(number) ? number : undefined;
}

function collect(value: unknown, pointer: string, depth: number, found: Map<string, string>): void {
  if (found.size >= MOST_FIELDS || depth > DEEPEST) return;
  const text = numberText(value);
  if (text !== undefined) {
    if (Number.isFinite(Number(text))) found.set(pointer, text);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    collect(inner, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1, found);
  }
}

function parsed(json: string): unknown {
  try {
    return parseExact(json);
  } catch {
    // What is in the history was parsed when it was published; the one exception is text that a newer JSON would know.
    return undefined;
  }
}
