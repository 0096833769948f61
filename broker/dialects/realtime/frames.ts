/** Owns what the realtime server says, frame by frame (Q1, Q3, Q7). */
import { REALTIME_TEXTS, REVOCATIONS, type RealtimeText } from "../../contract/codes.ts";
import type { Subject } from "../../contract/nouns.ts";
import { wireUserId } from "../../contract/subject-text.ts";

const frame = (value: Readonly<Record<string, unknown>>): string => JSON.stringify(value);

const who = (subject: Subject) => ({ user_type: subject.userType, user_id: wireUserId(subject) });

/** Epoch seconds with three decimals, so that it is a float to every client. `at` in epoch milliseconds. */
const seconds = (at: number): string => (at / 1000).toFixed(3);

/** `timeout`: seconds. */
export const authRequired = (timeout: number): string => frame({ type: "auth_required", timeout });

export const authSuccess = (subject: Subject, connectionId: string): string =>
  frame({ type: "auth_success", ...who(subject), connection_id: connectionId });

export const subscribed = (topic: string): string => frame({ type: "subscribed", topic });

export const unsubscribed = (topic: string): string => frame({ type: "unsubscribed", topic });

/** X4: the subscription was taken from the client. */
export const lostSubscription = (topic: string): string =>
  frame({ type: "unsubscribed", topic, reason: REVOCATIONS["permission-revoked"].text });

export const pong = (subject: Subject): string => frame({ type: "pong", ...who(subject) });

/** A message of a topic. `json` is any JSON text. */
export const topicMessage = (topic: string, json: string, at: number): string =>
  `{"type":"message","topic":${JSON.stringify(topic)},"timestamp":${seconds(at)},"data":${json}}`;

/** A message to this client, whatever it is subscribed to. */
export const directMessage = (json: string, at: number): string =>
  `{"type":"message","timestamp":${seconds(at)},"data":${json}}`;

/** A question that the client is to answer with `response` and the same id. */
export const request = (requestId: string, json: string, at: number): string =>
  directMessage(
    `{"type":"request","request_id":${JSON.stringify(requestId)},"timestamp":${seconds(at)},"data":${json}}`,
    at,
  );

export const echo = (subject: Subject, payload: string): string =>
  `{"type":"echo","user_id":${JSON.stringify(wireUserId(subject))},"payload":${payload}}`;

export const ack = (key: string, value: string): string =>
  `{"type":"ack","key":${JSON.stringify(key)},"value":${value}}`;

/** The notice before an operator's close: a client of the reference stays away only after exactly these keys, with no topic. */
export const disconnect = (reason: string, at: number): string =>
  directMessage(JSON.stringify({ type: "disconnect", reason }), at);

/** An event that is sent as it is. `json` is the text of an object. */
export const event = (json: string): string => json;

/** A frame that a program around the broker made. `json` is the text of an object. */
export const programReply = (json: string): string => json;

/** What a rule answers: an object is a frame of its own, any other value the data of a message. */
export const ruleReply = (json: string, at: number): string =>
  json.trimStart().startsWith("{") ? json : directMessage(json, at);

/** One of the protocol's own errors; `about` follows the text after a colon. */
export const error = (code: RealtimeText, about?: string): string =>
  errorFrame(code, about === undefined ? REALTIME_TEXTS[code] : `${REALTIME_TEXTS[code]}: ${about}`);

export const errorFrame = (code: string, message: string): string => frame({ type: "error", message, code });
