/** Owns the new and changed entries of one journal since the last patch, newest first and no more than a window holds. */
import { LIMITS } from "../../contract/limits.ts";

export class LiveJournal<T extends { readonly id: string }> {
  /** Oldest first; an entry that changed again keeps its place. */
  readonly #entries = new Map<string, T>();

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  add(entry: T): void {
    this.#entries.set(entry.id, entry);
    if (this.#entries.size <= LIMITS.liveJournalRows) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }

  take(): T[] {
    const entries = [...this.#entries.values()].reverse();
    this.#entries.clear();
    return entries;
  }
}
