/** Owns the proof that the palette finds by every word, best first. */
import { describe, expect, it } from "vitest";
import { grouped, matchingRows, type PaletteRow } from "./palette-match.ts";

const ROWS: readonly PaletteRow[] = [
  { id: "a", group: "Recent", label: "New token", isAtFirst: true },
  { id: "a", group: "Commands", label: "New token", isAtFirst: true },
  { id: "b", group: "Commands", label: "Audit journal", isAtFirst: true },
  { id: "c", group: "Tokens", label: "Guest tablet", keywords: "token" },
  { id: "d", group: "Tags", label: "home/+/door" },
];

describe("the palette", () => {
  it("lists only commands before anything is typed", () => {
    expect(matchingRows(ROWS, " ", 9).map(({ id }) => id)).toEqual(["a", "a", "b"]);
  });

  it("finds what holds every word, in label, group or keywords, and shows nothing twice", () => {
    expect(matchingRows(ROWS, "token", 9).map(({ id }) => id)).toEqual(["a", "c"]);
    expect(matchingRows(ROWS, "guest token", 9).map(({ id }) => id)).toEqual(["c"]);
    expect(matchingRows(ROWS, "door", 9).map(({ id }) => id)).toEqual(["d"]);
    expect(matchingRows(ROWS, "nothing like it", 9)).toEqual([]);
  });

  it("puts a label that begins with the query first, and keeps to its limit", () => {
    const rows = [
      { id: "1", group: "Tokens", label: "My audit" },
      { id: "2", group: "Commands", label: "Audit journal" },
    ];
    expect(matchingRows(rows, "audit", 9).map(({ id }) => id)).toEqual(["2", "1"]);
    expect(matchingRows(rows, "audit", 1)).toHaveLength(1);
  });

  it("keeps each group together where its first row stands", () => {
    expect(grouped(ROWS).map(({ group, rows }) => [group, rows.length])).toEqual([
      ["Recent", 1],
      ["Commands", 2],
      ["Tokens", 1],
      ["Tags", 1],
    ]);
  });
});
