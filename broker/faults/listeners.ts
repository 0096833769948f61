/** The listeners of one kind of announcement: an exception in one of them stops neither the others nor the part that announces (Z5). */
import type { FaultPlace, Faults } from "../ports/faults.ts";
import { UNGUARDED } from "./unguarded.ts";

export class Listeners<L> {
  readonly #all = new Set<L>();
  readonly #faults: Faults;
  readonly #place: FaultPlace;

  constructor(faults: Faults = UNGUARDED, place: FaultPlace = "listener") {
    this.#faults = faults;
    this.#place = place;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Returns a function that ends the listening. */
  add(listener: L): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  clear(): void {
    this.#all.clear();
  }

  /** Calls `what` with each. */
  tell(what: (listener: L) => void): void {
    for (const listener of this.#all) {
      try {
        what(listener);
      } catch (error) {
        this.#faults.caught(this.#place, error);
      }
    }
  }
}
