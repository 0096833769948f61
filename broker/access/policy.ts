/** Owns which snapshot of the policy is current. */
import type { Snapshot } from "./snapshot.ts";

export class Policy {
  #current: Snapshot;

  constructor(current: Snapshot) {
    this.#current = current;
  }

  get current(): Snapshot {
    return this.#current;
  }

  /** From here every decision sees the next snapshot. */
  replace(next: Snapshot): void {
    this.#current = next;
  }
}
