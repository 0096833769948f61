/** Owns the proof that a filter's text and its chips stand for one another. */
import { describe, expect, it } from "vitest";
import { joinPieces, splitPieces } from "./filter-pieces.ts";
import { suggestPieces } from "./filter-suggestions.ts";

describe("the pieces of a traffic filter", () => {
  it.each([
    ["", [], ""],
    ["den", [], "den"],
    ["denied ", ["denied"], ""],
    [
      'topic:home/# or topic:energy/# not token:"CI simulator" size<4k ',
      ["topic:home/#", "or topic:energy/#", 'not token:"CI simulator"', "size<4k"],
      "",
    ],
    ["(denied or dropped) siz", ["(denied or dropped)"], "siz"],
    ["denied or ", ["denied"], "or "],
    ["denied or not drop", ["denied"], "or not drop"],
    ['token:"CI sim', [], 'token:"CI sim'],
    ["  a  b ", ["a", "b"], ""],
  ])("cuts %j into chips and a draft", (value, chips, draft) => {
    expect(splitPieces(value)).toEqual({ chips, draft });
    expect(splitPieces(joinPieces(chips, draft))).toEqual({ chips, draft });
  });

  it("lets the first chip join nothing when the one before it goes", () => {
    expect(joinPieces(["or topic:energy/#", "size<4k"], "")).toBe("topic:energy/# size<4k ");
    expect(joinPieces(["not denied"], "")).toBe("not denied ");
  });

  it("offers fields, then what the workspace holds, behind the words that stand before", () => {
    const values = { tokens: ["CI simulator", "Phone app"], patterns: ["home/+/temp"], rows: [] };
    expect(suggestPieces("tok", values).map(({ term }) => term)).toEqual(["token:"]);
    expect(suggestPieces('or not token:"ci', values).map(({ term }) => term)).toEqual(['or not token:"CI simulator" ']);
    expect(suggestPieces("topic:temp", values).map(({ term }) => term)).toEqual(["topic:home/+/temp "]);
    expect(suggestPieces("dir:o", values).map(({ term }) => term)).toContain("dir:operator ");
  });
});
