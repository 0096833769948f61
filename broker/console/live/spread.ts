/** Owns how a series of milliseconds is told in three numbers. */
import type { Spread } from "../../contract/live.ts";

/** p50 and p95 by nearest rank, and the maximum; null without values. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const max = sorted.at(-1);
  if (max === undefined) return null;
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? max;
  return { count: sorted.length, p50: rank(0.5), p95: rank(0.95), max };
}
