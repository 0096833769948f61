/** Owns the client's side of the pub/sub protocol: it subscribes with frames under its own name (P1, P2). */
import type { ClientCodec, Heard } from "../codec.ts";

/** How the broker writes every message; the payload is cut out and not parsed, so that its digits stay. */
const HEAD = /^\{"type":"message","topic":("(?:[^"\\]|\\.)*"),"message":\{"id":"[^"]*","payload":/;
/** Behind the payload; a payload may hold the same text, so the last one counts. */
const TAIL = ',"timestamp":"';
/** Marks the ping that comes behind the subscriptions: its answer comes behind theirs. */
const STANDING = "standing";

export const pubsubCodec: ClientCodec = {
  name: "pubsub",
  standsOnOpen: false,
  hello: ({ secret }) => ({
    path: "/ws/",
    headers: secret === null ? {} : { authorization: `Token ${secret}` },
    subprotocols: [],
  }),
  greeting: ({ filters, name, lastN = 0 }) => [
    ...filters.map((topic) => JSON.stringify({ type: "subscribe", topic, client_id: name, last_n: lastN })),
    JSON.stringify({ type: "ping", request_id: STANDING }),
  ],
  publish: (topic, json, { name }) =>
    `{"type":"publish","topic":${JSON.stringify(topic)},"client_id":${JSON.stringify(name)},"message":{"payload":${json}}}`,
  hear(text) {
    const found = HEAD.exec(text);
    if (found === null) return other(JSON.parse(text));
    const [head, topic = '""'] = found;
    return { kind: "message", topic: JSON.parse(topic), json: text.slice(head.length, text.lastIndexOf(TAIL)) };
  },
};

function other(frame: unknown): Heard {
  if (typeof frame !== "object" || frame === null || !("type" in frame)) return { kind: "other" };
  if (frame.type === "pong" && "request_id" in frame && frame.request_id === STANDING) return { kind: "standing" };
  if (frame.type === "error" && "error" in frame && "code" in frame) {
    return { kind: "refusal", code: String(frame.code), message: String(frame.error) };
  }
  // P8: a deleted topic takes the client's subscription with it, which a person should see.
  if (frame.type === "info" && "msg" in frame && frame.msg === "topic_deleted" && "topic" in frame) {
    return { kind: "refusal", code: "topic_deleted", message: `The topic ${frame.topic} was deleted` };
  }
  return { kind: "other" };
}
