/** Tests the one place for faults that no screen shows, and how a stream is begun anew after one. */
import { describe, expect, it } from "vitest";
import { createFaults, reportUncaught } from "./faults.ts";
import { guarded, taking } from "./taking.ts";

describe("faults", () => {
  it("L18 are kept once each with how often they came, the newest last, and never more than ten", () => {
    const { store, report } = createFaults();
    report("The topics", new Error("first"));
    report("The traffic", "no error object");
    report("The topics", new Error("first"));
    expect(store.getState().faults.map(({ where, message, count }) => [where, message, count])).toEqual([
      ["The traffic", "no error object", 1],
      ["The topics", "first", 2],
    ]);
    for (let n = 0; n < 100; n++) report("The rooms", new Error(`${n} ${"x".repeat(1_000_000)}`));
    const { faults } = store.getState();
    expect(faults).toHaveLength(10);
    expect(faults.reduce((sum, { message, details }) => sum + message.length + details.length, 0)).toBeLessThan(50_000);
    store.getState().dismiss();
    expect(store.getState().faults).toEqual([]);
  });

  it("L18 come from handlers and promises too, but not from a layout that took two frames", () => {
    const { store, report } = createFaults();
    const target = new EventTarget();
    // Only these two events of a window are used.
    const stop = reportUncaught(target as Window, report);
    target.dispatchEvent(Object.assign(new Event("error"), { message: "x", error: new Error("in a handler") }));
    target.dispatchEvent(Object.assign(new Event("unhandledrejection"), { reason: new Error("in a promise") }));
    target.dispatchEvent(Object.assign(new Event("error"), { message: "ResizeObserver loop completed" }));
    expect(store.getState().faults.map(({ message }) => message)).toEqual(["in a handler", "in a promise"]);
    stop();
    target.dispatchEvent(Object.assign(new Event("error"), { message: "x", error: new Error("later") }));
    expect(store.getState().faults).toHaveLength(2);
  });

  it("L18 make the pause before the next stream grow to half a minute, until fifty events were taken", () => {
    const events = taking("The live view", () => undefined);
    const fail = () =>
      events.take(() => {
        throw new Error("planted");
      });
    const pauses = Array.from({ length: 10 }, () => [fail(), events.pauseMs]);
    expect(pauses.map(([, ms]) => ms)).toEqual([600, 1200, 2400, 4800, 9600, 19_200, 30_000, 30_000, 30_000, 30_000]);
    expect(pauses.every(([isTaken]) => isTaken === false)).toBe(true);
    for (let n = 0; n < 49; n++) expect(events.take(() => undefined)).toBe(true);
    expect(events.pauseMs).toBe(30_000);
    events.take(() => undefined);
    expect(events.pauseMs).toBe(300);
  });

  it("L18 of one listener are reported and keep nothing from the others", () => {
    const { store, report } = createFaults();
    const heard: number[] = [];
    const listeners = [
      guarded("The notices", report, () => {
        throw new Error("planted");
      }),
      guarded("The pending edits", report, (n: number) => heard.push(n)),
    ];
    for (const listener of listeners) listener(3);
    expect([heard, store.getState().faults.map(({ where }) => where)]).toEqual([[3], ["The notices"]]);
  });
});
