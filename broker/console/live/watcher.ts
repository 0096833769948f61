/** Owns one reader of a view that moves: its bounded backlog, and the fresh snapshot that replaces it when it overflows. */
import { LIMITS } from "../../contract/limits.ts";

type Step<Event> = IteratorResult<Event, undefined>;
const DONE: Step<never> = { done: true, value: undefined };

/** Begins with a snapshot, goes on with patches. `ended` is called once. */
export class Watcher<Snapshot, Patch> implements AsyncIteratorObject<Snapshot | Patch, undefined, void> {
  readonly #snapshot: () => Snapshot;
  readonly #ended: () => void;
  #backlog: Patch[] = [];
  /** The next event is a snapshot; patches before it are in it already. */
  #needsSnapshot = true;
  #isOver = false;
  #waiting: ((step: Step<Snapshot | Patch> | Promise<Step<Snapshot | Patch>>) => void)[] = [];

  constructor(snapshot: () => Snapshot, ended: () => void) {
    this.#snapshot = snapshot;
    this.#ended = ended;
  }

  push(patch: Patch): void {
    if (this.#isOver || this.#needsSnapshot) return;
    const reader = this.#waiting.shift();
    if (reader !== undefined) {
      reader({ done: false, value: patch });
      return;
    }
    this.#backlog.push(patch);
    if (this.#backlog.length <= LIMITS.liveBacklog) return;
    this.#backlog = [];
    this.#needsSnapshot = true;
  }

  /** Patches up to now are worth nothing: the next event is a snapshot, also for a reader that waits. */
  restart(): void {
    if (this.#isOver) return;
    this.#backlog = [];
    this.#needsSnapshot = true;
    for (const reader of this.#waiting.splice(0)) reader(this.next());
  }

  async next(): Promise<Step<Snapshot | Patch>> {
    if (this.#isOver) return DONE;
    if (this.#needsSnapshot) {
      const value = this.#freshSnapshot();
      this.#needsSnapshot = false;
      return { done: false, value };
    }
    const value = this.#backlog.shift();
    if (value !== undefined) return { done: false, value };
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A snapshot that cannot be made (the store is gone) ends the stream with its reason. */
  #freshSnapshot(): Snapshot {
    try {
      return this.#snapshot();
    } catch (error) {
      this.end();
      throw error;
    }
  }

  async return(): Promise<Step<Snapshot | Patch>> {
    this.end();
    return DONE;
  }

  /** A reader that waits is told at once. Harmless twice. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#backlog = [];
    for (const reader of this.#waiting.splice(0)) reader(DONE);
    this.#ended();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }
}
