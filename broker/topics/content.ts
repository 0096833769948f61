/** What a publisher sent, JSON text or bytes, and each as the other (M11, M12). */
import { isUtf8 } from "node:buffer";
import type { MessageForm } from "../contract/nouns.ts";
import { memoryOf } from "../contract/text.ts";

/**
 * The text of a JSON value as its publisher wrote it, or the bytes that were published. Nothing else is stored of a message: the other form
 * follows from this one, each time that somebody asks. Bytes belong to the message and are never written to.
 */
export type Content = string | Uint8Array;

/** JSON text begins with one of these; what does not is not worth an exception of the parser. */
const JSON_START = /^[ \t\n\r]*["{[\-0-9tfn]/;
/** Before the value is read: an object whose first key may be `$base64`, in letters or escapes. */
const BASE64_START = /^[ \t\n\r]*\{[ \t\n\r]*"[$\\]/;
const BASE64_KEY = "$base64";
const STRING_START = /^[ \t\n\r]*"/;

/** What bytes take beside themselves, measured: the view, its buffer, and the record of that outside of V8's heap. */
const BYTES_OVERHEAD = 400;

/** The JSON value that every JSON protocol hears (M11). Of bytes it is made anew at each call. */
export function jsonOf(content: Content): string {
  if (typeof content === "string") return content;
  const text = textOf(content);
  if (text === null) return base64Json(content);
  return isJson(text) ? text : JSON.stringify(text);
}

/** The published bytes: those that came, or those that a JSON value is (M12). */
export function bytesOf(content: Content): Uint8Array {
  if (typeof content !== "string") return content;
  const said = saidBy(content);
  return typeof said === "string" ? Buffer.from(said) : said;
}

/** How bytes and value belong together: the bytes are the JSON text, or the text of the JSON string, or neither. */
export function formOf(content: Content): MessageForm {
  if (typeof content === "string") return formOfJson(content);
  const text = textOf(content);
  if (text === null) return "bytes";
  return isJson(text) ? "json" : "text";
}

function formOfJson(json: string): MessageForm {
  // Half of a surrogate pair stands in JSON as its escape: without one there is nothing to read.
  if (STRING_START.test(json) && !json.includes("\\u")) return "text";
  const said = saidBy(json);
  if (typeof said !== "string") return "bytes";
  return said === json ? "json" : "text";
}

/** Bytes of what came: of JSON text its UTF-8. */
export function sizeOf(content: Content): number {
  return typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
}

/** At least the first `length` characters of the JSON value, or all of it: a list need not have a picture whole. */
export function jsonStartOf(content: Content, length: number): string {
  if (typeof content === "string" || content.byteLength <= length || isUtf8(content)) return jsonOf(content);
  return base64Json(content.subarray(0, length));
}

/** No text in any sense: its value is base64, in which words and numbers are found by accident alone. */
export function isBinary(content: Content): boolean {
  return typeof content !== "string" && !isUtf8(content);
}

/** Bytes of memory that it takes. */
export function memoryOfContent(content: Content): number {
  return typeof content === "string" ? memoryOf(content) : content.byteLength + BYTES_OVERHEAD;
}

/** A copy in memory of its own: what a socket or a decoder hands over may be a part of a larger buffer, which a kept message must not keep. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Null unless it is base64 as RFC 4648 writes it: padded, and no other text stands for the same bytes. */
export function bytesOfBase64(base64: string): Uint8Array | null {
  const bytes = Buffer.from(base64, "base64");
  return bytes.toString("base64") === base64 ? ownBytes(bytes) : null;
}

/** M12: text for a string and for every other value, bytes for `{"$base64": "…"}`. A string with half of a surrogate pair has no UTF-8 and stays JSON. */
function saidBy(json: string): string | Uint8Array {
  if (STRING_START.test(json)) {
    const text = String(JSON.parse(json));
    return text.isWellFormed() ? text : json;
  }
  if (!BASE64_START.test(json)) return json;
  const value = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const base64 = value[BASE64_KEY];
  if (typeof base64 !== "string" || Object.keys(value).length !== 1) return json;
  return bytesOfBase64(base64) ?? json;
}

function base64Json(bytes: Uint8Array): string {
  return `{"${BASE64_KEY}":"${bufferOf(bytes).toString("base64")}"}`;
}

/** Null: they are no UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  return isUtf8(bytes) ? bufferOf(bytes).toString("utf8") : null;
}

function isJson(text: string): boolean {
  if (!JSON_START.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Bytes may say anything: what is no JSON is text.
    return false;
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
