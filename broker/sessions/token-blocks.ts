/** Tokens that an operator keeps out for a while (R9). */
import { LIMITS } from "../contract/limits.ts";
import type { Clock } from "../ports/clock.ts";

interface Block {
  /** Elapsed milliseconds. */
  readonly end: number;
  /** Its end by the wall clock, as it was shown; another one only when that clock was set. */
  shown: number;
}

/** Counted in elapsed time: a wall clock that is set while a token is blocked neither lets it in earlier nor keeps it out for longer. */
export class TokenBlocks {
  readonly #clock: Clock;
  readonly #blocks = new Map<string, Block>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  block(tokenId: string, ms: number): void {
    const now = this.#clock.elapsed();
    for (const [id, { end }] of this.#blocks) if (end <= now) this.#blocks.delete(id);
    this.#blocks.set(tokenId, { end: now + ms, shown: Math.round(this.#clock.now() + ms) });
  }

  lift(tokenId: string): void {
    this.#blocks.delete(tokenId);
  }

  isBlocked(tokenId: string): boolean {
    const block = this.#blocks.get(tokenId);
    return block !== undefined && block.end > this.#clock.elapsed();
  }

  /** When the token may come again, epoch milliseconds by the wall clock; null when it may. */
  until(tokenId: string): number | null {
    const block = this.#blocks.get(tokenId);
    const left = block === undefined ? 0 : block.end - this.#clock.elapsed();
    if (block === undefined || left <= 0) return null;
    const end = Math.round(this.#clock.now() + left);
    if (Math.abs(end - block.shown) >= LIMITS.clockJumpMs) block.shown = end;
    return block.shown;
  }

  /** The tokens that are blocked now, and until when. */
  all(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const tokenId of this.#blocks.keys()) {
      const until = this.until(tokenId);
      if (until !== null) found.set(tokenId, until);
    }
    return found;
  }
}
