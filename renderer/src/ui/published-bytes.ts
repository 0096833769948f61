/** Bytes that are no text, as the broker writes them in JSON: `{"$base64": "…"}`; pure. */

import type { MessageForm } from "../../../broker/contract/nouns.ts";

/** Of a list's text, which is cut somewhere. */
const BEGINNING = /^\s*\{\s*"\$base64"\s*:\s*"([A-Za-z0-9+/]*)/;

/** The bytes of such a value; where it is cut, those of which it still tells. Null for any other value. */
export function bytesIn(json: string): Uint8Array<ArrayBuffer> | null {
  const base64 = base64In(json);
  return base64 === null ? null : bytesOfBase64(base64);
}

/** Null: it is no base64 with padding. */
export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> | null {
  if (base64.length % 4 !== 0) return null;
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    // Somebody typed it, or an object of their own has that key.
    return null;
  }
}

function base64In(json: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    const cut = BEGINNING.exec(json)?.[1];
    return cut === undefined ? null : cut.slice(0, cut.length - (cut.length % 4));
  }
  if (typeof value !== "object" || value === null || !("$base64" in value)) return null;
  return Object.keys(value).length === 1 && typeof value.$base64 === "string" ? value.$base64 : null;
}

/** Bytes that a row of a list has room for. */
const PREVIEW = 24;

/** A payload in one line: bytes as `ff d8 ff e0 …`, all else as its JSON text. */
export function payloadPreview(json: string, form: MessageForm | undefined): string {
  return form === "bytes" ? hexPreview(json) : json;
}

function hexPreview(json: string): string {
  const bytes = bytesIn(json.slice(0, 4 * PREVIEW)) ?? new Uint8Array();
  const hex = Array.from(bytes.subarray(0, PREVIEW), (byte) => byte.toString(16).padStart(2, "0"));
  return bytes.length > PREVIEW ? `${hex.join(" ")} …` : hex.join(" ");
}

/** As base64 with padding. */
export function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART)
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PART))));
  return parts.join("");
}

/** Whole groups of three, and no more than a call takes arguments. */
const PART = 3 * 4096;
