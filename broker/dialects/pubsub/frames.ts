/** Owns what the server says in the pub/sub dialect: each frame as bytes of the wire (P2, P3). */
import { PUBSUB_ERRORS } from "../../contract/codes.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Message } from "../../topics/message.ts";
import { frameText } from "../websocket-frame.ts";

/** Names of the client's that an answer repeats. */
export interface Echo {
  readonly topic: string;
  readonly clientId: string;
  readonly requestId: string | null;
}

export interface ErrorFrame {
  readonly error: keyof typeof PUBSUB_ERRORS;
  /** What the text speaks of: a topic, a type, a number. */
  readonly about: string;
  readonly requestId: string | null;
  /** Why, as the console has it. */
  readonly detail?: string;
  readonly topic?: string;
}

/** How a message begins: `topicOf` finds the topic again by it (X4). */
const MESSAGE = '{"type":"message","topic":';
const MESSAGE_TOPIC = /^\{"type":"message","topic":("(?:[^"\\]|\\.)*")/;
/** Bytes of the longest frame header; the payload begins at one of these. */
const HEADER_LENGTHS = [2, 4, 10] as const;

const text = JSON.stringify;

export class PubSubFrames {
  private readonly clock: Clock;
  /** Many frames leave in one millisecond: its text is made once. */
  private at = 0;
  private iso = new Date(0).toISOString();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  connected(connectionId: string): Uint8Array {
    return frameText(
      `{"type":"connected","connection_id":${text(connectionId)},"status":"success","timestamp":"${this.now()}"}`,
    );
  }

  subscribed(echo: Echo): Uint8Array {
    return this.answer("subscribed", echo);
  }

  unsubscribed(echo: Echo): Uint8Array {
    return this.answer("unsubscribed", echo);
  }

  published({ topic, clientId, requestId }: Echo, message: Message): Uint8Array {
    const ids = `"message_id":${text(message.id)},"client_id":${text(clientId)},"request_id":${text(requestId)}`;
    const at = this.isoOf(message.at);
    return frameText(`{"type":"published","topic":${text(topic)},${ids},"status":"success","timestamp":"${at}"}`);
  }

  message(message: Message): Uint8Array {
    return frameText(`${this.opening(message)}}`);
  }

  /** P7: a message that was published before its hearer subscribed. */
  replayed(message: Message): Uint8Array {
    return frameText(`${this.opening(message)},"replayed":true}`);
  }

  pong(requestId: string | null): Uint8Array {
    return frameText(`{"type":"pong","request_id":${text(requestId)},"timestamp":"${this.now()}"}`);
  }

  /** P8, P10: something that happened without the client's asking; `topic` where it is about one. */
  info(msg: "topic_deleted" | "ping", topic: string | null = null): Uint8Array {
    const about = topic === null ? "" : `"topic":${text(topic)},`;
    return frameText(`{"type":"info",${about}"msg":"${msg}","ts":"${this.now()}"}`);
  }

  error({ error, about, requestId, detail, topic }: ErrorFrame): Uint8Array {
    const { code, text: words } = PUBSUB_ERRORS[error];
    return frameText(
      text({
        type: "error",
        // The text may hold a $, which `replace` would read in a string.
        error: words.replace("{}", () => about),
        code,
        ...(requestId === null ? {} : { request_id: requestId }),
        timestamp: this.now(),
        ...(topic === undefined ? {} : { topic }),
        ...(detail === undefined ? {} : { detail }),
      }),
    );
  }

  private answer(type: "subscribed" | "unsubscribed", { topic, clientId, requestId }: Echo): Uint8Array {
    const echo = `"topic":${text(topic)},"client_id":${text(clientId)},"request_id":${text(requestId)}`;
    return frameText(`{"type":"${type}",${echo},"status":"success","timestamp":"${this.now()}"}`);
  }

  private opening(message: Message): string {
    const inner = `{"id":${text(message.id)},"payload":${message.json},"timestamp":"${this.isoOf(message.at)}"}`;
    return `${MESSAGE}${text(message.topic)},"message":${inner},"publisher_client_id":${text(message.clientId)}`;
  }

  private now(): string {
    return this.isoOf(this.clock.now());
  }

  /** `at` in epoch milliseconds. */
  private isoOf(at: number): string {
    if (at !== this.at) {
      this.at = at;
      this.iso = new Date(at).toISOString();
    }
    return this.iso;
  }
}

/** The topic of a message's frame; null for every other frame. */
export function topicOfFrame(frame: Uint8Array): string | null {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  for (const header of HEADER_LENGTHS) {
    if (bytes.toString("latin1", header, header + MESSAGE.length) !== MESSAGE) continue;
    const found = MESSAGE_TOPIC.exec(bytes.toString("utf8", header));
    const topic: unknown = found?.[1] === undefined ? null : JSON.parse(found[1]);
    return typeof topic === "string" ? topic : null;
  }
  return null;
}
