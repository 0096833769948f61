/** The manual clock keeps the clock's contract, and moves exactly as told. */
import { expect, it } from "vitest";
import { describeClock } from "./clock-contract.ts";
import { ManualClock } from "./manual-clock.ts";

describeClock("manual", (faults) => {
  const clock = new ManualClock();
  clock.faults = faults;
  return { clock, pass: async (ms) => clock.advance(ms) };
});

it("K3 each timer sees its own due time as the present", () => {
  const clock = new ManualClock(1_800_000_000_000);
  const seen: [number, number][] = [];
  const note = (): void => void seen.push([clock.now() - 1_800_000_000_000, clock.elapsed()]);
  clock.after(7, note);
  clock.every(3, note);
  clock.advance(9);
  expect(seen.map(([now]) => now)).toEqual([3, 6, 7, 9]);
  expect(seen.map(([, elapsed]) => elapsed)).toEqual([3, 6, 7, 9]);
});

it("K1 a jump of the wall clock moves neither elapsed nor timers", () => {
  const clock = new ManualClock(1_800_000_000_000);
  let runs = 0;
  clock.after(10, () => runs++);
  clock.jump(3_600_000);
  clock.advance(9);
  expect([clock.now(), clock.elapsed(), runs]).toEqual([1_800_003_600_009, 9, 0]);
  clock.jump(-7_200_000);
  clock.advance(1);
  expect(runs).toBe(1);
});

it("K6 long waits fire when their time has come", () => {
  const clock = new ManualClock();
  let runs = 0;
  clock.after(2 ** 33, () => runs++);
  clock.advance(2 ** 33 - 1);
  expect(runs).toBe(0);
  clock.advance(1);
  expect([runs, clock.pending]).toEqual([1, 0]);
});

it("K1 time does not run backwards by hand", () => {
  expect(() => new ManualClock().advance(-1)).toThrow(RangeError);
});
