/** Tests that a filter's text and its chips stand for one another. */
import { describe, expect, it } from "vitest";
import { joinTerms, splitTerms, termOf } from "./filter-terms.ts";

describe("the terms of a filter", () => {
  it.each([
    ["", [], ""],
    ["  ", [], ""],
    ["token:phone", [], "token:phone"],
    ["token:phone ", ["token:phone"], ""],
    ['token:"Phone app" queue>1', ['token:"Phone app"'], "queue>1"],
    ['token:"Phone ap', [], 'token:"Phone ap'],
    ["a  b ", ["a", "b"], ""],
  ])("cuts %j into chips and a draft", (value, chips, draft) => {
    expect(splitTerms(value)).toEqual({ chips, draft });
  });
  it("joins them so that they are cut the same again", () => {
    const terms = { chips: ['token:"Phone app"', "queue>1"], draft: "-kit" };
    expect(splitTerms(joinTerms(terms))).toEqual(terms);
  });
  it("quotes a value that holds a blank", () => {
    expect(termOf("token", "Phone app")).toBe('token:"Phone app" ');
    expect(termOf("token", "hub")).toBe("token:hub ");
  });
});
