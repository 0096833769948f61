/** The bus of one process: nobody else is there, and slots are answered at once. */
import type { Bus, NodeCard } from "../ports/bus.ts";

export class AloneBus implements Bus {
  readonly kind = "alone";
  readonly #slots = new Map<string, number>();
  #card: NodeCard | null = null;

  async enter(card: NodeCard): Promise<void> {
    this.#card = card;
  }

  async renew(): Promise<boolean> {
    return this.#card !== null;
  }

  async members(): Promise<readonly NodeCard[]> {
    return this.#card === null ? [] : [this.#card];
  }

  send(): void {}

  take(tokenId: string, held: number, more: number, limit: number): number {
    const granted = limit === 0 ? more : Math.min(more, Math.max(0, limit - held));
    if (granted > 0) this.#note(tokenId, held + granted);
    return granted;
  }

  hold(slots: readonly (readonly [tokenId: string, count: number])[]): void {
    for (const [tokenId, count] of slots) this.#note(tokenId, count);
  }

  held(tokenId: string): number {
    return this.#slots.get(tokenId) ?? 0;
  }

  async close(): Promise<void> {
    this.#card = null;
    this.#slots.clear();
  }

  #note(tokenId: string, count: number): void {
    if (count > 0) this.#slots.set(tokenId, count);
    else this.#slots.delete(tokenId);
  }
}
