/** Owns the proof that quitting is graceful, bounded and happens once. */
import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Quit } from "./quit.ts";

class FakeApp extends EventEmitter {
  readonly exits: number[] = [];

  exit(code = 0): void {
    this.exits.push(code);
  }

  quit(): boolean {
    this.emit("before-quit", {});
    let prevented = false;
    this.emit("will-quit", {
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function quitOf(stop: () => Promise<void>) {
  const app = new FakeApp();
  const troubles: string[] = [];
  // The emitter stands for Electron's app, of which only `on` and `exit` are used.
  const quit = new Quit({
    app: app as never,
    boundMs: 5_000,
    stop,
    onTrouble: (trouble) => void troubles.push(trouble),
  });
  return { app, quit, troubles };
}

it("waits for the broker to stop, then leaves", async () => {
  let stopped: () => void = () => {};
  const { app, quit, troubles } = quitOf(() => new Promise((resolve) => (stopped = resolve)));

  expect(quit.asked).toBe(false);
  expect(app.quit()).toBe(true);
  expect(quit.asked).toBe(true);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(app.exits).toEqual([]);
  stopped();
  await vi.advanceTimersByTimeAsync(0);
  expect(app.exits).toEqual([0]);
  expect(troubles).toEqual([]);
});

it("leaves when stopping takes longer than its bound", async () => {
  const { app, troubles } = quitOf(() => new Promise(() => {}));

  app.quit();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(app.exits).toEqual([0]);
  expect(troubles).toEqual(["stopping took too long"]);
});

it("leaves when stopping fails", async () => {
  const { app, troubles } = quitOf(() => Promise.reject(new Error("no")));

  app.quit();
  await vi.advanceTimersByTimeAsync(0);
  expect(app.exits).toEqual([0]);
  expect(troubles).toEqual(["stopping failed"]);
});

it("stops once, however often it is asked", async () => {
  let stops = 0;
  const { app } = quitOf(async () => {
    stops += 1;
  });

  app.quit();
  app.quit();
  await vi.advanceTimersByTimeAsync(0);
  expect({ stops, exits: app.exits }).toEqual({ stops: 1, exits: [0] });
});
