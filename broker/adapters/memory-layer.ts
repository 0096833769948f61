/** Owns the layer of one process alone: there is nobody to send to, and slots are counted here. */
import type { Layer, LayerHandlers, LayerMessage } from "../ports/layer.ts";

/** `new MemoryLayer()`. Slots are answered at once, so that the door stays in one turn. */
export class MemoryLayer implements Layer {
  readonly kind = "memory";
  readonly #slots = new Map<string, number>();

  async start(_handlers?: LayerHandlers): Promise<void> {}

  publish(_message: LayerMessage): void {}

  announce(_revision: number): void {}

  acquireSlot(tokenId: string, limit: number): boolean {
    const counted = this.slots(tokenId) + 1;
    if (limit > 0 && counted > limit) return false;
    this.#slots.set(tokenId, counted);
    return true;
  }

  /** A release too many is without effect: it must never make room for one connection above the limit. */
  releaseSlot(tokenId: string): void {
    const left = this.slots(tokenId) - 1;
    if (left > 0) this.#slots.set(tokenId, left);
    else this.#slots.delete(tokenId);
  }

  slots(tokenId: string): number {
    return this.#slots.get(tokenId) ?? 0;
  }

  async close(): Promise<void> {
    this.#slots.clear();
  }
}
