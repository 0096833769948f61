/** Tests that overlapping pairs are found as holding each against each finds them. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkPattern, overlapExample } from "../contract/topics.ts";
import { overlapsWith } from "./overlaps.ts";

const level = fc.constantFrom("a", "b", "", "$x", "+", "a", "b");
const pattern = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, open]) => [...levels, ...(open ? ["#"] : [])].join("/"))
  .filter((text) => checkPattern(text).ok);

const spelled = (one: number, other: number) => [one, other].sort((a, b) => a - b).join(" ");

it("T7 finds every overlapping pair once, and no other, as holding each tag against each does", () => {
  fc.assert(
    fc.property(fc.uniqueArray(pattern, { maxLength: 12 }), fc.nat(), (patterns, split) => {
      const all = patterns.map((text, at) => ({ pattern: text, at }));
      const some = all.slice(0, split % (all.length + 1));
      const found = overlapsWith(some, all, Number.POSITIVE_INFINITY);
      const wanted = some.flatMap((one) =>
        all
          .filter((other) => other !== one && (other.at > one.at || !some.includes(other)))
          .filter((other) => overlapExample(one.pattern, other.pattern) !== undefined)
          .map((other) => spelled(one.at, other.at)),
      );
      expect(found.map(({ one, other }) => spelled(one.at, other.at)).sort()).toEqual(wanted.sort());
      for (const { one, other, example } of found) expect(overlapExample(one.pattern, other.pattern)).toBe(example);
    }),
    { numRuns: 2000 },
  );
});

it("T7 holds 50,000 tags against one another in much less time than each against each would take", () => {
  const tags = Array.from({ length: 50_000 }, (_, index) => ({ pattern: `home/${index}/+/state` }));
  const begun = performance.now();
  expect(overlapsWith(tags, tags, 1)).toEqual([]);
  // Each against each is more than a billion pairs: minutes.
  expect(performance.now() - begun).toBeLessThan(10_000);
  const more = [...tags, { pattern: "home/49999/lamp/#" }];
  expect(overlapsWith(more, more, 1)).toMatchObject([
    { one: { pattern: "home/49999/+/state" }, other: { pattern: "home/49999/lamp/#" } },
  ]);
});
