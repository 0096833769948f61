import { expect, it } from "vitest";
import { describeChance } from "../testing/chance-contract.ts";
import { SeededChance } from "./seeded-chance.ts";
import { SystemChance } from "./system-chance.ts";

describeChance("system", () => new SystemChance());
describeChance("seeded", () => new SeededChance(7));

const drawn = (chance: SeededChance | ReturnType<SeededChance["fork"]>) =>
  Array.from({ length: 5 }, () => chance.next());

it("SD2 the same seed and label give the same numbers, whatever else was drawn before", () => {
  const [one, other] = [new SeededChance(42), new SeededChance(42)];
  other.bytes(100);
  other.fork("device 1").next();
  const numbers = drawn(one.fork("device 2"));
  expect(drawn(other.fork("device 2"))).toEqual(numbers);
  expect(drawn(one.fork("device 3"))).not.toEqual(numbers);
  expect(drawn(new SeededChance(43).fork("device 2"))).not.toEqual(numbers);
  // Labels within labels are not their joined text.
  expect(drawn(one.fork("a").fork("b"))).not.toEqual(drawn(one.fork("ab")));
});

it("SD3 a seed is a whole number below 2^32", () => {
  expect(() => new SeededChance(2 ** 32)).toThrow("a seed is a whole number from 0 to 4294967295, not 4294967296");
  for (const seed of [-1, 0.5, Number.NaN]) expect(() => new SeededChance(seed)).toThrow(RangeError);
});
