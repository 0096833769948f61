/** Tests the pause before a lost link is tried again. */
import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

it("grows from attempt to attempt and stays under its bound", () => {
  const pauses = [0, 1, 2, 3, 10, 60].map((attempt) => backoffMs(attempt, 1));
  expect(pauses).toEqual([250, 500, 1000, 2000, 5000, 5000]);
});

it("spreads many windows over a quarter of the pause", () => {
  expect([backoffMs(0, 0), backoffMs(0, 0.5)]).toEqual([188, 219]);
});
