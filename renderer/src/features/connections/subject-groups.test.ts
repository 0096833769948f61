import { describe, expect, it } from "vitest";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { jsonProblem, timeoutProblem } from "./audience-draft.ts";
import { groupBySubject } from "./subject-groups.ts";

const row = (id: string, userId: string | null, tokenId = "t") =>
  ({ id, tokenId, subject: userId === null ? null : { userType: "user", userId } }) as ConnectionView;

describe("rows of one subject", () => {
  it("stand together where its first row stands, in the order of the sort, each counted once", () => {
    const { rows, heads } = groupBySubject([row("1", "ann"), row("2", "bob"), row("3", "ann"), row("4", "bob")]);
    expect(rows.map(({ id }) => id)).toEqual(["1", "3", "2", "4"]);
    expect([...heads]).toEqual([
      ["1", 2],
      ["2", 2],
    ]);
  });

  it("are those of one token where there is no subject", () => {
    const { heads } = groupBySubject([row("1", null, "a"), row("2", null, "b"), row("3", null, "a")]);
    expect([...heads]).toEqual([
      ["1", 2],
      ["2", 1],
    ]);
  });
});

describe("what is about to be sent", () => {
  it("is any JSON value, and says what is wrong while it is typed", () => {
    for (const good of ["null", "0", '"x"', "[]", ' {"a": 1} ']) expect(jsonProblem(good)).toBeNull();
    expect(jsonProblem("  ")).toBe("Any JSON value, also null.");
    expect(jsonProblem('{"a": ')).toMatch(/^Not JSON yet: /);
  });

  it("waits for more than 0 and at most 300 seconds", () => {
    for (const good of [0.5, 30, 300, "30"]) expect(timeoutProblem(good)).toBeNull();
    for (const bad of [0, -1, 301, "", "x"]) expect(timeoutProblem(bad)).toBe("More than 0, at most 300.");
  });
});
