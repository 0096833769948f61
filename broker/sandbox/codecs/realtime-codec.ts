/** Owns the client's side of the realtime protocol: it says who it is in a frame, and subscribes afterwards (Q1 to Q3, Q11). */
import type { ClientCodec, Heard } from "../codec.ts";

/** How the broker writes every message; the value is cut out and not parsed, so that its digits stay. */
const MESSAGE = /^\{"type":"message",(?:"topic":("(?:[^"\\]|\\.)*"),)?"timestamp":[\d.]+,"data":/;
/** Stands for a topic where a message was sent to the client and to no topic. */
const DIRECT = "(direct)";

export const realtimeCodec: ClientCodec = {
  name: "realtime",
  standsOnOpen: false,
  hello: () => ({ path: "/ws/realtime/", headers: {}, subprotocols: [] }),
  // The pong comes behind the answers to all the others: then the session stands as it was asked for.
  greeting: ({ secret, filters }) => [
    ...(secret === null ? [] : [JSON.stringify({ type: "authenticate", token: secret })]),
    ...filters.map((topic) => JSON.stringify({ type: "subscribe", topic })),
    '{"type":"ping"}',
  ],
  // Clients of this protocol publish nothing: the topic is the kind of a custom message, for rules and hooks to answer.
  publish: (topic, json) => `{"type":"custom","message_type":${JSON.stringify(topic)},"payload":${json}}`,
  hear(text) {
    const found = MESSAGE.exec(text);
    if (found === null) return hearOther(JSON.parse(text));
    const [head, topic] = found;
    const json = text.slice(head.length, -1);
    return answerOf(json) ?? { kind: "message", topic: topic === undefined ? DIRECT : JSON.parse(topic), json };
  },
};

function hearOther(frame: unknown): Heard {
  if (!isRecord(frame)) return { kind: "other" };
  const { type, code, message, reason, topic } = frame;
  if (type === "pong") return { kind: "standing" };
  if (type === "error") return { kind: "refusal", code: String(code), message: String(message) };
  // X4: a subscription that was taken comes with its reason; one that the client gave up does not.
  if (type === "unsubscribed" && reason !== undefined) {
    return { kind: "refusal", code: "unsubscribed", message: `${reason}: ${topic}` };
  }
  return { kind: "other" };
}

/** How the broker writes every question; what is asked is cut out and not parsed, so that its digits stay. */
const QUESTION = /^\{"type":"request","request_id":("(?:[^"\\]|\\.)*"),"timestamp":[\d.]+,"data":/;

/** A question of the broker is answered with what was asked (Q11). */
function answerOf(json: string): Heard | undefined {
  const found = QUESTION.exec(json);
  if (found === null) return undefined;
  const [head, id = '""'] = found;
  return {
    kind: "asks",
    answers: [`{"type":"response","request_id":${id},"data":${json.slice(head.length, -1)}}`],
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
