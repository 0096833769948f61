/** Checks that a line breaks where nothing was measured. */
import { expect, it } from "vitest";
import { withGaps } from "./chart-gaps.ts";

it("a line breaks where seconds are missing, and a sample that came late is no gap", () => {
  const line = [1, 2, 3, 4];
  expect(withGaps([10, 11, 16, 17], [line])).toEqual([[10, 11, 16, 17], line]);
  expect(withGaps([10, 11, 41, 42], [line, [5, 6, 7, 8]])).toEqual([
    [10, 11, 12, 41, 42],
    [1, 2, null, 3, 4],
    [5, 6, null, 7, 8],
  ]);
  expect(withGaps([], [[]])).toEqual([[], []]);
});
