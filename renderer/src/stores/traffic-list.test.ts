/** Owns the proof that the list of Traffic holds every row once, in order, with honest gaps. */
import { describe, expect, it } from "vitest";
import type { TrafficRow } from "../../../broker/contract/traffic.ts";
import { nextGap, skippedIn, type TrafficList, withChanged, withFilled, withNewer, withOlder } from "./traffic-list.ts";

function row(id: number, delivered = 1): TrafficRow {
  return {
    id: `run-${id}`,
    at: new Date(id).toISOString(),
    kind: "in",
    connectionId: "con_1",
    from: "hub",
    tokenId: "tok_1",
    tokenName: "Hub",
    topic: "a/b",
    text: String(id),
    size: 1,
    result: { kind: "delivered", delivered, withheld: 0, dropped: 0 },
    rule: "a/#",
  };
}

/** Newest first, as events carry them. */
const rows = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => row(from - index));
const spelled = (list: TrafficList) =>
  list.map((entry) => (entry.kind === "row" ? entry.row.text : `(${entry.count})`)).join(" ");

describe("the list of traffic", () => {
  it("puts newer rows on top, with a gap where some were skipped, and older ones below", () => {
    let list = withOlder([], rows(3, 1));
    list = withNewer(list, rows(5, 4), 0);
    list = withNewer(list, rows(20, 19), 13);
    expect(spelled(list)).toBe("20 19 (13) 5 4 3 2 1");
    expect(skippedIn(list)).toBe(13);
    const serials = list.map(({ serial }) => serial);
    expect(serials).toEqual(serials.toSorted((a, b) => b - a));
    expect(new Set(list.map(({ key }) => key)).size).toBe(list.length);
  });

  it("fills a gap from its newest end, and keeps what is still missing as a gap", () => {
    const list = withNewer(withOlder([], rows(3, 1)), rows(20, 20), 16);
    const gap = list[1]?.key ?? "";
    const half = withFilled(list, gap, rows(19, 10), true);
    expect(spelled(half)).toBe("20 19 18 17 16 15 14 13 12 11 10 (6) 3 2 1");
    expect(spelled(withFilled(half, gap, rows(9, 4), false))).toBe(
      "20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1",
    );
    const serials = half.map(({ serial }) => serial);
    expect(new Set(serials).size).toBe(serials.length);
  });

  it("finds the next gap below a place, and begins again at the first", () => {
    let list = withNewer(withOlder([], rows(3, 1)), rows(10, 9), 5);
    list = withNewer(list, rows(20, 19), 8);
    expect(spelled(list)).toBe("20 19 (8) 10 9 (5) 3 2 1");
    expect([nextGap(list, 0), nextGap(list, 2), nextGap(list, 5)]).toEqual([2, 5, 2]);
    expect(nextGap(withOlder([], rows(3, 1)), 0)).toBeNull();
  });

  it("changes a row in its place, and is the same list when none of it changed", () => {
    const list = withOlder([], rows(3, 1));
    const changed = withChanged(list, [row(2, 7)]);
    expect(changed.map((entry) => entry.kind === "row" && entry.row.result)).toMatchObject([
      { delivered: 1 },
      { delivered: 7 },
      { delivered: 1 },
    ]);
    expect(withChanged(list, [row(99)])).toBe(list);
  });
});
