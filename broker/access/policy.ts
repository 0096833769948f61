/** Owns which snapshot of the policy is current. */
import type { Snapshot } from "./snapshot.ts";

export class Policy {
  #current: Snapshot;
  /** Called in the turn of a change of what says which topics are for few (T8), when the next snapshot is current; set once, by whoever wires the rooms. */
  onPrivacyChanged: () => void = () => undefined;

  constructor(current: Snapshot) {
    this.#current = current;
  }

  get current(): Snapshot {
    return this.#current;
  }

  /** From here every decision sees the next snapshot. */
  replace(next: Snapshot): void {
    const { tokens, privateRooms } = this.#current;
    this.#current = next;
    if (tokens !== next.tokens || privateRooms !== next.privateRooms) this.onPrivacyChanged();
  }
}
