/** Owns the readers of one moving view: what is gathered for them begins with the first and ends with the last. */
import { UNGUARDED } from "../../faults/unguarded.ts";
import type { Faults } from "../../ports/faults.ts";
import { Watcher } from "./watcher.ts";

/** `About` is what the view remembers of a reader. */
export class Watchers<Snapshot, Patch, Gathered extends { close(): void }, About = undefined> {
  readonly #gather: () => Gathered;
  readonly #open = new Map<Watcher<Snapshot, Patch>, About>();
  #gathered: Gathered | undefined;
  #closed = false;

  readonly #faults: Faults;

  constructor(gather: () => Gathered, faults: Faults = UNGUARDED) {
    this.#gather = gather;
    this.#faults = faults;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Undefined while nobody watches. */
  get gathered(): Gathered | undefined {
    return this.#gathered;
  }

  /** A reader that begins with a snapshot and ends when `signal` aborts, it returns, or the view closes. */
  watch(about: About, snapshot: () => Snapshot, signal?: AbortSignal): Watcher<Snapshot, Patch> {
    const watcher = new Watcher<Snapshot, Patch>(snapshot, () => this.#leave(watcher));
    if (this.#closed || signal?.aborted) {
      watcher.end();
      return watcher;
    }
    signal?.addEventListener("abort", () => watcher.end(), { once: true });
    this.#open.set(watcher, about);
    this.#gathered ??= this.#gather();
    return watcher;
  }

  /** The same patch for everybody. */
  push(patch: Patch): void {
    for (const watcher of this.#open.keys()) watcher.push(patch);
  }

  /** A patch made for each. */
  pushEach(patchFor: (about: About) => Patch): void {
    for (const [watcher, about] of this.#open) watcher.push(patchFor(about));
  }

  /** Makes and sends a patch. When that fails, what had gathered may be lost: every reader begins anew with a snapshot (Z5). */
  send(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#faults.caught("view", error);
      for (const watcher of [...this.#open.keys()]) watcher.restart();
    }
  }

  /** Ends every reader; whoever comes later finds it ended. Harmless twice. */
  close(): void {
    this.#closed = true;
    for (const watcher of [...this.#open.keys()]) watcher.end();
  }

  #leave(watcher: Watcher<Snapshot, Patch>): void {
    this.#open.delete(watcher);
    if (this.#open.size > 0) return;
    this.#gathered?.close();
    this.#gathered = undefined;
  }
}
