/** The proof that two commits are compared round by round, and that a slower one does not pass. */
import { describe, expect, it } from "vitest";
import { chooseScenarios } from "../scenarios.ts";
import { againstTable, type Compared, compare, comparedOf, mayLand, type PairOfRounds } from "./against.ts";

const [pairs200, match] = chooseScenarios(["pairs200", "match"]);
const cpu: Compared = { figure: "cpuUs", unit: "us CPU", better: "less" };
const rounds = (...costs: readonly (readonly [number, number])[]): PairOfRounds[] =>
  costs.map(([before, now]) => ({ before: { cpuUs: before }, now: { cpuUs: now } }));

describe("against another commit", () => {
  it("takes the ratio within each round, so that a slow moment of the machine cancels out", () => {
    if (pairs200 === undefined) throw new Error("no scenario");
    const row = compare(pairs200, cpu, rounds([10, 10], [40, 40], [10, 12]));
    expect(row).toMatchObject({ ratio: 1, lowest: 10 / 12, highest: 1, rounds: 3, before: 10, now: 12 });
  });

  it("lets 0.98x pass and not less, nor what was not measured on both sides", () => {
    if (pairs200 === undefined) throw new Error("no scenario");
    const verdict = (now: number): boolean => mayLand(compare(pairs200, cpu, rounds([98, now])));
    expect([verdict(100), verdict(100.1), verdict(50)]).toEqual([true, false, true]);
    expect(mayLand(compare(pairs200, cpu, [{ before: { cpuUs: 1 }, now: {} }]))).toBe(false);
  });

  it("counts more matches a second as faster", () => {
    if (match === undefined) throw new Error("no scenario");
    const [cold] = comparedOf(match);
    if (cold === undefined) throw new Error("no figure");
    const row = compare(match, cold, [{ before: { cold100000: 200 }, now: { cold100000: 300 } }]);
    expect(row.ratio).toBe(1.5);
    expect(againstTable([row])).toMatch(/match +\/s cold +200 +300 +1.500x .*ok/);
  });
});
