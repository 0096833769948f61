/** Owns the proof that tables line up and that a client's name cannot draw on the operator's terminal. */
import { describe, expect, it } from "vitest";
import { tableOf } from "./table.ts";

describe("a table", () => {
  it("lines columns up, numbers to the right", () => {
    expect(
      tableOf(
        ["NAME", "IN", "NOTE"],
        [
          ["Phone app", 5, "a"],
          ["x", 1200, null],
        ],
        "",
      ),
    ).toEqual(["NAME         IN  NOTE", "Phone app     5  a", "x          1200  -"]);
  });

  it("says one sentence when there is nothing", () => {
    expect(tableOf(["A"], [], "No token yet")).toEqual(["No token yet"]);
  });

  it("shows a control character as a mark", () => {
    expect(tableOf(["A"], [["\u001b[2Jx\ny"]], "")[1]).toBe("\ufffd[2Jx\ufffdy");
  });
});
