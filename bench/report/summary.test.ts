/** Owns the proof that medians and ratios are taken as the report says. */
import { describe, expect, it } from "vitest";
import type { Measurement } from "../run/measure.ts";
import { judgeTargets } from "../targets.ts";
import { median, Summary } from "./summary.ts";

const round = (system: Measurement["system"], number: number, cpuUs: number): Measurement => ({
  scenario: "fan1000w1",
  system,
  round: number,
  figures: { cpuUs },
});

describe("summary", () => {
  it("takes the middle of an odd and the mean of the two middles of an even count", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("compares within a round, so that a slow moment of the machine cancels out", () => {
    const summary = new Summary([
      round("floor", 0, 10),
      round("ours", 0, 10),
      round("floor", 1, 20),
      round("ours", 1, 25),
      round("floor", 2, 5),
      round("ours", 2, 5),
    ]);
    expect(summary.ratios("fan1000w1", "cpuUs", "floor", "ours")).toEqual([1, 0.8, 1]);
    expect(summary.ratio("fan1000w1", "cpuUs", "floor", "ours")).toBe(1);
  });

  it("leaves a round out that only one side has", () => {
    const summary = new Summary([round("floor", 0, 10), round("ours", 1, 5)]);
    expect(summary.ratio("fan1000w1", "cpuUs", "floor", "ours")).toBeNaN();
  });

  it("judges a target as met, within its gate, missed, or not measured", () => {
    const verdict = (ours: number): string | undefined =>
      judgeTargets(new Summary([round("floor", 0, 10), round("ours", 0, ours)])).find(
        ({ target }) => target.title === "fan1000w1: CPU against floor",
      )?.verdict;
    expect([verdict(10), verdict(11.5), verdict(13)]).toEqual(["met", "within gate", "MISSED"]);
    expect(judgeTargets(new Summary([])).every((judged) => judged.verdict === "not measured")).toBe(true);
  });
});
