/** Owns what the realtime server says, frame by frame (Q1, Q3, Q7). */
import { REALTIME_TEXTS, REVOCATIONS, type RealtimeText } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Subject } from "../../contract/nouns.ts";
import { wireUserId } from "../../contract/subject-text.ts";
import { frameText } from "../websocket-frame.ts";

const frame = (value: Readonly<Record<string, unknown>>): Uint8Array => frameText(JSON.stringify(value));

const who = (subject: Subject) => ({ user_type: subject.userType, user_id: wireUserId(subject) });

/** Epoch seconds with three decimals, so that it is a float to every client. `at` in epoch milliseconds. */
const seconds = (at: number): string => (at / 1000).toFixed(3);

/** How a message frame with a topic begins. What waits for a client is told apart by it. */
const TOPIC_HEAD = '{"type":"message","topic":';
/** Bytes of the longest topic as JSON (each byte may be written as `\u0000`), its quotes, and what follows it. */
const LONGEST_TOPIC = LIMITS.topicBytes * 6 + 32;

/** `timeout`: seconds. */
export const authRequired = (timeout: number): Uint8Array => frame({ type: "auth_required", timeout });

export const authSuccess = (subject: Subject, connectionId: string): Uint8Array =>
  frame({ type: "auth_success", ...who(subject), connection_id: connectionId });

export const subscribed = (topic: string): Uint8Array => frame({ type: "subscribed", topic });

export const unsubscribed = (topic: string): Uint8Array => frame({ type: "unsubscribed", topic });

/** X4: the subscription was taken from the client. */
export const lostSubscription = (topic: string): Uint8Array =>
  frame({ type: "unsubscribed", topic, reason: REVOCATIONS["permission-revoked"].text });

export const pong = (subject: Subject): Uint8Array => frame({ type: "pong", ...who(subject) });

/** A message of a topic. `json` is any JSON text. */
export const topicMessage = (topic: string, json: string, at: number): Uint8Array =>
  frameText(`${TOPIC_HEAD}${JSON.stringify(topic)},"timestamp":${seconds(at)},"data":${json}}`);

/** A message to this client, whatever it is subscribed to. */
export const directMessage = (json: string, at: number): Uint8Array =>
  frameText(`{"type":"message","timestamp":${seconds(at)},"data":${json}}`);

/** A question that the client is to answer with `response` and the same id. */
export const request = (requestId: string, json: string, at: number): Uint8Array =>
  directMessage(
    `{"type":"request","request_id":${JSON.stringify(requestId)},"timestamp":${seconds(at)},"data":${json}}`,
    at,
  );

export const echo = (subject: Subject, payload: string): Uint8Array =>
  frameText(`{"type":"echo","user_id":${JSON.stringify(wireUserId(subject))},"payload":${payload}}`);

export const ack = (key: string, value: string): Uint8Array =>
  frameText(`{"type":"ack","key":${JSON.stringify(key)},"value":${value}}`);

/** The notice before an operator's close: a client of the reference stays away only after exactly these keys, with no topic. */
export const disconnect = (reason: string, at: number): Uint8Array =>
  directMessage(JSON.stringify({ type: "disconnect", reason }), at);

/** An event that is sent as it is. `json` is the text of an object. */
export const event = (json: string): Uint8Array => frameText(json);

/** A frame that a program around the broker made. `json` is the text of an object. */
export const programReply = (json: string): Uint8Array => frameText(json);

/** What a rule answers: an object is a frame of its own, any other value the data of a message. */
export const ruleReply = (json: string, at: number): Uint8Array =>
  json.trimStart().startsWith("{") ? frameText(json) : directMessage(json, at);

/** One of the protocol's own errors; `about` follows the text after a colon. */
export const error = (code: RealtimeText, about?: string): Uint8Array =>
  errorFrame(code, about === undefined ? REALTIME_TEXTS[code] : `${REALTIME_TEXTS[code]}: ${about}`);

export const errorFrame = (code: string, message: string): Uint8Array => frame({ type: "error", message, code });

/** What follows `TOPIC_HEAD` there. Events, rules and hooks make frames of any other shape, which name no topic. */
const TOPIC = /^("(?:[^"\\]|\\.)*"),"timestamp":/;

/** The topic of a frame that `topicMessage` made; null for any other. */
export function topicOfFrame(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The frame's own header is at most 10 bytes long (RFC 6455, 5.2).
  const head = buffer.subarray(0, 10 + TOPIC_HEAD.length).indexOf(TOPIC_HEAD);
  if (head < 0) return null;
  const start = head + TOPIC_HEAD.length;
  const [, topic] = TOPIC.exec(buffer.toString("utf8", start, start + LONGEST_TOPIC)) ?? [];
  return topic === undefined ? null : JSON.parse(topic);
}
