/** Bounded list of what happened, newest first. */
import { LIMITS } from "../contract/limits.ts";
import { Listeners } from "../faults/listeners.ts";
import type { Faults } from "../ports/faults.ts";
import { weightOf } from "./weight.ts";

export interface JournalPage<T> {
  readonly items: readonly T[];
  /** The id to continue after; absent on the last page. */
  readonly nextCursor?: string;
}

/** How much of the past a journal keeps. */
export interface JournalBounds {
  readonly entries: number;
  /** Bytes of memory, as `weightOf` counts them. */
  readonly bytes: number;
}

/** Bytes of memory that an entry takes. */
export type Weighing<T> = (entry: T) => number;

const BOUNDS: JournalBounds = { entries: LIMITS.journalEntries, bytes: LIMITS.journalBytes };

/** `isNew` is false for an entry that takes the place of the one with its id. */
export type JournalListener<T> = (entry: T, isNew: boolean) => void;

/**
 * A ring bounded by entries and by bytes: adding is constant time, and the oldest entries go first. The newest stays, whatever it weighs.
 * Entries may be replaced by id (a revocation re-measured).
 */
export class Journal<T extends { readonly id: string }> {
  private readonly entries: (T | undefined)[] = [];
  private readonly weights: number[] = [];
  private next = 0;
  private count = 0;
  private heldBytes = 0;
  private readonly bounds: JournalBounds;
  private readonly listeners: Listeners<JournalListener<T>>;
  private readonly weigh: Weighing<T>;

  /** `weigh` where entries come by the thousand, and their fields are known. */
  constructor(bounds: Partial<JournalBounds> = {}, faults?: Faults, weigh: Weighing<T> = weightOf) {
    this.weigh = weigh;
    this.bounds = { ...BOUNDS, ...bounds };
    this.listeners = new Listeners(faults);
  }

  get size(): number {
    return this.count;
  }

  /** What the entries weigh. */
  get bytes(): number {
    return this.heldBytes;
  }

  add(entry: T): void {
    const weight = this.weigh(entry);
    while (this.count > 0 && (this.count === this.bounds.entries || this.heldBytes + weight > this.bounds.bytes)) {
      this.forgetOldest();
    }
    this.entries[this.next] = entry;
    this.weights[this.next] = weight;
    this.heldBytes += weight;
    this.count++;
    this.next = (this.next + 1) % this.bounds.entries;
    this.listeners.tell((listener) => listener(entry, true));
  }

  /** Replaces the entry with the same id, if it is still there. */
  replace(entry: T): void {
    const index = this.entries.findIndex((old) => old?.id === entry.id);
    if (index < 0) return;
    const weight = this.weigh(entry);
    this.heldBytes += weight - (this.weights[index] ?? 0);
    this.weights[index] = weight;
    this.entries[index] = entry;
    this.listeners.tell((listener) => listener(entry, false));
  }

  private forgetOldest(): void {
    const at = (this.next - this.count + this.bounds.entries) % this.bounds.entries;
    this.entries[at] = undefined;
    this.heldBytes -= this.weights[at] ?? 0;
    this.count--;
  }

  /** Newest first. */
  *newest(): Iterable<T> {
    const { entries } = this.bounds;
    for (let back = 1; back <= this.count; back++) {
      yield this.entries[(this.next - back + entries) % entries] as T;
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
  onAdded(listener: JournalListener<T>): () => void {
    return this.listeners.add(listener);
  }
}

const everything = () => true;
