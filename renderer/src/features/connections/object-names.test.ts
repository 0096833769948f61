/** Tests that names which every object has are text like any other in the filters of Connections. */
import { expect, it } from "vitest";
import { parseConnectionFilter, termProblem } from "./connection-filter.ts";
import { suggestTerms } from "./filter-suggestions.ts";

const NAMES = Object.getOwnPropertyNames(Object.prototype);

it("L16 a filter named like what every object has is free text, and an unknown number is told", () => {
  expect(NAMES).toContain("constructor");
  for (const name of NAMES) {
    for (const term of [`${name}:x`, `-${name}:x`, `${name.toLowerCase()}:x`]) {
      expect(termProblem(term), term).toBeNull();
      expect(parseConnectionFilter(term).isEmpty, term).toBe(false);
      expect(suggestTerms(term, []), term).toEqual([]);
    }
  }
  expect(termProblem("constructor>1")).toContain("constructor is no number of a connection");
});
