/** Checks the count of caught exceptions, and that neither they nor the log can do harm. */
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { SilentLog } from "../../testing/silent-log.ts";
import { FaultCounter } from "../fault-counter.ts";
import { Listeners } from "../listeners.ts";

describe("exceptions that a guard caught", () => {
  it("Z2 each is counted and the last is known, and logged with its context and stack", () => {
    const log = new SilentLog();
    const faults = new FaultCounter(log, () => 1000);
    faults.caught("rule", new Error("planted"), { rule: "r1" });
    expect(faults).toMatchObject({ count: 1, last: { at: 1000, place: "rule", message: "planted" } });
    expect(log.lines).toMatchObject([{ level: "error", fields: { place: "rule", rule: "r1" } }]);
    expect(String(log.lines[0]?.fields.error)).toContain("fault-counter.test.ts");
  });

  it("Z2 a flood of one kind leaves a few lines, which tell how many there were, and silences no other kind", () => {
    const log = new SilentLog();
    let now = 0;
    const faults = new FaultCounter(log, () => now);
    for (let i = 0; i < 1000; i++) faults.caught("frame", new Error("again"));
    faults.caught("hook", new Error("other"));
    expect(faults.count).toBe(1001);
    expect(log.lines).toHaveLength(LIMITS.faultLogLines + 1);
    now += LIMITS.faultLogMs;
    faults.caught("frame", new Error("later"));
    expect(log.lines.at(-1)?.fields.unlogged).toBe(1000 - LIMITS.faultLogLines);
  });

  it("Z2 a clock that was set back silences nothing", () => {
    const log = new SilentLog();
    let now = 1_000_000;
    const faults = new FaultCounter(log, () => now);
    for (let i = 0; i < 50; i++) faults.caught("frame", new Error("before"));
    now = 0;
    faults.caught("frame", new Error("after"));
    expect(log.lines.at(-1)?.fields.unlogged).toBe(50 - LIMITS.faultLogLines);
  });

  it.each([
    [undefined],
    [null],
    ["text"],
    [
      {
        toString: () => {
          throw new Error("no text");
        },
      },
    ],
    [Object.create(null)],
  ])("Z2 whatever is thrown is counted: %#", (thrown) => {
    const log = new SilentLog();
    const faults = new FaultCounter(log, () => 0);
    faults.caught("promise", thrown);
    expect(faults.count).toBe(1);
    expect(log.lines).toHaveLength(1);
  });

  it("Z2 a log that fails itself does no harm", () => {
    const log = new SilentLog();
    log.error = () => {
      throw new Error("the log is broken");
    };
    const faults = new FaultCounter(log, () => 0);
    faults.caught("frame", new Error("planted"));
    expect(faults.count).toBe(1);
  });
});

describe("listeners", () => {
  it("Z5 one that fails is reported, and neither the others nor the part that announces notice", () => {
    const log = new SilentLog();
    const faults = new FaultCounter(log, () => 0);
    const listeners = new Listeners<(text: string) => void>(faults, "view");
    const heard: string[] = [];
    listeners.add((text) => heard.push(`first ${text}`));
    listeners.add(() => {
      throw new Error("planted");
    });
    const stop = listeners.add((text) => heard.push(`last ${text}`));
    listeners.tell((listener) => listener("one"));
    stop();
    listeners.tell((listener) => listener("two"));
    expect(heard).toEqual(["first one", "last one", "first two"]);
    expect(faults).toMatchObject({ count: 2, last: { place: "view" } });
  });
});
