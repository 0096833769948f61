/** Tests that names which every object has are text like any other in what the filter of Traffic offers and what results are called. */
import { expect, it } from "vitest";
import { suggestPieces } from "./filter-suggestions.ts";
import { resultWords } from "./result-words.ts";

it("L16 nothing is offered for a field named like what every object has, and such a code is an unknown one", () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    const values = { tokens: ["x"], patterns: ["x"], rows: [] };
    expect(suggestPieces(`${name}:x`, values), name).toEqual([]);
    expect(suggestPieces(`or not ${name}:x`, values), name).toEqual([]);
    expect(resultWords({ result: { kind: "refused", code: name, reason: "said by the broker" } }).words).toBe(
      "Refused",
    );
  }
});
