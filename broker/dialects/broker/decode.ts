/** Owns the reading of a client's frame: `{"tag": "<topic>", "message": <any JSON value>}` (M1, M3, M6). */
import type { RefusalCode } from "../../contract/codes.ts";
import { topLevelMembers } from "../top-level.ts";

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
  { head: '{"tag":"', between: '","message":' },
  { head: '{"tag": "', between: '", "message": ' },
] as const;

/**
 * The short way, for frames of the canonical form: finds tag and message by their place and parses the value alone. If the value is one
 * JSON value and the topic is plain text, the whole frame is valid and holds no other key. Null: take the long way.
 */
export function decodeCanonical(text: string): { readonly topic: string; readonly json: string } | null {
  const form = text.startsWith(HEADS[0].head) ? HEADS[0] : text.startsWith(HEADS[1].head) ? HEADS[1] : null;
  if (form === null || text.charCodeAt(text.length - 1) !== 125) return null;
  const end = text.indexOf('"', form.head.length);
  if (end < 0 || !text.startsWith(form.between, end)) return null;
  const topic = text.slice(form.head.length, end);
  if (topic.includes("\\")) return null;
  const json = text.slice(end + form.between.length, -1);
  try {
    JSON.parse(json);
  } catch {
    // Not one value: perhaps further keys, perhaps no JSON at all. The long way tells, and names the reason.
    return null;
  }
  return { topic, json };
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
  return { ok: true, topic, json };
}
