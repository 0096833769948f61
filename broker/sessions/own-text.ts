/** Flat copies of what clients send, for everything that is kept. */

/** The same text with memory of its own: a part that V8 cut from a frame or a header keeps the whole alive for as long as it is kept itself. */
export function ownText(part: string): string {
  // UTF-8 has no half of a surrogate pair, and a copy must not read otherwise (X7).
  const encoding = part.isWellFormed() ? "utf8" : "utf16le";
  return Buffer.from(part, encoding).toString(encoding);
}

/** Its beginning: the text itself when it is no longer than `length`, else a part of its own. */
export function ownStart(text: string, length: number): string {
  return text.length > length ? ownText(text.slice(0, length)) : text;
}

/** Its beginning, always a copy: for text that may be a part of a larger one, of unknown length. */
export function ownCut(part: string, length: number): string {
  return ownText(part.length > length ? part.slice(0, length) : part);
}

/** Of its own unless it is most of the whole: then the copy would cost more than it gives back. */
export function ownPart(part: string, whole: string): string {
  return part.length * 2 > whole.length ? part : ownText(part);
}
