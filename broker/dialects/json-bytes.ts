/** Owns telling that bytes are one JSON value (RFC 8259) without making the value: a broker sends on what it was given, and most of what is made to be judged is thrown away. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const SMALL_E = 0x65;
const CAPITAL_E = 0x45;
const SMALL_U = 0x75;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Arrays and objects within one another, one bit of a small integer each. */
const MAX_DEPTH = 30;

const SPACE = 1;
const DIGIT = 2;
const HEX = 4;
const ESCAPED = 8;
/** In a string, standing for itself; of text beyond ASCII every byte. */
const PLAIN = 16;
/** What each byte may be. */
const KINDS = new Uint8Array(256).map((_, byte) => {
  const is = (characters: string, kind: number) => (characters.includes(String.fromCharCode(byte)) ? kind : 0);
  const plain = byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH ? PLAIN : 0;
  const digit = is("0123456789", DIGIT | HEX);
  return plain | digit | is(" \t\n\r", SPACE) | is("abcdefABCDEF", HEX) | is('"\\/bfnrtu', ESCAPED);
});
const WORDS = ["true", "false", "null"].map((word) => Buffer.from(word));

/**
 * True: the bytes from `from` to before `to`, which are valid UTF-8, are what `JSON.parse` takes. False: they are not, or nested deeper than is
 * looked at here; who wants to know which asks `JSON.parse`.
 */
export function isJson(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  let depth = 0;
  /** The innermost is the lowest bit: 1 for an array. */
  let arrays = 0;
  for (;;) {
    at = afterSpace(bytes, at, to);
    const first = bytes[at];
    if (at >= to) return false;
    if (first === OPEN_ARRAY || first === OPEN_OBJECT) {
      const isArray = first === OPEN_ARRAY;
      const inside = afterSpace(bytes, at + 1, to);
      if (bytes[inside] === (isArray ? CLOSE_ARRAY : CLOSE_OBJECT)) {
        at = inside + 1;
      } else {
        if (depth === MAX_DEPTH) return false;
        depth++;
        arrays = (arrays << 1) | (isArray ? 1 : 0);
        at = isArray ? inside : afterKey(bytes, inside, to);
        if (at < 0) return false;
        continue;
      }
    } else {
      at = afterScalar(bytes, at, to);
      if (at < 0) return false;
    }
    // A value ends here, and perhaps what it stands in.
    for (;;) {
      at = afterSpace(bytes, at, to);
      if (depth === 0) return at === to;
      const next = bytes[at++];
      if (at > to) return false;
      const isArray = (arrays & 1) === 1;
      if (next === COMMA) {
        if (!isArray) at = afterKey(bytes, afterSpace(bytes, at, to), to);
        if (at < 0) return false;
        break;
      }
      if (next !== (isArray ? CLOSE_ARRAY : CLOSE_OBJECT)) return false;
      depth--;
      arrays >>>= 1;
    }
  }
}

function kindOf(bytes: Uint8Array, at: number): number {
  return KINDS[bytes[at] ?? 0] ?? 0;
}

function afterSpace(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (kindOf(bytes, at) & SPACE) !== 0) at++;
  return at;
}

/** The place behind key and colon; negative when they are none, as with all that follow. */
function afterKey(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] !== QUOTE) return -1;
  const end = afterString(bytes, from, to);
  if (end < 0) return -1;
  const colon = afterSpace(bytes, end, to);
  return colon < to && bytes[colon] === COLON ? colon + 1 : -1;
}

function afterScalar(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from];
  if (first === QUOTE) return afterString(bytes, from, to);
  if (first === MINUS || (kindOf(bytes, from) & DIGIT) !== 0) return afterNumber(bytes, from, to);
  for (const word of WORDS) if (first === word[0]) return afterWord(bytes, word, from, to);
  return -1;
}

function afterString(bytes: Uint8Array, from: number, to: number): number {
  let at = from + 1;
  for (;;) {
    while (at < to && (kindOf(bytes, at) & PLAIN) !== 0) at++;
    if (at >= to) return -1;
    if (bytes[at] === QUOTE) return at + 1;
    const escaped = at + 1;
    if (bytes[at] !== BACKSLASH || escaped >= to || (kindOf(bytes, escaped) & ESCAPED) === 0) return -1;
    at = escaped + 1;
    if (bytes[escaped] !== SMALL_U) continue;
    for (const end = at + 4; at < end; at++) if (at >= to || (kindOf(bytes, at) & HEX) === 0) return -1;
  }
}

function afterNumber(bytes: Uint8Array, from: number, to: number): number {
  let at = bytes[from] === MINUS ? from + 1 : from;
  at = at < to && bytes[at] === ZERO ? at + 1 : afterDigits(bytes, at, to);
  if (at > 0 && at < to && bytes[at] === DOT) at = afterDigits(bytes, at + 1, to);
  if (at < 0 || at >= to || (bytes[at] !== SMALL_E && bytes[at] !== CAPITAL_E)) return at;
  const sign = bytes[at + 1];
  return afterDigits(bytes, at + (sign === PLUS || sign === MINUS ? 2 : 1), to);
}

/** One digit at least. */
function afterDigits(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (kindOf(bytes, at) & DIGIT) !== 0) at++;
  return at === from ? -1 : at;
}

function afterWord(bytes: Uint8Array, word: Uint8Array, from: number, to: number): number {
  const end = from + word.length;
  if (end > to) return -1;
  for (let place = 1; place < word.length; place++) if (bytes[from + place] !== word[place]) return -1;
  return end;
}
