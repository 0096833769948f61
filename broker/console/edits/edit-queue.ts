/** Edits one at a time, in the order in which they were asked for; one that waits lets those behind it wait. */
import { LIMITS } from "../../contract/limits.ts";
import { countText } from "../../contract/quantities.ts";
import { stopped, tooMany } from "../refused.ts";
import type { Corridor } from "./apply-edit.ts";

/** Asked before each edit. A promise lets the edit wait; one that rejects refuses it. It answers within a bounded time. */
export type EditGate = () => Promise<void> | undefined;

/** Plans and applies in one turn. One that waits inside does not compile: another edit could come between its plan and its commit. */
export type EditInTurn<T> = ((corridor: Corridor) => T) & (T extends PromiseLike<unknown> ? never : unknown);

export class EditQueue {
  readonly #corridor: Corridor;
  readonly #gate: EditGate;
  #waiting = 0;
  /** The end of the line. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(corridor: Corridor, gate: EditGate) {
    this.#corridor = corridor;
    this.#gate = gate;
  }

  /**
   * Runs `edit` when its turn has come: before this returns, where there is nothing to wait for. Rejects with Refused, and nothing changed, when too many wait already.
   */
  async run<T>(edit: EditInTurn<T>): Promise<T> {
    if (this.#waiting === 0) {
      const passed = this.#gate();
      if (passed === undefined) return edit(this.#corridor);
      return this.#queue(() => passed, edit);
    }
    if (this.#waiting >= LIMITS.editsWaiting) {
      throw tooMany(`${countText(this.#waiting, "edit")} wait already; nothing was changed. Try again in a moment`);
    }
    return this.#queue(this.#gate, edit);
  }

  /** Those that wait are refused. */
  close(): void {
    this.#isClosed = true;
  }

  #queue<T>(gate: EditGate, edit: EditInTurn<T>): Promise<T> {
    const before = this.#last;
    const turn = async () => {
      await before;
      try {
        await gate();
        if (this.#isClosed) throw stopped();
        return edit(this.#corridor);
      } finally {
        this.#waiting--;
      }
    };
    this.#waiting++;
    const done = turn();
    this.#last = done.catch(() => undefined);
    return done;
  }
}
