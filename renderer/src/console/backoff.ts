/** Owns how long a lost link waits before it tries again. */

const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** Milliseconds before attempt `attempt` (0 = the first after a loss); `random` in 0 to 1 spreads many windows. */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(full * (0.75 + random / 4));
}
