/** Owns what the server says in the pub/sub dialect: each frame as text (P2, P3). */
import { PUBSUB_ERRORS } from "../../contract/codes.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Message } from "../../topics/message.ts";

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

const text = JSON.stringify;

export class PubSubFrames {
  private readonly clock: Clock;
  /** Many frames leave in one millisecond: its text is made once. */
  private at = 0;
  private iso = new Date(0).toISOString();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  connected(connectionId: string): string {
    return `{"type":"connected","connection_id":${text(connectionId)},"status":"success","timestamp":"${this.now()}"}`;
  }

  subscribed(echo: Echo): string {
    return this.answer("subscribed", echo);
  }

  unsubscribed(echo: Echo): string {
    return this.answer("unsubscribed", echo);
  }

  published({ topic, clientId, requestId }: Echo, message: Message): string {
    const ids = `"message_id":${text(message.id)},"client_id":${text(clientId)},"request_id":${text(requestId)}`;
    const at = this.isoOf(message.at);
    return `{"type":"published","topic":${text(topic)},${ids},"status":"success","timestamp":"${at}"}`;
  }

  message(message: Message): string {
    return `${this.opening(message)}}`;
  }

  /** P7: a message that was published before its hearer subscribed. */
  replayed(message: Message): string {
    return `${this.opening(message)},"replayed":true}`;
  }

  pong(requestId: string | null): string {
    return `{"type":"pong","request_id":${text(requestId)},"timestamp":"${this.now()}"}`;
  }

  /** P8, P10: something that happened without the client's asking; `topic` where it is about one. */
  info(msg: "topic_deleted" | "ping", topic: string | null = null): string {
    const about = topic === null ? "" : `"topic":${text(topic)},`;
    return `{"type":"info",${about}"msg":"${msg}","ts":"${this.now()}"}`;
  }

  error({ error, about, requestId, detail, topic }: ErrorFrame): string {
    const { code, text: words } = PUBSUB_ERRORS[error];
    return text({
      type: "error",
      // The text may hold a $, which `replace` would read in a string.
      error: words.replace("{}", () => about),
      code,
      ...(requestId === null ? {} : { request_id: requestId }),
      timestamp: this.now(),
      ...(topic === undefined ? {} : { topic }),
      ...(detail === undefined ? {} : { detail }),
    });
  }

  private answer(type: "subscribed" | "unsubscribed", { topic, clientId, requestId }: Echo): string {
    const echo = `"topic":${text(topic)},"client_id":${text(clientId)},"request_id":${text(requestId)}`;
    return `{"type":"${type}",${echo},"status":"success","timestamp":"${this.now()}"}`;
  }

  private opening(message: Message): string {
    const inner = `{"id":${text(message.id)},"payload":${message.json},"timestamp":"${this.isoOf(message.at)}"}`;
    return `{"type":"message","topic":${text(message.topic)},"message":${inner},"publisher_client_id":${text(message.clientId)}`;
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
