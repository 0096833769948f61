import { describe, expect, it } from "vitest";
import { Journal } from "./journal.ts";
import { weightOf } from "./weight.ts";

const entry = (id: number, text = "") => ({ id: `e${id}`, text });
const ids = (journal: { newest(): Iterable<{ id: string }> }) => [...journal.newest()].map(({ id }) => id);

describe("a journal", () => {
  it("C5 keeps the newest entries, newest first, and pages below one of them", () => {
    const journal = new Journal<ReturnType<typeof entry>>({ entries: 3 });
    for (let id = 1; id <= 5; id++) journal.add(entry(id));
    expect(ids(journal)).toEqual(["e5", "e4", "e3"]);
    expect(journal.page("e5", 1)).toEqual({ items: [entry(4)], nextCursor: "e4" });
    expect(journal.page("e4", 5)).toEqual({ items: [entry(3)] });
    expect(journal.page("e1", 5)).toEqual({ items: [] });
  });

  it("C5 lets the oldest go by bytes as well as by entries, and keeps the newest whatever it weighs", () => {
    const large = "x".repeat(1000);
    const bytes = 3 * weightOf(entry(1, large)) + 100;
    const journal = new Journal<ReturnType<typeof entry>>({ entries: 100, bytes });
    for (let id = 1; id <= 250; id++) {
      journal.add(entry(id, large));
      expect(journal.bytes).toBeLessThanOrEqual(bytes);
    }
    expect(ids(journal)).toEqual(["e250", "e249", "e248"]);
    journal.add(entry(251, "x".repeat(1_000_000)));
    expect(ids(journal)).toEqual(["e251"]);
    journal.add(entry(252));
    expect(ids(journal)).toEqual(["e252"]);
    expect(journal.bytes).toBe(weightOf(entry(252)));
  });

  it("C5 a replaced entry stands where it stood and is weighed anew", () => {
    const journal = new Journal<ReturnType<typeof entry>>({ entries: 3 });
    for (let id = 1; id <= 4; id++) journal.add(entry(id));
    journal.replace(entry(3, "again"));
    journal.replace(entry(1, "gone"));
    expect([...journal.newest()]).toEqual([entry(4), entry(3, "again"), entry(2)]);
    expect(journal.bytes).toBe([entry(4), entry(3, "again"), entry(2)].reduce((sum, one) => sum + weightOf(one), 0));
  });
});
