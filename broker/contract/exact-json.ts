/** JSON whose numbers keep the digits that they were written with, for where a value must be taken apart. */

declare global {
  interface JSON {
    /** A value that `stringify` writes as exactly this text. */
    rawJSON(text: string): RawNumber;
    isRawJSON(value: unknown): value is RawNumber;
  }
}

/** A number that JavaScript would write otherwise: a long one, `21.0`, `1e2`, `-0`. */
export interface RawNumber {
  readonly rawJSON: string;
}

/** Most texts hold no such number, and are parsed several times faster without a look at each value. */
const PERHAPS = /\d[\d.]{15}|\.\d*0(?!\d)|0\.0{6}|\d[eE]|-0(?![.\d])/;

/**
 * As `JSON.parse`, but a number that JavaScript would write in another way is a `RawNumber`: `JSON.stringify` gives its own text back.
 * @throws SyntaxError as JSON.parse does, RangeError for what is nested too deep
 */
export function parseExact(text: string): unknown {
  return PERHAPS.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

/** The text of a number as `parseExact` gives it; undefined for any other value. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return isRawNumber(value) ? value.rawJSON : undefined;
}

/** A number as JavaScript has it; undefined for any other value. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return isRawNumber(value) ? Number(value.rawJSON) : undefined;
}

/** An older browser has neither: there numbers are as JavaScript has them. */
function isRawNumber(value: unknown): value is RawNumber {
  return typeof value === "object" && value !== null && JSON.isRawJSON?.(value) === true;
}

function keepDigits(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined || String(value) === source) return value;
  return JSON.rawJSON(source);
}

/** Writes a value from its text: what `JSON.stringify` finds in its place keeps every digit. */
export class WrittenJson {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toJSON(): unknown {
    return parseExact(this.#text);
  }
}
