import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Dictionary } from "./dictionary.ts";

describe("the table of what comes and goes", () => {
  it("C6 holds what a Map holds, whatever the keys are called", () => {
    const key = fc.oneof(fc.constantFrom("__proto__", "constructor", "toString", "0", "-1", ""), fc.string());
    const step = fc.record({ key, value: fc.nat(), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const map = new Map<string, number>();
        const dictionary = new Dictionary<number>();
        for (const { key: name, value, remove } of steps) {
          if (remove) expect(dictionary.delete(name)).toBe(map.delete(name));
          else {
            dictionary.set(name, value);
            map.set(name, value);
          }
          expect(dictionary.size).toBe(map.size);
          expect(dictionary.get(name)).toBe(map.get(name));
        }
      }),
    );
  });
});
