/** Owns the Clock port: time and timers. */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since the epoch; may jump. */
  now(): number;
  /** Milliseconds, monotonic, fractions kept; for durations only. */
  elapsed(): number;
  /** Timers never keep the process alive. An exception in `run` is reported and ends nothing, a repeated timer goes on (K9). */
  after(ms: number, run: () => void): Timer;
  every(ms: number, run: () => void): Timer;
  /** Runs `run` once the event loop's present callback is done, as one read of one socket is. `run` guards itself. */
  atTasksEnd(run: () => void): void;
  /** Runs `run` once everything of this turn of the event loop is done, in the order in which it was asked for. `run` guards itself. */
  atTurnsEnd(run: () => void): void;
}
