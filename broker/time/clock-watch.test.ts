import { beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { ClockWatch } from "./clock-watch.ts";

const HOUR = 3_600_000;

let clock: ManualClock;
let watch: ClockWatch;
let jumps: number[];
beforeEach(() => {
  clock = new ManualClock();
  watch = new ClockWatch(clock);
  jumps = [];
  watch.onJump((jump) => jumps.push(jump));
  watch.start();
});

describe("the watch on the clock", () => {
  it("K8 tells each jump of the wall clock within a second, forward and back, and no passing of time", () => {
    clock.advance(24 * HOUR);
    expect(jumps).toEqual([]);
    clock.jump(3 * HOUR);
    clock.advance(LIMITS.clockWatchMs);
    clock.jump(-5 * HOUR);
    clock.advance(LIMITS.clockWatchMs);
    clock.jump(200);
    clock.advance(24 * HOUR);
    expect(jumps).toEqual([3 * HOUR, -5 * HOUR]);
  });

  it("K8 believes the clock when it has run steadily for an hour, from the start and after each jump", () => {
    expect(watch.believes(24 * HOUR)).toBe(false);
    clock.advance(LIMITS.clockSteadyMs);
    expect(watch.believes(24 * HOUR)).toBe(true);
    clock.jump(2 * HOUR);
    expect(watch.believes(24 * HOUR)).toBe(false);
    clock.advance(LIMITS.clockSteadyMs - 1);
    clock.jump(-2 * HOUR);
    clock.advance(1);
    expect(watch.believes(24 * HOUR)).toBe(false);
    clock.advance(LIMITS.clockSteadyMs);
    expect(watch.believes(24 * HOUR)).toBe(true);
  });

  it("K8 is not moved by the small steps that keep a clock right, and not deceived by a clock that runs away in small steps", () => {
    clock.advance(LIMITS.clockSteadyMs);
    for (let step = 0; step < 20; step++) {
      clock.jump(step % 2 === 0 ? 2_000 : -2_000);
      clock.advance(10_000);
    }
    expect(watch.believes(24 * HOUR)).toBe(true);
    for (let step = 0; step < 100; step++) {
      clock.jump(900);
      clock.advance(LIMITS.clockWatchMs);
    }
    expect(watch.believes(24 * HOUR)).toBe(false);
  });

  it("K8 believes short ages sooner: what was said since it is steady is as old as it looks", () => {
    clock.advance(5_000);
    expect([watch.believes(5_000), watch.believes(5_001)]).toEqual([true, false]);
  });

  it("K8 sets nothing off when it is closed", () => {
    watch.close();
    watch.close();
    clock.jump(HOUR);
    clock.advance(HOUR);
    expect(jumps).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
