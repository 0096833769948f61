/** Tests when a link is given up, with timers by hand: nothing here waits. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LIMITS } from "../../../broker/contract/limits.ts";
import { onWake, patience, type Watchdog, watch } from "./watchdog.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const CHECK = LIMITS.consoleCheckMs;

function watched(of = patience()) {
  const ask = vi.fn();
  const dead = vi.fn();
  return { ask, dead, dog: watch(of, { ask, dead }), of };
}

/** A pipe that says something before each of `checks` checks. */
function talk(dog: Watchdog, checks: number): void {
  for (let check = 0; check < checks; check++) {
    dog.heard();
    vi.advanceTimersByTime(CHECK);
  }
}

it("L15 asks nothing of a pipe over which something comes", () => {
  const { dog, ask, dead } = watched();
  talk(dog, 100);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([0, 0]);
});

it("L15 a pipe that falls silent is asked, and given up within 40 seconds, once", () => {
  const { dog, ask, dead } = watched();
  talk(dog, 3);
  dog.heard();
  vi.advanceTimersByTime(39_999);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([2, 0]);
  vi.advanceTimersByTime(1);
  expect(dead).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(600_000);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([2, 1]);
});

it("L15 one answer to a question is enough, however late its check was", () => {
  const { dog, ask, dead } = watched();
  ask.mockImplementation(() => dog.heard());
  // Checks once a minute, as a browser lets a hidden window do: time passes, and each question is answered.
  for (let minute = 0; minute < 60; minute++) vi.advanceTimersByTime(CHECK);
  expect(ask.mock.calls.length).toBe(30);
  expect(dead).not.toHaveBeenCalled();
});

it("L15 a sleep of hours is one late check and no verdict", () => {
  const { dog, ask, dead } = watched();
  talk(dog, 1);
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  vi.advanceTimersByTime(CHECK);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([1, 0]);
  dog.heard();
  vi.advanceTimersByTime(3 * CHECK);
  expect(dead).not.toHaveBeenCalled();
});

it("L15 a window that wakes asks at once, and gives a silent pipe up one check later", () => {
  const { dog, ask, dead } = watched();
  dog.suspect();
  expect(ask).toHaveBeenCalledTimes(1);
  dog.heard();
  vi.advanceTimersByTime(CHECK);
  expect(dead).not.toHaveBeenCalled();
  dog.suspect();
  vi.advanceTimersByTime(CHECK);
  expect(dead).toHaveBeenCalledTimes(1);
});

it("L15 the pipe after one that was given up gets twice the time, up to a bound, and the usual again once it is quick", () => {
  const of = patience();
  const waited: number[] = [];
  for (let round = 0; round < 5; round++) {
    const { dead } = watched(of);
    const from = Date.now();
    while (dead.mock.calls.length === 0) vi.advanceTimersByTime(CHECK);
    waited.push((Date.now() - from) / CHECK);
  }
  // The check after the opening hears the opening itself.
  expect(waited).toEqual([4, 7, 13, 25, 25]);
  talk(watched(of).dog, 6);
  expect(of.silentChecks).toBe(LIMITS.consoleSilentChecks);
});

it("L15 a stopped watchdog asks and decides nothing", () => {
  const { dog, ask, dead } = watched();
  dog.stop();
  vi.advanceTimersByTime(600_000);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([0, 0]);
});

it("L15 a window counts as woken when it is shown, when the network is back, and when its page is taken from the cache", () => {
  const page = Object.assign(new EventTarget(), { visibilityState: "hidden" });
  const target = Object.assign(new EventTarget(), { document: page });
  const wake = vi.fn();
  // The watchdog uses nothing of a window but these events.
  const stop = onWake(target as unknown as Window, wake);
  page.dispatchEvent(new Event("visibilitychange"));
  expect(wake).toHaveBeenCalledTimes(0);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  target.dispatchEvent(new Event("online"));
  target.dispatchEvent(new Event("pageshow"));
  expect(wake).toHaveBeenCalledTimes(3);
  stop();
  target.dispatchEvent(new Event("online"));
  expect(wake).toHaveBeenCalledTimes(3);
});
