/** The proof that growth is told by its steepest stretch. */
import { expect, it } from "vitest";
import { exponent } from "./exponent.ts";

it("tells flat, linear and bending curves apart", () => {
  expect(exponent([10, 100, 1000], [5, 5, 5])).toBeCloseTo(0);
  expect(exponent([10, 1000], [3, 300])).toBeCloseTo(1);
  expect(exponent([10, 100, 1000], [1, 1, 100])).toBeCloseTo(2);
  expect(exponent([10, 100], [1, Number.NaN])).toBeNaN();
});
