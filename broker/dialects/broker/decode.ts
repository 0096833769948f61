/** Owns the reading of a client's frame: `{"tag": "<topic>", "message": <any JSON value>}` (M1, M3, M6). */
import type { RefusalCode } from "../../contract/codes.ts";
import { topLevelMembers } from "../../contract/json-members.ts";
import { ownPart } from "../../sessions/own-text.ts";
import { isJson } from "../json-bytes.ts";

export type Decoded =
  | {
      readonly ok: true;
      readonly topic: string;
      /** The value as the client wrote it, so that long numbers keep their digits. */
      readonly json: string;
    }
  | { readonly ok: false; readonly refusal: RefusalCode; readonly topic: string | null };

/** How a canonical frame begins, as JavaScript and Python write it, and what stands between tag and message. */
const HEADS = [
  { head: Buffer.from('{"tag":"'), between: Buffer.from('","message":') },
  { head: Buffer.from('{"tag": "'), between: Buffer.from('", "message": ') },
] as const;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSING_BRACE = 0x7d;
const LAST_ASCII = 0x7f;

/**
 * The short way, for frames of the canonical form: finds tag and message by their place and judges the value alone. If the value is one
 * JSON value and the topic is plain text, the whole frame is valid and holds no other key. Null: take the long way. The frame is valid
 * UTF-8. What is returned is made from the bytes, not cut out of the frame's text: the value is kept, and would keep that with it.
 * `before`: the topic of an earlier frame; one that names the same again answers that very text, since making text costs more than comparing it.
 */
export function decodeCanonical(frame: Buffer, before = ""): { readonly topic: string; readonly json: string } | null {
  const form = startsWith(frame, HEADS[0].head, 0) ? HEADS[0] : startsWith(frame, HEADS[1].head, 0) ? HEADS[1] : null;
  const last = frame.length - 1;
  if (form === null || frame[last] !== CLOSING_BRACE) return null;
  const start = form.head.length;
  let end = start;
  for (; frame[end] !== QUOTE; end++) if (end === last || frame[end] === BACKSLASH) return null;
  if (!startsWith(frame, form.between, end)) return null;
  const value = end + form.between.length;
  // Not one value: perhaps further keys, perhaps no JSON at all. The long way tells, and names the reason.
  if (!isJson(frame, value, last)) return null;
  const topic = isSpelled(frame, start, end, before) ? before : frame.toString("utf8", start, end);
  return { topic, json: frame.toString("utf8", value, last) };
}

/** Says no to what is not ASCII: there a byte is no character. */
function isSpelled(frame: Buffer, start: number, end: number, text: string): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = frame[start + i] as number;
    if (byte !== text.charCodeAt(i) || byte > LAST_ASCII) return false;
  }
  return true;
}

function startsWith(frame: Buffer, part: Buffer, at: number): boolean {
  for (let place = 0; place < part.length; place++) if (frame[at + place] !== part[place]) return false;
  return true;
}

/** The long way: any JSON object, any order, any further keys (dropped), each wrong one with its reason. */
export function decodeAny(text: string): Decoded {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, refusal: "invalid-json", topic: null };
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return { ok: false, refusal: "not-an-object", topic: null };
  }
  const members = topLevelMembers(text);
  if (members === "duplicate-key") return { ok: false, refusal: "duplicate-key", topic: null };
  const tag = members.get("tag");
  if (tag === undefined) return { ok: false, refusal: "tag-missing", topic: null };
  const topic: unknown = JSON.parse(tag);
  if (typeof topic !== "string") return { ok: false, refusal: "tag-invalid", topic: null };
  const json = members.get("message");
  if (json === undefined) return { ok: false, refusal: "message-missing", topic };
  return { ok: true, topic, json: ownPart(json, text) };
}
