/** Owns what is known of one topic: where it came from, its counters, and where its kept messages are. */
import { NONE } from "./message-ring.ts";

/** Who made the topic: a message on it, an operator, or a subscriber in a dialect where subscribing creates (P4). */
export type TopicSource = "publish" | "console" | "subscribe";

/** The text of metadata that says nothing. */
export const NO_METADATA = "{}";

export class TopicRecord {
  readonly name: string;
  readonly source: TopicSource;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The text of a JSON object, as it was written. */
  metadata = NO_METADATA;
  /** Ever published, kept or not. */
  messages = 0;
  /** Epoch milliseconds of the last message; null before the first. */
  lastAt: number | null = null;
  /** Messages that history keeps of it, and memory holds. */
  kept = 0;
  /** Older ones that the store alone has: the heap is too small for them. */
  storedOnly = 0;
  /** Where in the history's ring they begin and end; NONE without any. */
  oldestSlot = NONE;
  newestSlot = NONE;
  /** Messages with a lower number are with the store, or left before they came there. */
  written = 0;
  /** Noted as changed, and not told to those who listen yet. */
  isChanged = false;

  constructor(name: string, source: TopicSource, createdAt: number) {
    this.name = name;
    this.source = source;
    this.createdAt = createdAt;
  }
}
