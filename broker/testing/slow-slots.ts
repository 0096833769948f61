/** A layer whose slots are answered when a test says so, as those of another process would be. */
import { MemoryLayer } from "../adapters/memory-layer.ts";
import type { Layer } from "../ports/layer.ts";

export class SlowSlots implements Layer {
  readonly kind = "memory";
  readonly #layer = new MemoryLayer();
  readonly #asked: ((failure?: Error) => void)[] = [];

  start = () => this.#layer.start();
  publish = () => undefined;
  announce = () => undefined;
  releaseSlot = (tokenId: string) => this.#layer.releaseSlot(tokenId);
  slots = (tokenId: string) => this.#layer.slots(tokenId);
  close = () => this.#layer.close();

  acquireSlot(tokenId: string, limit: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#asked.push((failure) => {
        if (failure === undefined) resolve(this.#layer.acquireSlot(tokenId, limit));
        else reject(failure);
      });
    });
  }

  /** Slots that are asked for and not answered yet. */
  get waiting(): number {
    return this.#asked.length;
  }

  /** Answers those that are asked for now, the oldest first; resolves when everything that follows from it is done. */
  async answer(count = this.#asked.length): Promise<void> {
    for (const answer of this.#asked.splice(0, count)) answer();
    await new Promise(setImmediate);
  }

  async fail(): Promise<void> {
    for (const answer of this.#asked.splice(0)) answer(new Error("the other process is gone"));
    await new Promise(setImmediate);
  }
}
