/** The system clock keeps the clock's contract on real time. */
import { execFileSync } from "node:child_process";
import { afterEach, expect, it, vi } from "vitest";
import { describeClock } from "../testing/clock-contract.ts";
import { SystemClock } from "./system-clock.ts";

/** Many short waits instead of one: on a busy machine every timer that is due still gets its turn between them. */
async function passRealTime(ms: number): Promise<void> {
  const begun = performance.now();
  for (let turns = 0; turns < ms || performance.now() - begun < ms; turns++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describeClock("system", (faults) => ({ clock: new SystemClock(faults), pass: passRealTime }));

afterEach(() => void vi.useRealTimers());

it.each([2 ** 31 - 1, 2 ** 31, 3 * 2 ** 31 + 17])(
  "K6 a wait of %d ms is chained and fires when its time has come",
  (delay) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let runs = 0;
    new SystemClock().after(delay, () => runs++);
    vi.advanceTimersByTime(delay - 1);
    expect(runs).toBe(0);
    vi.advanceTimersByTime(1);
    expect(runs).toBe(1);
  },
);

it("K6 a chained repetition fires every time and stops when it is cancelled", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const pause = 2 ** 31 + 5;
  let runs = 0;
  const timer = new SystemClock().every(pause, () => {
    if (++runs === 2) timer.cancel();
  });
  vi.advanceTimersByTime(pause * 3);
  expect([runs, vi.getTimerCount()]).toEqual([2, 0]);
});

it("K7 no timer keeps the process alive", () => {
  const clock = JSON.stringify(new URL("./system-clock.ts", import.meta.url).href);
  const script = `
    const { SystemClock } = await import(${clock});
    const clock = new SystemClock();
    clock.after(3_600_000, () => {});
    clock.every(3_600_000, () => {});
    clock.every(2 ** 32, () => {});
    console.log("set");
  `;
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    timeout: 15_000,
    encoding: "utf8",
  });
  expect(out).toBe("set\n");
});
