/** Owns one reader of the live view: its bounded backlog, and the fresh snapshot that replaces it when it overflows. */
import { LIMITS } from "../contract/limits.ts";
import type { LiveEvent, LivePatch, LiveSnapshot } from "../contract/live.ts";

type Step = IteratorResult<LiveEvent, undefined>;
const DONE: Step = { done: true, value: undefined };

/** Begins with a snapshot. `ended` is called once. */
export class Watcher implements AsyncIteratorObject<LiveEvent, undefined, void> {
  readonly #snapshot: () => LiveSnapshot;
  readonly #ended: () => void;
  #backlog: LivePatch[] = [];
  /** The next event is a snapshot; patches before it are in it already. */
  #needsSnapshot = true;
  #isOver = false;
  #waiting: ((step: Step) => void)[] = [];

  constructor(snapshot: () => LiveSnapshot, ended: () => void) {
    this.#snapshot = snapshot;
    this.#ended = ended;
  }

  push(patch: LivePatch): void {
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

  async next(): Promise<Step> {
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
  #freshSnapshot(): LiveSnapshot {
    try {
      return this.#snapshot();
    } catch (error) {
      this.end();
      throw error;
    }
  }

  async return(): Promise<Step> {
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
