/** Owns what is known of topics: counters, and the most recent messages in memory. */
import { LIMITS } from "../contract/limits.ts";
import type { MessageView } from "../contract/nouns.ts";
import type { Clock } from "../ports/clock.ts";
import type { Message, MessageDraft } from "./message.ts";

const ACTIVE_MS = 60_000;

interface TopicRecord {
  readonly topic: string;
  messages: number;
  lastAt: number;
}

/** A ring of the newest messages over all topics, bounded in count and in characters, and a counter a topic. */
export class Topics {
  private readonly records = new Map<string, TopicRecord>();
  private readonly ring: (Message | undefined)[] = [];
  private head = 0;
  private tail = 0;
  private kept = 0;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get size(): number {
    return this.records.size;
  }

  /** Topics with a message in the last minute. Counts anew: for a view, once a second. */
  activeLastMinute(): number {
    const since = this.clock.now() - ACTIVE_MS;
    let active = 0;
    for (const record of this.records.values()) if (record.lastAt >= since) active++;
    return active;
  }

  /** Notes an accepted message, and makes its value. On the message path: constant time. */
  note(draft: MessageDraft, connectionId: string | null, tokenId: string | null): Message {
    const { topic, json, payload, id = null, clientId = null } = draft;
    const at = this.clock.now();
    let record = this.records.get(topic);
    if (record === undefined) {
      record = { topic, messages: 0, lastAt: at };
      if (this.records.size >= LIMITS.topicsTracked) this.forgetOne();
      this.records.set(topic, record);
    }
    record.messages++;
    record.lastAt = at;
    const message: Message = { number: this.head, at, topic, json, id, clientId, connectionId, tokenId, payload };
    this.keep(message);
    return message;
  }

  /** Newest first, of one topic or of all. `cursor` is the id to continue after. */
  page(
    topic: string | undefined,
    cursor: string | undefined,
    limit: number,
  ): { items: MessageView[]; nextCursor?: string } {
    const from = cursor === undefined ? this.head : Math.min(this.head, Number.parseInt(cursor, 36) || 0);
    const items: MessageView[] = [];
    for (let number = from - 1; number >= this.tail; number--) {
      const message = this.ring[number % LIMITS.historyTotal];
      if (message === undefined || (topic !== undefined && message.topic !== topic)) continue;
      if (items.length === limit) return { items, nextCursor: (items[items.length - 1] as MessageView).id };
      items.push(view(message));
    }
    return { items };
  }

  private keep(message: Message): void {
    if (this.head - this.tail === LIMITS.historyTotal) this.drop();
    this.ring[this.head % LIMITS.historyTotal] = message;
    this.head++;
    this.kept += message.json.length;
    while (this.kept > LIMITS.historyBytes && this.tail < this.head - 1) this.drop();
  }

  private drop(): void {
    const index = this.tail % LIMITS.historyTotal;
    this.kept -= this.ring[index]?.json.length ?? 0;
    this.ring[index] = undefined;
    this.tail++;
  }

  /** Forgets the topic that has been known longest: silent topics sit at the front, busy ones cost one look each time. */
  private forgetOne(): void {
    const oldest = this.records.keys().next().value;
    if (oldest !== undefined) this.records.delete(oldest);
  }
}

function view(message: Message): MessageView {
  return {
    id: message.number.toString(36),
    at: new Date(message.at).toISOString(),
    topic: message.topic,
    json: message.json,
    size: message.json.length,
    connectionId: message.connectionId,
    tokenId: message.tokenId,
  };
}
