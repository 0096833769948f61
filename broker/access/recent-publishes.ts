/** Owns what was published in the last minutes, by token and topic, so that a preview can say what would have been refused (R7). */

import type { EditPreview } from "../contract/edits.ts";
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import { principalOf } from "./anonymous.ts";
import { mayPublish } from "./decide.ts";
import { PublishCounter } from "./publish-counter.ts";
import { type Snapshot, tokenState } from "./snapshot.ts";

export type { PublishCounter };

/** Pairs that a preview names; the count is of all. */
const SAMPLE = 20;

export class RecentPublishes {
  /** By token, then by topic: the counter that `counter` hands out. */
  readonly #known = new Map<string, Map<string, PublishCounter>>();
  /** Counters that may hold publishes of the window; one that fell silent is here again with its next publish. */
  readonly #live = new Set<PublishCounter>();
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #bucket = 0;
  /** Of the topics of live counters. */
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(): void {
    this.#timer ??= this.#clock.every(LIMITS.recentPublishBucketMs, () => this.#rotate());
  }

  /** Harmless twice. */
  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** The counter to keep and to add accepted publishes to; undefined when too many pairs are counted already. */
  counter(tokenId: string, topic: string): PublishCounter | undefined {
    const known = this.#known.get(tokenId)?.get(topic);
    if (known !== undefined || this.#isFull) return known;
    const made = new PublishCounter(tokenId, topic, (counter) => this.#wake(counter));
    this.#remember(made);
    return made;
  }

  /**
   * Publishes of the last minutes that `after` would have refused, the most frequent pairs first. `lastAt` is true to a bucket. With
   * `before`, what that policy refuses as well is left out: an earlier edit took it, not this one.
   */
  wouldRefuse(after: Snapshot, before?: Snapshot): EditPreview["wouldRefuse"] {
    const now = this.#clock.now();
    const refused = [...this.#live]
      .filter((counter) => counter.total > 0 && !isAllowed(after, counter, now))
      .filter((counter) => before === undefined || isAllowed(before, counter, now))
      .sort((one, other) => other.total - one.total);
    return {
      count: refused.reduce((sum, { total }) => sum + total, 0),
      sample: refused.slice(0, SAMPLE).map((counter) => ({
        tokenId: counter.tokenId,
        topic: counter.topic,
        count: counter.total,
        lastAt: new Date(counter.lastAt(now)).toISOString(),
      })),
    };
  }

  #rotate(): void {
    const now = this.#clock.now();
    for (const counter of this.#live) {
      counter.rotate(this.#bucket, now);
      if (counter.total === 0) this.#forget(counter);
    }
    this.#bucket++;
  }

  get #isFull(): boolean {
    return this.#live.size >= LIMITS.recentPublishPairs || this.#bytes >= LIMITS.recentPublishBytes;
  }

  #remember(counter: PublishCounter): void {
    this.#live.add(counter);
    this.#bytes += 2 * counter.topic.length;
    const topics = this.#known.get(counter.tokenId) ?? new Map<string, PublishCounter>();
    if (!topics.has(counter.topic)) this.#known.set(counter.tokenId, topics.set(counter.topic, counter));
  }

  #forget(counter: PublishCounter): void {
    this.#live.delete(counter);
    this.#bytes -= 2 * counter.topic.length;
    const topics = this.#known.get(counter.tokenId);
    if (topics?.get(counter.topic) === counter) topics.delete(counter.topic);
    if (topics?.size === 0) this.#known.delete(counter.tokenId);
  }

  /** The first publish of a bucket: whoever kept a counter that was forgotten goes on counting. False: there is no room. */
  #wake(counter: PublishCounter): boolean {
    if (this.#live.has(counter)) return true;
    if (this.#isFull) return false;
    this.#remember(counter);
    return true;
  }
}

function isAllowed(after: Snapshot, { tokenId, topic }: PublishCounter, now: number): boolean {
  const token = principalOf(after, tokenId);
  return token !== undefined && tokenState(token, now) === "enabled" && mayPublish(after, tokenId, topic).allowed;
}
