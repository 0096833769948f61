/** Owns what every clock must do, the machine's and the hand-moved one. */
import { describe, expect, it } from "vitest";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";

/** `pass` lets at least `ms` go by on that clock and runs what falls due: by waiting, or by moving the hand. */
export function describeClock(
  name: string,
  make: (faults?: Faults) => { clock: Clock; pass: (ms: number) => Promise<void> },
): void {
  describe(`Clock: ${name}`, () => {
    it("K1 now is in milliseconds since 1970, and elapsed never runs backwards", async () => {
      const { clock, pass } = make();
      const [now, elapsed] = [clock.now(), clock.elapsed()];
      expect(now).toBeGreaterThan(Date.UTC(2020, 0, 1));
      await pass(20);
      expect(clock.now() - now).toBeGreaterThan(10);
      expect(clock.elapsed() - elapsed).toBeGreaterThanOrEqual(19);
    });

    it("K10 a task's end comes before the turn's", async () => {
      const { clock } = make();
      const done: string[] = [];
      clock.atTurnsEnd(() => done.push("turn"));
      clock.atTasksEnd(() => done.push("task"));
      done.push("now");
      await new Promise((resolve) => setImmediate(resolve));
      expect(done).toEqual(["now", "task", "turn"]);
    });

    it("K10 the turn's end comes after what is done in this turn, and before a timer of the next", async () => {
      const { clock, pass } = make();
      const done: string[] = [];
      clock.after(20, () => done.push("timer"));
      clock.atTurnsEnd(() => done.push("first"));
      clock.atTurnsEnd(() => done.push("second"));
      queueMicrotask(() => done.push("this turn"));
      await new Promise((resolve) => setImmediate(resolve));
      await pass(40);
      expect(done).toEqual(["this turn", "first", "second", "timer"]);
    });

    it("K2 a timer never runs inside the call that sets it, and runs once", async () => {
      const { clock, pass } = make();
      let runs = 0;
      clock.after(0, () => runs++);
      expect(runs).toBe(0);
      await pass(20);
      expect(runs).toBe(1);
      await pass(20);
      expect(runs).toBe(1);
    });

    it("K2 a timer does not run before its time", async () => {
      const { clock, pass } = make();
      const begun = clock.elapsed();
      let ran = Number.NaN;
      clock.after(30, () => {
        ran = clock.elapsed() - begun;
      });
      await pass(60);
      // Node's timers count whole milliseconds and may be up to one early by the finer clock.
      expect(ran).toBeGreaterThanOrEqual(29);
    });

    it("K3 timers run in order of due time, equal ones in the order in which they were set", async () => {
      const { clock, pass } = make();
      const order: string[] = [];
      clock.after(40, () => order.push("late"));
      clock.after(5, () => order.push("first"));
      clock.after(5, () => order.push("second"));
      await pass(80);
      expect(order).toEqual(["first", "second", "late"]);
    });

    it("K9 an exception in a timer is reported, other timers run, and a repeated one goes on", async () => {
      const reported: unknown[] = [];
      const { clock, pass } = make({ caught: (place, error) => reported.push([place, error]) });
      const ran: string[] = [];
      const fails = (name: string) => () => {
        ran.push(name);
        if (name !== "other") throw new Error(name);
      };
      clock.after(5, fails("once"));
      clock.after(5, fails("other"));
      const repeated = clock.every(10, fails("again"));
      for (let waited = 0; waited < 100 && ran.filter((name) => name === "again").length < 2; waited++) await pass(20);
      repeated.cancel();
      expect(ran.slice(0, 3)).toEqual(["once", "other", "again"]);
      expect(reported[0]).toEqual(["timer", new Error("once")]);
      expect(reported).toHaveLength(ran.length - 1);
    });

    it("K3 a timer set by a timer runs, too", async () => {
      const { clock, pass } = make();
      const order: string[] = [];
      clock.after(5, () => {
        order.push("outer");
        clock.after(5, () => order.push("inner"));
      });
      await pass(60);
      expect(order).toEqual(["outer", "inner"]);
    });

    it("K4 a repeated timer runs again and again until it is cancelled, also from within itself", async () => {
      const { clock, pass } = make();
      let runs = 0;
      const timer = clock.every(5, () => {
        if (++runs === 3) timer.cancel();
      });
      await pass(120);
      expect(runs).toBe(3);
    });

    it("K5 a cancelled timer does not run, and cancelling twice or after it ran is harmless", async () => {
      const { clock, pass } = make();
      let runs = 0;
      const cancelled = clock.after(5, () => runs++);
      const neighbour = clock.after(5, () => runs++);
      const repeated = clock.every(5, () => runs++);
      cancelled.cancel();
      cancelled.cancel();
      repeated.cancel();
      await pass(40);
      expect(runs).toBe(1);
      neighbour.cancel();
      await pass(10);
      expect(runs).toBe(1);
    });

    it("K5 a timer may cancel another that is due at the same moment", async () => {
      const { clock, pass } = make();
      const order: string[] = [];
      clock.after(5, () => {
        order.push("first");
        second.cancel();
      });
      const second = clock.after(5, () => order.push("second"));
      await pass(40);
      expect(order).toEqual(["first"]);
    });

    it.each([2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY])(
      "K6 a delay of %d ms does not fire at once",
      async (delay) => {
        const { clock, pass } = make();
        let runs = 0;
        const once = clock.after(delay, () => runs++);
        const again = clock.every(delay, () => runs++);
        await pass(20);
        expect(runs).toBe(0);
        once.cancel();
        again.cancel();
      },
    );

    it.each([0, -5, Number.NaN])("K2 a delay of %d ms is one of at least a millisecond", async (delay) => {
      const { clock, pass } = make();
      let runs = 0;
      const again = clock.every(delay, () => {
        if (++runs === 2) again.cancel();
      });
      await pass(40);
      expect(runs).toBe(2);
    });
  });
}
