/** Owns measuring and cutting text by its UTF-8 bytes, where neither Node's Buffer nor the DOM's TextEncoder may be used. */

/** Bytes of `text` in UTF-8, or -1 when it holds a lone surrogate, which has no UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit < 0xd800 || unit > 0xdfff) bytes += 3;
    else {
      const low = unit < 0xdc00 ? text.charCodeAt(index + 1) : Number.NaN;
      if (!(low >= 0xdc00 && low <= 0xdfff)) return -1;
      bytes += 4;
      index++;
    }
  }
  return bytes;
}

/** `text`, or its longest beginning that with an ellipsis takes at most `maxBytes` (3 or more) of UTF-8; never cuts a character in two. */
export function cutToBytes(text: string, maxBytes: number): string {
  const whole = text.toWellFormed();
  if (utf8Length(whole) <= maxBytes) return whole;
  const room = maxBytes - 3;
  let kept = "";
  let bytes = 0;
  for (const character of whole) {
    bytes += utf8Length(character);
    if (bytes > room) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Characters up to which it is not worth the look whether a text is wide; what is weighed beside it has room for that. */
const SHORT_TEXT = 128;
/** V8 keeps a text with such a character in two bytes each; in one that has none it sees so without reading it. */
const WIDE = /[\u0100-\uffff]/;

/** Bytes of memory that a text takes, as V8 keeps it. */
export function memoryOf(text: string): number {
  const { length } = text;
  return length > SHORT_TEXT && WIDE.test(text) ? 2 * length : length;
}

/** JSON text in which half of a surrogate pair stands as its escape, which UTF-8 can hold; the value is the same. */
export function escapedHalves(json: string): string {
  if (json.isWellFormed()) return json;
  return json.replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}
