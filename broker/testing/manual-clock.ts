/** Owns a clock that stands still until a test moves it. */
import type { Clock, Timer } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";

interface Waiting {
  due: number;
  /** Two timers due at once run in the order in which they were set. */
  readonly order: number;
  readonly pauseMs: number | null;
  readonly run: () => void;
}

/**
 * `new ManualClock(startMs?)`: `now()` begins at `startMs` (default 2026-01-01T00:00:00Z), `elapsed()` at 0. As with the real clock a
 * delay is at least 1 ms and nothing runs inside `after` or `every` itself. An exception in a timer goes to `faults`; without them it is
 * thrown by `advance`.
 */
export class ManualClock implements Clock {
  #elapsed = 0;
  #epoch: number;
  #nextOrder = 0;
  /** Set by whoever wires an engine with this clock. */
  faults: Faults | undefined;
  readonly #waiting = new Set<Waiting>();

  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.#epoch = startMs;
  }

  now(): number {
    return this.#epoch + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  after(ms: number, run: () => void): Timer {
    return this.#wait(ms, false, run);
  }

  every(ms: number, run: () => void): Timer {
    return this.#wait(ms, true, run);
  }

  /** Tasks and turns go on while the clock stands. */
  atTasksEnd(run: () => void): void {
    process.nextTick(run);
  }

  atTurnsEnd(run: () => void): void {
    setImmediate(run);
  }

  /** Timers that are set and neither cancelled nor (if they run once) done. */
  get pending(): number {
    return this.#waiting.size;
  }

  /** Moves both times on and runs what falls due, in order of due time, each at its own moment; also what those timers set. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`a clock cannot advance by ${ms} ms`);
    const target = this.#elapsed + ms;
    for (let next = this.#earliest(target); next; next = this.#earliest(target)) {
      this.#elapsed = next.due;
      if (next.pauseMs === null) this.#waiting.delete(next);
      else next.due += next.pauseMs;
      this.#run(next.run);
    }
    this.#elapsed = target;
  }

  #run(run: () => void): void {
    if (this.faults === undefined) {
      run();
      return;
    }
    try {
      run();
    } catch (error) {
      this.faults.caught("timer", error);
    }
  }

  /** The wall clock jumps (someone sets it); timers and `elapsed()` do not notice. */
  jump(ms: number): void {
    this.#epoch += ms;
  }

  #wait(ms: number, again: boolean, run: () => void): Timer {
    const pause = Math.max(ms || 1, 1);
    const entry: Waiting = {
      due: this.#elapsed + pause,
      order: this.#nextOrder++,
      pauseMs: again ? pause : null,
      run,
    };
    this.#waiting.add(entry);
    return { cancel: () => void this.#waiting.delete(entry) };
  }

  #earliest(target: number): Waiting | undefined {
    let first: Waiting | undefined;
    for (const entry of this.#waiting) {
      if (entry.due > target) continue;
      if (!first || entry.due < first.due || (entry.due === first.due && entry.order < first.order)) first = entry;
    }
    return first;
  }
}
