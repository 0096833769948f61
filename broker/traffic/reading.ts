/** Owns how a captured row is read: the same questions for messages, refused frames and refused handshakes. */
import { LIMITS } from "../contract/limits.ts";
import { isBinary, jsonStartOf } from "../topics/content.ts";
import type { Message } from "../topics/message.ts";
import type { Chunk } from "./chunk.ts";
import type { DirectSend } from "./row.ts";

/** Who allowed a message that no permission had to allow. */
const OPERATOR_RULE = "operator";
const REPLY_RULE = "automatic reply";
const NODE_RULE = "other node";
/** No permission covers it: what is not allowed is denied. */
const DEFAULT_RULE = "default";
const RATE_RULE = "rate limit";
/** The frame itself is wrong. */
const FRAME_RULE = "frame";
const DOOR_RULE = "door";
/** A client answers what it was asked. */
const ANSWER_RULE = "answer";

/** Empty when it has none. */
export function topicOf(chunk: Chunk, index: number): string {
  const subject = chunk.subjects[index];
  if (subject === undefined) return "";
  if ("content" in subject) return subject.topic;
  return "refusal" in subject ? (subject.refusal.topic ?? "") : "";
}

/** How and to whom it was sent past all topics; null for everything else. */
export function directOf(chunk: Chunk, index: number): DirectSend | null {
  const subject = chunk.subjects[index];
  return subject !== undefined && "act" in subject ? subject : null;
}

/** The message of the row; null for everything else. */
export function messageOf(chunk: Chunk, index: number): Message | null {
  const subject = chunk.subjects[index];
  return subject !== undefined && "content" in subject ? subject : null;
}

/** At least the first `length` characters of the payload, or all of it. */
export function textStartOf(chunk: Chunk, index: number, length: number): string {
  const message = messageOf(chunk, index);
  return message === null ? textOf(chunk, index) : jsonStartOf(message.content, length);
}

/** The payload where words and fields are looked for: nothing of what is no text. */
export function searchedTextOf(chunk: Chunk, index: number): string {
  const message = messageOf(chunk, index);
  return message !== null && isBinary(message.content) ? "" : textOf(chunk, index);
}

/** The payload: JSON of a message, what was kept of a refused frame, the filters of a knock. */
export function textOf(chunk: Chunk, index: number): string {
  const subject = chunk.subjects[index];
  if (subject === undefined) return "";
  if ("content" in subject) return subject.json;
  return "step" in subject ? subject.filters.join(", ") : subject.text;
}

/** Bytes: of a message those that came; of UTF-8, of a refused one its payload, of a frame that could not be read the whole. */
export function sizeOf(chunk: Chunk, index: number): number {
  const subject = chunk.subjects[index];
  if (subject === undefined) return 0;
  if ("content" in subject) return subject.size;
  if ("act" in subject) return Buffer.byteLength(subject.text);
  if (!("refusal" in subject)) return 0;
  const { refusal, text } = subject;
  const isWhole = text !== "" && text.length < LIMITS.refusedTextLength;
  return isWhole ? Buffer.byteLength(text) : refusal.size;
}

/** What decided: the pattern of a permission, or the name of what else did. */
export function ruleOf(chunk: Chunk, index: number): string {
  switch (chunk.kindOf(index)) {
    case "in":
      return chunk.grants[index]?.pattern ?? DEFAULT_RULE;
    case "operator":
      return OPERATOR_RULE;
    case "reply":
      return REPLY_RULE;
    case "node":
      return NODE_RULE;
    case "refused":
      return refusedRule(chunk, index);
    case "door":
      return DOOR_RULE;
    case "direct":
      return directOf(chunk, index)?.act === "answer" ? ANSWER_RULE : OPERATOR_RULE;
    default:
      return chunk.kindOf(index) satisfies string;
  }
}

function refusedRule(chunk: Chunk, index: number): string {
  const subject = chunk.subjects[index];
  if (subject === undefined || !("refusal" in subject)) return FRAME_RULE;
  const { code, nearest } = subject.refusal;
  if (code === "publish-needs-readwrite") return nearest?.pattern ?? DEFAULT_RULE;
  if (code === "publish-not-covered") return DEFAULT_RULE;
  return code === "rate-limited" ? RATE_RULE : FRAME_RULE;
}

/** Why it was refused: the code of a refusal or the step of the door; null for a message, and for what was sent past all topics to whoever was there. */
export function refusedBecause(chunk: Chunk, index: number): string | null {
  const subject = chunk.subjects[index];
  if (subject === undefined || "content" in subject) return null;
  if ("act" in subject) return subject.failed;
  return "refusal" in subject ? subject.refusal.code : subject.step;
}

/** The sender's token. Null: the operator, another node, or a token that nobody knows. */
export function tokenOf(chunk: Chunk, index: number): { readonly id: string; readonly name: string | null } | null {
  const sender = chunk.senders[index];
  if (sender !== null && sender !== undefined) return { id: sender.tokenId, name: sender.tokenName };
  const subject = chunk.subjects[index];
  if (subject === undefined || "refusal" in subject || "act" in subject || subject.tokenId === null) return null;
  const name = "step" in subject ? subject.tokenName : (chunk.apartOf(index).reply?.tokenName ?? null);
  return { id: subject.tokenId, name };
}

/** The sender: its connection, and what a person calls it. A refused knock has an address alone, an automatic reply its rule's name. */
export function senderOf(chunk: Chunk, index: number): { readonly id: string | null; readonly label: string } | null {
  const sender = chunk.senders[index];
  if (sender !== null && sender !== undefined) return { id: sender.id, label: sender.label };
  const { reply } = chunk.apartOf(index);
  if (reply !== null) return { id: null, label: reply.ruleName };
  const subject = chunk.subjects[index];
  if (subject === undefined) return null;
  if ("step" in subject) return { id: null, label: subject.address };
  // Another node's client: its session is there, and what is known of it came with the message (N25).
  const isOfNode = "json" in subject && subject.connectionId !== null;
  return isOfNode ? { id: subject.connectionId, label: subject.clientId ?? subject.connectionId ?? "" } : null;
}
