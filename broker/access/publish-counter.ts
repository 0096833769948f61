/** Owns the count of one token's accepted publishes to one topic over the last minutes. */
import { LIMITS } from "../contract/limits.ts";

/** Closed buckets; with the running one they are the whole window. */
const CLOSED_BUCKETS = LIMITS.recentPublishMs / LIMITS.recentPublishBucketMs - 1;

export class PublishCounter {
  readonly tokenId: string;
  readonly topic: string;
  readonly #wake: (counter: PublishCounter) => boolean;
  readonly #closed = new Uint32Array(CLOSED_BUCKETS);
  #closedTotal = 0;
  #running = 0;
  #lastClosedAt = 0;

  constructor(tokenId: string, topic: string, wake: (counter: PublishCounter) => boolean) {
    this.tokenId = tokenId;
    this.topic = topic;
    this.#wake = wake;
  }

  /** On the message path: an increment, and once a bucket a call. */
  add(): void {
    if (this.#running++ === 0 && !this.#wake(this)) this.#running = 0;
  }

  /** Publishes of the window. */
  get total(): number {
    return this.#closedTotal + this.#running;
  }

  /** Epoch milliseconds, late by up to one bucket. */
  lastAt(now: number): number {
    return this.#running > 0 ? now : this.#lastClosedAt;
  }

  /** Closes the running bucket, which is the `bucket`th since the start, in the place of the oldest. */
  rotate(bucket: number, now: number): void {
    const place = bucket % CLOSED_BUCKETS;
    this.#closedTotal += this.#running - (this.#closed[place] ?? 0);
    this.#closed[place] = this.#running;
    if (this.#running > 0) this.#lastClosedAt = now;
    this.#running = 0;
  }
}
