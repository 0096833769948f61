/** Owns the reading of a client's frame: which of the four requests it is, or why it is none (P1, P3, P5). */
import type { RefusalCode } from "../../contract/codes.ts";
import { topLevelMembers } from "../../contract/json-members.ts";
import { LIMITS } from "../../contract/limits.ts";
import { ownPart, ownText } from "../../sessions/own-text.ts";

interface Named {
  readonly topic: string;
  readonly clientId: string;
  /** null when the client gave none. */
  readonly requestId: string | null;
}

export interface Publish extends Named {
  readonly kind: "publish";
  /** null when the client gave none that is kept (P5). */
  readonly id: string | null;
  /** The payload as the client wrote it, so that long numbers keep their digits. */
  readonly json: string;
}

export type Request =
  | Publish
  | (Named & { readonly kind: "subscribe"; readonly lastN: number })
  | (Named & { readonly kind: "unsubscribe" })
  | { readonly kind: "ping"; readonly requestId: string | null }
  | Mistake;

export interface Mistake {
  readonly kind: "mistake";
  readonly refusal: RefusalCode;
  readonly requestId: string | null;
  /** The topic that it named, for the record. */
  readonly topic: string | null;
  /** What stood where a type should (P3). */
  readonly type: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What is repeated to the client of a type that it made up. */
const TYPE_SHOWN = 200;

/** Reads any frame, in any order of keys, with any further ones. */
export function decode(text: string): Request {
  const read = readObject(text);
  if (typeof read === "string") return mistake(read);
  const { frame, raw } = read;
  const { request_id: asked = null, type } = frame;
  const requestId = typeof asked === "string" ? asked : null;
  const topic = typeof frame.topic === "string" ? frame.topic : null;
  const wrong = (refusal: RefusalCode) => mistake(refusal, requestId, topic);
  const isKnown = type === "subscribe" || type === "unsubscribe" || type === "publish" || type === "ping";
  if (!isKnown) return { ...wrong("type-unknown"), type: shown(type, raw.get("type")) };
  if (asked !== null && requestId === null) return wrong("request-id-invalid");
  if (type === "ping") return { kind: "ping", requestId };
  if (topic === null || topic === "") return wrong("topic-missing");
  // In the reference's order: the first field that is missing is the one that is named.
  if (type === "publish" && !isObject(frame.message)) return wrong("message-missing");
  const clientId = frame.client_id;
  if (typeof clientId !== "string" || clientId === "") return wrong("client-id-missing");
  if (clientId.length > LIMITS.clientIdLength) return wrong("client-id-too-long");
  const named = { topic, clientId, requestId };
  if (type === "unsubscribe") return { kind: type, ...named };
  if (type === "subscribe") {
    const { last_n: lastN = 0 } = frame;
    return isCount(lastN)
      ? { kind: type, ...named, lastN: Math.min(lastN, LIMITS.replayMax) }
      : wrong("last-n-invalid");
  }
  const inner = topLevelMembers(raw.get("message") ?? "{}");
  if (inner === "duplicate-key") return wrong(inner);
  return {
    kind: type,
    ...named,
    id: keptId(isObject(frame.message) ? frame.message.id : null),
    json: ownPart(inner.get("payload") ?? "{}", text),
  };
}

const TEXT = String.raw`"([^"\\\x00-\x1f]*)"`;
const HEAD = new RegExp(
  String.raw`^\{"type": ?"publish", ?"topic": ?${TEXT}, ?"client_id": ?${TEXT}, ?"message": ?\{(?:"id": ?${TEXT}, ?)?"payload": ?`,
);
const TAIL = new RegExp(String.raw`\}, ?"request_id": ?${TEXT}\}$`, "y");

/**
 * The short way, for a publish in the order of keys in which the reference writes it: the payload is found by its place and parsed alone. If it is one
 * JSON value the whole frame is valid and holds no other key. Null: take the long way.
 */
export function decodeShort(text: string): Publish | null {
  const head = HEAD.exec(text);
  if (head === null) return null;
  const [{ length: start }, topic = "", clientId = "", id] = head;
  if (topic === "" || clientId === "" || clientId.length > LIMITS.clientIdLength) return null;
  let end = text.length - 2;
  let requestId: string | null = null;
  if (text.charCodeAt(end) === QUOTE) {
    end = text.lastIndexOf("}", end);
    TAIL.lastIndex = end;
    const tail = TAIL.exec(text);
    if (tail === null) return null;
    requestId = tail[1] ?? null;
  } else if (!text.endsWith("}}")) {
    return null;
  }
  const json = text.slice(start, end);
  try {
    JSON.parse(json);
  } catch {
    // Not one value: other keys, or no JSON at all. The long way tells, and names the reason.
    return null;
  }
  return { kind: "publish", topic, clientId, requestId, id: ownId(keptId(id)), json: ownPart(json, text) };
}

const QUOTE = 34;

type Members = Readonly<Record<string, unknown>>;

/** The members of a JSON object as values and as they were written, or why the text is none. */
function readObject(text: string): { frame: Members; raw: ReadonlyMap<string, string> } | RefusalCode {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "invalid-json";
  }
  if (!isObject(parsed)) return "not-an-object";
  const raw = topLevelMembers(text);
  return raw === "duplicate-key" ? raw : { frame: parsed, raw };
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** P5. */
/** An id cut from a frame would keep the whole frame for as long as the message is remembered. */
function ownId(id: string | null): string | null {
  return id === null ? null : ownText(id);
}

function keptId(id: unknown): string | null {
  return typeof id === "string" && UUID.test(id) ? id : null;
}

/** `raw`: as it was written; the value may be nested too deeply to be written again. */
function shown(type: unknown, raw = "null"): string {
  return (typeof type === "string" ? type : raw).slice(0, TYPE_SHOWN);
}

function mistake(refusal: RefusalCode, requestId: string | null = null, topic: string | null = null): Mistake {
  return { kind: "mistake", refusal, requestId, topic, type: "" };
}
