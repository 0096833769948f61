/** Owns which messages are kept: bounded a topic, in all, in size and in age; the oldest leave first (P9). */
import type { Message } from "./message.ts";
import { Ring } from "./ring.ts";
import type { TopicRecord } from "./topic-record.ts";

export interface HistoryBounds {
  /** Messages kept of one topic; 0 keeps none. */
  readonly perTopic: number;
  readonly total: number;
  /** Of all kept messages together, as `weightOf` counts. */
  readonly bytes: number;
  readonly ageMs: number;
}

/** What a kept message costs beside its text: the value itself, its places in the rings, its ids. */
const WEIGHT_OF_VALUE = 128;
/** Entries of the order that may stand for messages long gone before it is tidied, beside as many as are kept. */
const STALE_ALLOWED = 1024;

/** Bytes, with one a character: counting UTF-8 would cost more than it tells. */
export function weightOf({ json }: Message): number {
  return json.length + WEIGHT_OF_VALUE;
}

export class History {
  /** Kept in all. */
  count = 0;
  bytes = 0;
  private bounds: HistoryBounds;
  /**
   * The topic of every kept message, oldest first. A message that left by its topic's bound leaves its entry behind and is counted as
   * `stale` there: its topic's first so many entries are passed over.
   */
  private order = new Ring<TopicRecord>();
  private readonly left: (record: TopicRecord) => void;

  /** `left` is called for a topic that lost a message. */
  constructor(bounds: HistoryBounds, left: (record: TopicRecord) => void) {
    this.bounds = bounds;
    this.left = left;
  }

  /** On the message path: constant time but for a tidying now and then. The message is newer than every kept one. */
  add(record: TopicRecord, message: Message): void {
    const { perTopic, total, bytes } = this.bounds;
    if (perTopic === 0) return;
    if (record.kept.length >= perTopic) this.dropOf(record);
    const weight = weightOf(message);
    record.kept.push(message);
    record.weights.push(weight);
    this.order.push(record);
    this.count++;
    this.bytes += weight;
    while (this.count > total || this.bytes > bytes) this.dropOldest();
    if (this.order.length > 2 * this.count + STALE_ALLOWED) this.tidy();
  }

  /** Takes new bounds at once. Looks at every topic. */
  setBounds(bounds: HistoryBounds, records: Iterable<TopicRecord>): void {
    this.bounds = bounds;
    for (const record of records) {
      while (record.kept.length > bounds.perTopic) this.dropOf(record);
      record.kept.shrink();
      record.weights.shrink();
    }
    while (this.count > bounds.total || this.bytes > bounds.bytes) this.dropOldest();
    this.tidy();
  }

  /** Drops what is too old at `now`, epoch milliseconds. */
  dropAged(now: number): void {
    const since = now - this.bounds.ageMs;
    for (;;) {
      const message = this.ownerOfOldest()?.kept.at(0);
      if (message === undefined || message.at >= since) return;
      this.dropOldest();
    }
  }

  /** Forgets every message of the topic. */
  forget(record: TopicRecord): void {
    for (let place = 0; place < record.weights.length; place++) this.bytes -= record.weights.at(place) ?? 0;
    this.count -= record.kept.length;
    record.stale += record.kept.length;
    record.kept.clear();
    record.weights.clear();
  }

  /** The topic of the oldest message, which stands first in the order then. */
  private ownerOfOldest(): TopicRecord | undefined {
    for (let record = this.order.at(0); record !== undefined; record = this.order.at(0)) {
      if (record.stale === 0) return record;
      record.stale--;
      this.order.shift();
    }
    return undefined;
  }

  /** By the bounds of all: the entry in the order goes with the message. */
  private dropOldest(): void {
    const record = this.ownerOfOldest();
    if (record === undefined) return;
    this.order.shift();
    this.take(record);
  }

  /** By the bound of its topic: the entry in the order stays behind. */
  private dropOf(record: TopicRecord): void {
    record.stale++;
    this.take(record);
  }

  private take(record: TopicRecord): void {
    const weight = record.weights.shift();
    if (weight === undefined) return;
    record.kept.shift();
    this.count--;
    this.bytes -= weight;
    this.left(record);
  }

  private tidy(): void {
    const order = new Ring<TopicRecord>();
    for (let record = this.order.shift(); record !== undefined; record = this.order.shift()) {
      if (record.stale > 0) record.stale--;
      else order.push(record);
    }
    this.order = order;
  }
}
