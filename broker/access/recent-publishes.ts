/** Owns what was published in the last minutes, by token and topic, so that a preview can say what would have been refused (R7). */
import type { EditPreview } from "../contract/edits.ts";
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import { mayPublish } from "./decide.ts";
import type { Snapshot } from "./snapshot.ts";

const BUCKET_MS = 10_000;
const BUCKETS = LIMITS.recentPublishMs / BUCKET_MS;
const SAMPLE = 20;

/** Counts the accepted publishes of one token to one topic; `add` is on the message path. */
export class PublishCounter {
  readonly tokenId: string;
  readonly topic: string;
  /** Publishes in the running bucket. */
  current = 0;
  private readonly past: number[] = [];
  private quiet = 0;

  constructor(tokenId: string, topic: string) {
    this.tokenId = tokenId;
    this.topic = topic;
  }

  add(): void {
    this.current++;
  }

  get total(): number {
    return this.past.reduce((sum, count) => sum + count, this.current);
  }

  /** Buckets since the last publish. */
  get age(): number {
    return this.current > 0 ? 0 : this.quiet + 1;
  }

  /** Closes the running bucket. False: nothing is left of the last minutes. */
  rotate(): boolean {
    this.quiet = this.current > 0 ? 0 : this.quiet + 1;
    this.past.push(this.current);
    if (this.past.length >= BUCKETS) this.past.shift();
    this.current = 0;
    return this.quiet < BUCKETS;
  }
}

export class RecentPublishes {
  private readonly counters = new Map<string, PublishCounter>();
  private readonly clock: Clock;
  private timer: Timer | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  start(): void {
    this.timer = this.clock.every(BUCKET_MS, () => this.rotate());
  }

  close(): void {
    this.timer?.cancel();
    this.timer = null;
  }

  /** The counter to keep and add to; undefined when too many pairs are counted already. */
  counter(tokenId: string, topic: string): PublishCounter | undefined {
    const key = `${tokenId} ${topic}`;
    let counter = this.counters.get(key);
    if (counter === undefined && this.counters.size < LIMITS.recentPublishPairs) {
      counter = new PublishCounter(tokenId, topic);
      this.counters.set(key, counter);
    }
    return counter;
  }

  /** Publishes of the last minutes that `after` would have refused, most first. */
  wouldRefuse(after: Snapshot): EditPreview["wouldRefuse"] {
    const refused = [...this.counters.values()].filter(
      ({ tokenId, topic, total }) => total > 0 && !mayPublish(after, tokenId, topic).allowed,
    );
    refused.sort((a, b) => b.total - a.total);
    const now = this.clock.now();
    return {
      count: refused.reduce((sum, { total }) => sum + total, 0),
      sample: refused.slice(0, SAMPLE).map(({ tokenId, topic, total, age }) => ({
        tokenId,
        topic,
        count: total,
        lastAt: new Date(now - age * BUCKET_MS).toISOString(),
      })),
    };
  }

  /** A counter that fell silent is forgotten; whoever still holds it gets a fresh one when the policy is next decided. */
  private rotate(): void {
    for (const [key, counter] of this.counters) if (!counter.rotate()) this.counters.delete(key);
  }
}
