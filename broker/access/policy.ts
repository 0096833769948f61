/** Owns which snapshot of the policy is current. */
import type { Snapshot } from "./snapshot.ts";

export class Policy {
  #current: Snapshot;
  /** Called in the turn of a change of the tokens, when the next snapshot is current; set once, by whoever wires the rooms. */
  onTokensChanged: () => void = () => undefined;

  constructor(current: Snapshot) {
    this.#current = current;
  }

  get current(): Snapshot {
    return this.#current;
  }

  /** From here every decision sees the next snapshot. */
  replace(next: Snapshot): void {
    const hadOthers = this.#current.tokens !== next.tokens;
    this.#current = next;
    if (hadOthers) this.onTokensChanged();
  }
}
