/** Owns the client's side of the main protocol: credentials in headers, `{tag, message}` both ways (C2, M1, M3). */
import type { ClientCodec, Heard } from "../codec.ts";

/** How the broker writes every message; the value is cut out and not parsed, so that its digits stay. */
const MESSAGE = /^\{"tag":("(?:[^"\\]|\\.)*"),"message":/;

export const brokerCodec: ClientCodec = {
  name: "broker",
  standsOnOpen: true,
  hello: ({ secret, filters }) => ({
    path: "/ws/brocker/?errors=1",
    headers: {
      ...(secret === null ? {} : { authorization: `Token ${secret}` }),
      ...(filters.length === 0 ? {} : { tag: filters.join(",") }),
    },
    subprotocols: [],
  }),
  greeting: () => [],
  publish: (topic, json) => `{"tag":${JSON.stringify(topic)},"message":${json}}`,
  hear(text) {
    const found = MESSAGE.exec(text);
    if (found === null) return refusal(JSON.parse(text));
    const [head, topic = '""'] = found;
    return { kind: "message", topic: JSON.parse(topic), json: text.slice(head.length, -1) };
  },
};

function refusal(frame: unknown): Heard {
  if (typeof frame !== "object" || frame === null || !("error" in frame)) return { kind: "other" };
  const { error } = frame;
  if (typeof error !== "object" || error === null) return { kind: "other" };
  return {
    kind: "refusal",
    code: "code" in error ? String(error.code) : "",
    message: "message" in error ? String(error.message) : "",
  };
}
