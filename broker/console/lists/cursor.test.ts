/** Checks paging by key: nothing repeats and nothing is skipped while rows come and go. */
import { describe, expect, it } from "vitest";
import { Refused } from "../refused.ts";
import { pageByKey } from "./cursor.ts";

const row = (at: number, id: string) => ({ at, id });
const keyOf = ({ at, id }: { at: number; id: string }) => [at, id];

describe("paging", () => {
  it.each(["ascending", "descending"] as const)(
    "A18 sees each row once, %s, while others are added and removed",
    (direction) => {
      const rows = Array.from({ length: 25 }, (_, index) => row(index % 5, `r${index}`));
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < 10; pages++) {
        const page = pageByKey(rows, keyOf, { cursor, limit: 7 }, direction);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
        if (cursor === undefined) break;
        rows.unshift(row(-1, `before${pages}`), row(9, `after${pages}`));
        rows.splice(
          rows.findIndex(({ id }) => id === seen.at(-1)),
          1,
        );
      }
      const old = seen.filter((id) => id.startsWith("r"));
      expect(old).toHaveLength(25);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  it("A18 gives no cursor on the last page, also when it is full", () => {
    const rows = [row(1, "a"), row(2, "b")];
    expect(pageByKey(rows, keyOf, { limit: 2 })).toEqual({ items: rows });
    expect(pageByKey([], keyOf, {})).toEqual({ items: [] });
  });

  it("A18 refuses a cursor of somebody else", () => {
    for (const cursor of ["x", "", "bnVsbA", "W10", Buffer.from("[{}]").toString("base64url")]) {
      expect(() => pageByKey([row(1, "a")], keyOf, { cursor })).toThrow(Refused);
    }
  });
});
