/** Owns the client's side of the chat protocol: one room, which is the first of its filters (H1 to H4). */
import { roomOfTopic, topicOfRoom } from "../../contract/room-text.ts";
import type { ClientCodec, ClientWish, Heard } from "../codec.ts";

export const chatCodec: ClientCodec = {
  name: "chat",
  standsOnOpen: false,
  hello: (wish) => ({
    path: `/ws/chatroom/${encodeURIComponent(roomIn(wish))}`,
    headers: wish.secret === null ? {} : { authorization: `Token ${wish.secret}` },
    subprotocols: [],
  }),
  greeting: () => [],
  publish: (_topic, json) => JSON.stringify({ body: bodyIn(json) }),
  hear(text, wish) {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== "object" || frame === null || !("event" in frame)) return { kind: "other" };
    // Whoever comes in is told the number of those who are there, before anything else.
    if (frame.event === "online_count") return { kind: "standing" };
    if (frame.event === "message" && "message" in frame) {
      const topic = wish === undefined ? "" : topicOfRoom(roomIn(wish));
      return { kind: "message", topic, json: JSON.stringify(frame.message) };
    }
    return "errors" in frame ? refusal(frame.errors) : { kind: "other" };
  },
};

/** `chat/lobby` and `lobby` both name the room; without a filter there is none, and the broker says so. */
function roomIn({ filters }: ClientWish): string {
  const [first = ""] = filters;
  return roomOfTopic(first) ?? first;
}

/** A text is said as it is; of an object its `body`; anything else as the JSON that it is. */
function bodyIn(json: string): unknown {
  const value: unknown = JSON.parse(json);
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "body")) {
    return (value as { body: unknown }).body;
  }
  return typeof value === "string" ? value : json.trim();
}

function refusal(errors: unknown): Heard {
  const [field, texts] = Object.entries(typeof errors === "object" && errors !== null ? errors : {})[0] ?? ["", ""];
  return {
    kind: "refusal",
    code: field === "body" ? "body" : "frame",
    message: String(Array.isArray(texts) ? texts[0] : texts),
  };
}
