/** Owns how fast revocations were since the start: milliseconds from commit to close frame and to socket gone (R6). */
import { LIMITS } from "../../contract/limits.ts";
import type { Spread, Stats } from "../../contract/live.ts";
import { spread } from "../live/spread.ts";

/** The newest values, and the count and maximum of all. */
class Milliseconds {
  readonly #values: number[] = [];
  #next = 0;
  #count = 0;
  #max = 0;

  add(values: readonly number[]): void {
    for (const value of values) {
      this.#values[this.#next] = value;
      this.#next = (this.#next + 1) % LIMITS.revocationTimes;
      this.#count++;
      this.#max = Math.max(this.#max, value);
    }
  }

  spread(): Spread {
    const kept = spread(this.#values);
    return kept && { ...kept, count: this.#count, max: this.#max };
  }
}

export class RevocationTimes {
  #count = 0;
  readonly #close = new Milliseconds();
  readonly #gone = new Milliseconds();
  #view: Stats["revocations"] = { count: 0, closeMs: null, goneMs: null };

  /** One revocation closed these. */
  closed(milliseconds: readonly number[]): void {
    this.#count++;
    this.#close.add(milliseconds);
    this.#summarise();
  }

  /** The sockets of one revocation have gone. */
  gone(milliseconds: readonly number[]): void {
    this.#gone.add(milliseconds);
    this.#summarise();
  }

  view(): Stats["revocations"] {
    return this.#view;
  }

  /** Sorting happens here, once a revocation, and not once a second. */
  #summarise(): void {
    this.#view = { count: this.#count, closeMs: this.#close.spread(), goneMs: this.#gone.spread() };
  }
}
