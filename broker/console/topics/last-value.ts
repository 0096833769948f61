/** Owns a message in a few characters, for a row of the tree. */
import { numberText, parseExact } from "../../contract/exact-json.ts";
import { LIMITS } from "../../contract/limits.ts";
import { type Content, isBinary, jsonOf } from "../../topics/content.ts";

const LONGEST = 24;

/** Of bytes that are no text their size. */
export function shortContent(content: Content): string {
  if (isBinary(content)) return sizeText(content.length);
  return shortValue(jsonOf(content));
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} KB`;
}

/** A value itself; of an object its first number, else its first plain member; of a list how many it has. Large texts tell their size. */
export function shortValue(json: string): string {
  if (json.length > LIMITS.parsedJsonLength) return `${Math.round(json.length / 1000)} KB`;
  let value: unknown;
  try {
    value = parseExact(json);
  } catch {
    return cut(json);
  }
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value !== "object" || value === null || isNumber(value)) return plain(value);
  const members: unknown[] = Object.values(value);
  const telling = members.find(isNumber) ?? members.find(isPlain);
  if (telling !== undefined) return plain(telling);
  return members.length === 0 ? "{}" : `{${members.length}}`;
}

function isNumber(value: unknown): boolean {
  return numberText(value) !== undefined;
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean";
}

function plain(value: unknown): string {
  return cut(numberText(value) ?? String(value));
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
