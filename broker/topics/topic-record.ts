/** Owns what is known of one topic: where it came from, its counters, and the messages that are kept of it. */
import type { Message } from "./message.ts";
import { Ring } from "./ring.ts";

/** Who made the topic: a message on it, an operator, or a subscriber in a dialect where subscribing creates (P4). */
export type TopicSource = "publish" | "console" | "subscribe";

export type Metadata = Readonly<Record<string, unknown>>;

const NOTHING: Metadata = Object.freeze({});

export class TopicRecord {
  readonly name: string;
  readonly source: TopicSource;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  metadata: Metadata = NOTHING;
  /** Ever published, kept or not. */
  messages = 0;
  /** Epoch milliseconds of the last message; null before the first. */
  lastAt: number | null = null;
  /** Oldest first, their numbers rising. */
  readonly kept = new Ring<Message>();
  /** What each of the kept ones weighs, so that letting go of one does not read a message that nobody has looked at for long. */
  readonly weights = new Ring<number>();
  /** Entries of the history's order that stand for messages which have left already. */
  stale = 0;
  /** Messages with a lower number are with the store, or left before they came there. */
  written = 0;
  /** Noted as changed, and not told to those who listen yet. */
  isChanged = false;

  constructor(name: string, source: TopicSource, createdAt: number) {
    this.name = name;
    this.source = source;
    this.createdAt = createdAt;
  }

  get newest(): Message | undefined {
    return this.kept.at(this.kept.length - 1);
  }

  /** Messages with a lower number have left. */
  get keptFrom(): number {
    return this.kept.at(0)?.number ?? Number.MAX_SAFE_INTEGER;
  }

  /** How many of the kept ones have a number below `number`: the place of the first that has not. */
  countBelow(number: number): number {
    let low = 0;
    let high = this.kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.kept.at(middle) as Message).number < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
