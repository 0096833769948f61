/** Owns a bounded list of what happened, newest first. */
import { LIMITS } from "../contract/limits.ts";

export interface JournalPage<T> {
  readonly items: readonly T[];
  /** The id to continue after; absent on the last page. */
  readonly nextCursor?: string;
}

/** A ring: adding is constant time, and the oldest entries go first. Entries may be replaced by id (a revocation re-measured). */
export class Journal<T extends { readonly id: string }> {
  private readonly entries: T[] = [];
  private next = 0;
  private readonly capacity: number;
  private readonly listeners = new Set<(entry: T) => void>();

  constructor(capacity: number = LIMITS.journalEntries) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.entries.length;
  }

  add(entry: T): void {
    this.entries[this.next] = entry;
    this.next = (this.next + 1) % this.capacity;
    for (const listener of this.listeners) listener(entry);
  }

  /** Replaces the entry with the same id, if it is still there. */
  replace(entry: T): void {
    const index = this.entries.findIndex((old) => old.id === entry.id);
    if (index < 0) return;
    this.entries[index] = entry;
    for (const listener of this.listeners) listener(entry);
  }

  /** Newest first. */
  *newest(): Iterable<T> {
    const { length } = this.entries;
    for (let back = 1; back <= length; back++) {
      yield this.entries[(this.next - back + length * 2) % length] as T;
    }
  }

  /**
   * A page of at most `limit` asked entries older than the entry `cursor`; an unknown cursor (it fell out of the ring) gives an empty page.
   */
  page(cursor: string | undefined, limit: number, isAsked: (entry: T) => boolean = everything): JournalPage<T> {
    const items: T[] = [];
    let skipping = cursor !== undefined;
    for (const entry of this.newest()) {
      if (skipping) {
        skipping = entry.id !== cursor;
        continue;
      }
      if (!isAsked(entry)) continue;
      if (items.length === limit) return { items, nextCursor: (items[items.length - 1] as T).id };
      items.push(entry);
    }
    return { items };
  }

  /** Returns a function that ends the listening. */
  onAdded(listener: (entry: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

const everything = () => true;
