/** Owns which messages are kept: bounded a topic, in all, in size and in age; the oldest leave first (P9). */
import { memoryOfContent } from "./content.ts";
import type { Message } from "./message.ts";
import { MessageRing, NONE } from "./message-ring.ts";
import { newest } from "./newest.ts";
import type { TopicRecord } from "./topic-record.ts";

export interface HistoryBounds {
  /** Messages kept of one topic; 0 keeps none. */
  readonly perTopic: number;
  readonly total: number;
  /** Of all kept messages together, as `weightOf` counts. */
  readonly bytes: number;
  /** Of those that memory holds, where a store has the others; without it memory holds all. */
  readonly memoryBytes?: number;
  readonly ageMs: number;
}

/** What a kept message costs beside its texts: the value itself, its place in the ring, its ids. */
const WEIGHT_OF_VALUE = 160;

/** Times what memory may hold: what it may hold with messages that the store has not taken yet (a disk that is full). Then they go unwritten. */
const UNWRITTEN = 1.5;

/** Bytes of memory. */
export function weightOf({ content, clientId, givenId }: Message): number {
  const names = (clientId === null ? 0 : clientId.length) + (givenId === null ? 0 : givenId.length);
  return memoryOfContent(content) + names + WEIGHT_OF_VALUE;
}

export class History {
  /** What the messages in memory weigh. */
  bytes = 0;
  /** The same with those that the store alone has. */
  private allBytes = 0;
  private bounds: HistoryBounds;
  private readonly ring = new MessageRing();
  private readonly left: (record: TopicRecord) => void;

  /** `left` is called for a topic that lost a message. */
  constructor(bounds: HistoryBounds, left: (record: TopicRecord) => void) {
    this.bounds = bounds;
    this.left = left;
  }

  /** Kept in all, and held in memory. */
  get count(): number {
    return this.ring.count - this.ring.storedOnly;
  }

  get ageMs(): number {
    return this.bounds.ageMs;
  }

  /** On the message path: constant time, but for making room now and then. The message is newer than every kept one. */
  add(record: TopicRecord, message: Message): void {
    const { perTopic, total, bytes } = this.bounds;
    if (perTopic === 0) return;
    if (record.kept + record.storedOnly >= perTopic) this.dropOf(record);
    const weight = weightOf(message);
    this.ring.push(record, message, weight);
    this.bytes += weight;
    this.allBytes += weight;
    while (this.ring.count > total || this.allBytes > bytes) this.dropOldest();
    this.letGo();
  }

  /** Takes new bounds at once. Looks at every topic. */
  setBounds(bounds: HistoryBounds, records: Iterable<TopicRecord>): void {
    this.bounds = bounds;
    for (const record of records) while (record.kept + record.storedOnly > bounds.perTopic) this.dropOf(record);
    while (this.ring.count > bounds.total || this.allBytes > bounds.bytes) this.dropOldest();
    this.letGo();
    this.ring.fit();
  }

  /** Drops what is too old at `now`, epoch milliseconds. */
  dropAged(now: number): void {
    for (let count = this.ring.countAged(now - this.bounds.ageMs, now); count > 0; count--) this.dropOldest();
  }

  /** Forgets every message of the topic. */
  forget(record: TopicRecord): void {
    while (record.oldestSlot !== NONE) this.takeOldest(record);
  }

  /** The number of the topic's oldest message: those with a lower one have left. Without one: all that the store has, and none that comes. */
  keptFrom(record: TopicRecord): number {
    return record.oldestSlot === NONE ? record.written : this.ring.numberOf(record.oldestSlot);
  }

  newestOf(record: TopicRecord): Message | undefined {
    return this.ring.isHeld(record.newestSlot) ? this.ring.at(record.newestSlot) : undefined;
  }

  /** The topic's messages that memory holds, newest first; nothing may be published meanwhile. */
  *backwards(record: TopicRecord): Iterable<Message> {
    for (let slot = record.newestSlot; this.ring.isHeld(slot); slot = this.ring.older(slot)) yield this.ring.at(slot);
  }

  /** The topic's messages, newest first, without the first `offset`, and at most `limit`. */
  page(record: TopicRecord, offset: number, limit: number): Message[] {
    const messages: Message[] = [];
    let place = 0;
    for (const message of this.backwards(record)) {
      if (messages.length >= limit) break;
      if (place++ >= offset) messages.push(message);
    }
    return messages;
  }

  /** The topic's messages from this number on, oldest first, about as many as weigh `room`, but one at least. */
  from(record: TopicRecord, number: number, room: number): { readonly messages: Message[]; readonly weight: number } {
    const messages: Message[] = [];
    let slot = record.newestSlot;
    if (!this.ring.isHeld(slot) || this.ring.at(slot).number < number) return { messages, weight: 0 };
    for (let older = this.ring.older(slot); this.ring.isHeld(older); older = this.ring.older(slot)) {
      if (this.ring.at(older).number < number) break;
      slot = older;
    }
    let left = room;
    for (; slot !== NONE && left > 0; slot = this.ring.newer(slot)) {
      const message = this.ring.at(slot);
      messages.push(message);
      left -= weightOf(message);
    }
    return { messages, weight: room - left };
  }

  /** At most `limit` messages of these topics with a number below `before`, newest first. */
  newest(records: Iterable<TopicRecord>, before: number, limit: number): Message[] {
    return newest(this.ring, records, before, limit);
  }

  private dropOldest(): void {
    const record = this.ring.ownerOfOldest;
    if (record !== undefined) this.dropOf(record);
  }

  private dropOf(record: TopicRecord): void {
    this.takeOldest(record);
    this.left(record);
  }

  private takeOldest(record: TopicRecord): void {
    const isHeld = this.ring.isHeld(record.oldestSlot);
    const weight = this.ring.takeOldest(record);
    this.allBytes -= weight;
    if (isHeld) this.bytes -= weight;
  }

  /** What memory may not hold stays with the store, and in every bound. What is not written yet waits for that as long as there is room. */
  private letGo(): void {
    const { memoryBytes } = this.bounds;
    while (memoryBytes !== undefined && this.bytes > memoryBytes) {
      const slot = this.ring.oldestHeld;
      if (slot === NONE) return;
      const isWritten = this.ring.numberOf(slot) < this.ring.ownerOf(slot).written;
      if (!isWritten && this.bytes <= memoryBytes * UNWRITTEN) return;
      this.bytes -= this.ring.letGo(slot);
    }
  }
}
