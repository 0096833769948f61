/** Tests how numbers, times and sizes are written. */
import { describe, expect, it } from "vitest";
import {
  formatAge,
  formatBytes,
  formatClock,
  formatCompact,
  formatCount,
  formatLeft,
  formatMs,
  formatPlural,
  formatRate,
  formatSpan,
} from "./format.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("numbers", () => {
  it("groups counts by thousands", () => {
    expect(formatCount(268_044)).toBe("268,044");
  });
  it("shows a tenth of small rates only", () => {
    expect([0, 2.44, 9.94, 9.96, 212.4].map(formatRate)).toEqual(["0", "2.4", "9.9", "10", "212"]);
  });
  it("shows milliseconds to a tenth, and whole ones from a hundred on", () => {
    expect([0, 2.84, 38.2, 117.6, 1204.4].map(formatMs)).toEqual(["0.0", "2.8", "38.2", "118", "1,204"]);
  });
  it("shortens counts for the room of a cell", () => {
    expect([3, 99, 2_000].map(formatCompact)).toEqual(["3", "99", "2K"]);
  });
  it("counts bytes decimally and never shows 1000 KB", () => {
    expect([240, 999, 12_300, 999_499, 999_500, 20_900_000, 1.2e9].map(formatBytes)).toEqual([
      "240 B",
      "999 B",
      "12 KB",
      "999 KB",
      "1.0 MB",
      "20.9 MB",
      "1.2 GB",
    ]);
  });
  it("names one thing differently from many", () => {
    expect([formatPlural(1, "change"), formatPlural(0, "change"), formatPlural(2, "publish", "publishes")]).toEqual([
      "1 change",
      "0 changes",
      "2 publishes",
    ]);
  });
});

describe("times", () => {
  it("tells an age in one unit", () => {
    expect([400, 2_000, 41 * MINUTE, 19 * HOUR, 9 * DAY].map(formatAge)).toEqual([
      "0.4 s",
      "2 s",
      "41 m",
      "19 h",
      "9 d",
    ]);
  });
  it("never tells a negative age when the clocks differ", () => {
    expect(formatAge(-5_000)).toBe("0.0 s");
  });
  it("tells a span in two units", () => {
    const spans = [12_000, 41 * MINUTE + 12_000, 3 * HOUR + 12 * MINUTE, 2 * DAY + 4 * HOUR];
    expect(spans.map(formatSpan)).toEqual(["12 s", "41 min 12 s", "3 h 12 min", "2 d 4 h"]);
  });
  it("tells what is left in one unit", () => {
    expect([30_000, 4 * MINUTE, 6 * HOUR, 12 * DAY].map(formatLeft)).toEqual(["30 s", "4 min", "6 h", "12 d"]);
  });
  it("pads every part of a clock", () => {
    const at = new Date(2026, 2, 4, 4, 2, 9, 31).getTime();
    expect([formatClock(at), formatClock(at, "milliseconds")]).toEqual(["04:02:09", "04:02:09.031"]);
  });
});
