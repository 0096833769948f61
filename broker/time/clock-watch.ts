/** Notices that the wall clock was set, and says when its time can be believed again. */
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";

/**
 * Compares `now` with `elapsed`. A machine that slept looks as if its clock had been set forward, since its timers stood still meanwhile; who
 * waits for a moment of the calendar is glad to hear of both.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #listeners = new Set<(jumpMs: number) => void>();
  #timer: Timer | undefined;
  /** `now` less `elapsed` at the last look. */
  #offset: number;
  /** The offset that has held since `#steadySince`, elapsed milliseconds. */
  #steadyOffset: number;
  #steadySince: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#offset = this.#steadyOffset = clock.now() - clock.elapsed();
    this.#steadySince = clock.elapsed();
  }

  start(): void {
    this.#timer ??= this.#clock.every(LIMITS.clockWatchMs, () => this.#look());
  }

  /** Harmless twice. */
  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#listeners.clear();
  }

  /** Is told by how much the wall clock jumped, within `LIMITS.clockWatchMs`. Returns a function that ends it. */
  onJump(listener: (jumpMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Whether what looks older than `ageMs` really is (K8): nobody has set the clock for so long, or for `LIMITS.clockSteadyMs`. A clock that is
   * wrong at the start, or for a while, is mostly set right soon; until then nothing is thrown away because it looks old.
   */
  believes(ageMs: number): boolean {
    this.#look();
    return this.#clock.elapsed() - this.#steadySince >= Math.min(ageMs, LIMITS.clockSteadyMs);
  }

  #look(): void {
    const elapsed = this.#clock.elapsed();
    const offset = this.#clock.now() - elapsed;
    const jump = offset - this.#offset;
    this.#offset = offset;
    // Small steps add up: a clock that runs too fast is no more to be believed than one that jumped.
    if (Math.abs(offset - this.#steadyOffset) >= LIMITS.clockUnsteadyMs) {
      this.#steadyOffset = offset;
      this.#steadySince = elapsed;
    }
    if (Math.abs(jump) < LIMITS.clockJumpMs) return;
    for (const listener of [...this.#listeners]) listener(jump);
  }
}
