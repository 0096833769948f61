/** Owns copying a part of a text out of the whole that it was cut from. */

/** The same text with memory of its own: a part that V8 cut from a frame keeps the whole frame alive for as long as it is kept itself. */
export function ownText(part: string): string {
  return Buffer.from(part, "utf8").toString("utf8");
}
