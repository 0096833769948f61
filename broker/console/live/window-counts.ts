/** Owns counts by key over the last hour, forgotten in steps of ten seconds. */

const STEP_MS = 10_000;
const STEPS = 360;

export class WindowCounts {
  /** One map a step, oldest first. */
  readonly #steps: Map<string, number>[] = [new Map()];
  readonly #hour = new Map<string, number>();
  #stepStart: number;

  /** `elapsed`: milliseconds of a monotonic clock, as for every call. */
  constructor(elapsed: number) {
    this.#stepStart = elapsed;
  }

  add(key: string, count: number, elapsed: number): void {
    this.#advance(elapsed);
    const step = this.#steps.at(-1);
    step?.set(key, (step.get(key) ?? 0) + count);
    this.#hour.set(key, (this.#hour.get(key) ?? 0) + count);
  }

  lastHour(elapsed: number): ReadonlyMap<string, number> {
    this.#advance(elapsed);
    return this.#hour;
  }

  /** The last 60 s, to the step. */
  lastMinute(elapsed: number): number {
    this.#advance(elapsed);
    return this.#steps.slice(-60_000 / STEP_MS).reduce((sum, step) => sum + total(step), 0);
  }

  #advance(elapsed: number): void {
    const passed = Math.floor((elapsed - this.#stepStart) / STEP_MS);
    if (passed <= 0) return;
    this.#stepStart += passed * STEP_MS;
    for (let step = 0; step < Math.min(passed, STEPS); step++) this.#steps.push(new Map());
    for (const old of this.#steps.splice(0, this.#steps.length - STEPS)) this.#forget(old);
  }

  #forget(step: ReadonlyMap<string, number>): void {
    for (const [key, count] of step) {
      const left = (this.#hour.get(key) ?? 0) - count;
      if (left > 0) this.#hour.set(key, left);
      else this.#hour.delete(key);
    }
  }
}

export function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
