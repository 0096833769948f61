/** Owns what one view counts of the capture: matching rows by chunk, so that rows let go leave the counts, and a histogram. */
import { LIMITS } from "../../contract/limits.ts";
import type { TrafficCounts, TrafficHistogram } from "../../contract/traffic.ts";
import type { Chunk } from "../../traffic/chunk.ts";
import { isDenied } from "../../traffic/compile-filter.ts";

/** What one row adds to the counts. */
export interface Mark {
  readonly matched: number;
  readonly denied: number;
  readonly dropped: number;
  readonly withheld: number;
}

const NOTHING: Mark = { matched: 0, denied: 0, dropped: 0, withheld: 0 };

export function markOf(chunk: Chunk, index: number, isMatch: boolean): Mark {
  if (!isMatch) return NOTHING;
  return {
    matched: 1,
    denied: isDenied(chunk, index) ? 1 : 0,
    dropped: (chunk.dropped[index] ?? 0) > 0 ? 1 : 0,
    withheld: (chunk.withheld[index] ?? 0) > 0 ? 1 : 0,
  };
}

type Sums = { -readonly [K in keyof Mark]: number };

export class TrafficTally {
  private sums: Sums = { ...NOTHING };
  private readonly chunks = new Map<Chunk, Sums>();
  /** A ring: the bucket of a moment is its number modulo the size. */
  private readonly all = new Uint32Array(LIMITS.trafficBuckets);
  private readonly denied = new Uint32Array(LIMITS.trafficBuckets);
  private newest = 0;

  /** Epoch milliseconds of now: older rows than the histogram shows are only counted. */
  constructor(now: number) {
    this.newest = bucketOf(now);
  }

  counts(total: number): TrafficCounts {
    return { total, ...this.sums };
  }

  add(chunk: Chunk, index: number, mark: Mark): void {
    if (mark.matched === 0) return;
    this.shift(chunk, mark, 1);
    this.fill(chunk, index, 1, mark.denied);
  }

  /** A row that was added counts otherwise now. */
  replace(chunk: Chunk, index: number, before: Mark, after: Mark): void {
    this.shift(chunk, before, -1);
    this.shift(chunk, after, 1);
    this.fill(chunk, index, after.matched - before.matched, after.denied - before.denied);
  }

  forget(chunk: Chunk): void {
    const held = this.chunks.get(chunk);
    if (held === undefined) return;
    this.chunks.delete(chunk);
    addTo(this.sums, held, -1);
  }

  histogram(now: number): TrafficHistogram {
    this.turnTo(bucketOf(now));
    const oldest = this.newest - LIMITS.trafficBuckets + 1;
    const read = (ring: Uint32Array) =>
      Array.from({ length: LIMITS.trafficBuckets }, (_, i) => ring[(oldest + i) % LIMITS.trafficBuckets] ?? 0);
    const bucketMs = LIMITS.trafficBucketMs;
    return { from: oldest * bucketMs, bucketMs, all: read(this.all), denied: read(this.denied) };
  }

  private fill(chunk: Chunk, index: number, matched: number, denied: number): void {
    const bucket = bucketOf(chunk.at[index] ?? 0);
    this.turnTo(bucket);
    if (bucket <= this.newest - LIMITS.trafficBuckets) return;
    const place = bucket % LIMITS.trafficBuckets;
    this.all[place] = (this.all[place] ?? 0) + matched;
    this.denied[place] = (this.denied[place] ?? 0) + denied;
  }

  private shift(chunk: Chunk, mark: Mark, by: 1 | -1): void {
    let held = this.chunks.get(chunk);
    if (held === undefined) {
      held = { ...NOTHING };
      this.chunks.set(chunk, held);
    }
    addTo(held, mark, by);
    addTo(this.sums, mark, by);
  }

  /** Time has passed: the buckets that it brings begin empty. */
  private turnTo(bucket: number): void {
    if (bucket <= this.newest) return;
    const from = Math.max(this.newest + 1, bucket - LIMITS.trafficBuckets + 1);
    for (let one = from; one <= bucket; one++) {
      this.all[one % LIMITS.trafficBuckets] = 0;
      this.denied[one % LIMITS.trafficBuckets] = 0;
    }
    this.newest = bucket;
  }
}

const bucketOf = (at: number): number => Math.floor(at / LIMITS.trafficBucketMs);

function addTo(sums: Sums, mark: Mark, by: 1 | -1): void {
  sums.matched += by * mark.matched;
  sums.denied += by * mark.denied;
  sums.dropped += by * mark.dropped;
  sums.withheld += by * mark.withheld;
}
