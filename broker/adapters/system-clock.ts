/** Owns the real clock: the machine's time and timers that never keep the process alive. */
import type { Clock, Timer } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";

/** setTimeout's largest delay; a longer one fires at once, so longer waits are chained. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** `new SystemClock(faults)`. An exception in a timer is reported to `faults`; without them it is the process's. Timers stop while the machine sleeps: who waits for a moment of the calendar asks `now()` again when they fire. */
export class SystemClock implements Clock {
  readonly #faults: Faults | undefined;

  constructor(faults?: Faults) {
    this.#faults = faults;
  }

  now(): number {
    return Date.now();
  }

  elapsed(): number {
    return performance.now();
  }

  after(ms: number, run: () => void): Timer {
    return wait(ms, () => this.#run(run));
  }

  every(ms: number, run: () => void): Timer {
    if (!(ms > LONGEST_DELAY_MS)) {
      const interval = setInterval(() => this.#run(run), atLeastOne(ms)).unref();
      return { cancel: () => clearInterval(interval) };
    }
    let current: Timer;
    const arm = (): void => {
      current = wait(ms, () => {
        arm();
        this.#run(run);
      });
    };
    arm();
    return { cancel: () => current.cancel() };
  }

  atTasksEnd(run: () => void): void {
    process.nextTick(run);
  }

  atTurnsEnd(run: () => void): void {
    setImmediate(run);
  }

  /** Z3: the one place through which every timer of the engine goes. */
  #run(run: () => void): void {
    if (this.#faults === undefined) {
      run();
      return;
    }
    try {
      run();
    } catch (error) {
      this.#faults.caught("timer", error);
    }
  }
}

/** An infinite delay never fires. */
function wait(ms: number, run: () => void): Timer {
  let timeout: NodeJS.Timeout;
  const arm = (left: number): void => {
    const step = Math.min(left, LONGEST_DELAY_MS);
    timeout = setTimeout(() => (left > step ? arm(left - step) : run()), step).unref();
  };
  arm(atLeastOne(ms));
  return { cancel: () => clearTimeout(timeout) };
}

/** What Node does with a negative delay, without its warning. */
function atLeastOne(ms: number): number {
  return Math.max(ms || 1, 1);
}
