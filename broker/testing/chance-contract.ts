/** Owns what every source of chance must do. */
import { describe, expect, it } from "vitest";
import type { Chance } from "../ports/chance.ts";

export function describeChance(name: string, make: () => Chance): void {
  describe(`Chance: ${name}`, () => {
    it("SD1 numbers lie in [0, 1), evenly", () => {
      const chance = make();
      const tenths = new Array<number>(10).fill(0);
      for (let drawn = 0; drawn < 10_000; drawn++) {
        const number = chance.next();
        expect(number >= 0 && number < 1).toBe(true);
        const tenth = Math.floor(number * 10);
        tenths[tenth] = (tenths[tenth] ?? 0) + 1;
      }
      for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(250);
    });

    it("SD1 bytes are as many as were asked for, and given once", () => {
      const chance = make();
      for (const count of [0, 1, 31, 32, 33, 1000]) expect(chance.bytes(count)).toHaveLength(count);
      const drawn = new Set(Array.from({ length: 500 }, () => Buffer.from(chance.bytes(9)).toString("hex")));
      expect(drawn.size).toBe(500);
    });

    it("SD1 a fork is a source too", () => {
      const fork = make().fork("device 1");
      expect(fork.next()).not.toBe(fork.next());
    });
  });
}
