/** How many bytes of memory a small record takes, near enough to bound a list of them. */

/** Of an object with its fields, a list with its slots, and the head of a text. */
const OBJECT_BYTES = 64;
const SLOT_BYTES = 8;
const TEXT_BYTES = 24;

/** Of a text, two bytes a character, as text beyond Latin-1 takes. */
export const textWeight = (text: string): number => TEXT_BYTES + text.length * 2;

/** Every field counts, at any depth: the record is ours, and shallow. */
export function weightOf(value: unknown): number {
  if (typeof value === "string") return textWeight(value);
  if (typeof value !== "object" || value === null) return 0;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  let bytes = OBJECT_BYTES;
  for (const part of parts) bytes += SLOT_BYTES + weightOf(part);
  return bytes;
}
