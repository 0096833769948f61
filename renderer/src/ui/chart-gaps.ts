/** Owns where a line over time breaks: seconds that nobody measured are left out, and not drawn as a slope; pure. */

/** Samples come every second, a busy one late. Longer than this the machine slept, or the broker was not there. */
const LONGEST_SECONDS = 5;

/** `at` in epoch seconds, rising. A moment without values stands in each gap. */
export function withGaps(
  at: readonly number[],
  lines: readonly (readonly number[])[],
): readonly [number[], ...(number | null)[][]] {
  const begins = at.flatMap((time, index) => {
    const before = at[index - 1];
    return before !== undefined && time - before > LONGEST_SECONDS ? [index] : [];
  });
  const parted = <T>(values: readonly T[], between: (index: number) => T): T[] =>
    values.flatMap((value, index) => (begins.includes(index) ? [between(index), value] : [value]));
  return [
    parted(at, (index) => (at[index - 1] ?? 0) + 1),
    ...lines.map((values) => parted<number | null>(values, () => null)),
  ];
}
