/** Owns the log of writes: when each session's queue was last handed to the operating system, newest last, bounded. */

/** Entries in one block; blocks are made as they are needed and let go as a whole. */
const BLOCK = 16_384;
/** Bytes of one entry: who, and when. */
const ENTRY_BYTES = 12;

interface Block {
  readonly orders: Uint32Array;
  readonly at: Float64Array;
}

/**
 * One entry a write and none a delivery: whatever was queued for a session before its next write leaves with it, so the delay of a
 * frame is found later from the place in the log at which its message was published. Frames that did not leave so are noted apart.
 */
export class Departures {
  /** The place that the next entry takes; places count from the start of the engine. */
  next = 0;
  /** The oldest place that is still known. */
  first = 0;
  private readonly blocks: Block[] = [];
  private filling: Block | null = null;

  get bytes(): number {
    return this.blocks.length * BLOCK * ENTRY_BYTES;
  }

  note(order: number, at: number): void {
    const index = this.next % BLOCK;
    if (index === 0 || this.filling === null) this.open();
    const block = this.filling as Block;
    block.orders[index] = order;
    block.at[index] = at;
    this.next++;
  }

  /** Lets go of whole blocks that lie before `place`. */
  forgetBefore(place: number): void {
    while (this.blocks.length > 1 && this.first + BLOCK <= place) {
      this.blocks.shift();
      this.first += BLOCK;
    }
  }

  /** Lets go of the oldest block, whoever may still ask for it. False: there is only the one being filled. */
  forgetOldest(): boolean {
    const { first } = this;
    this.forgetBefore(first + BLOCK);
    return this.first > first;
  }

  /**
   * When each of the wanted sessions was written first from `place` on, in `Clock.elapsed()` milliseconds. Looks at no more than `most`
   * entries: whoever is not found there has not been written, or too long ago to be known.
   */
  firstWrites(wanted: ReadonlySet<number>, place: number, most: number): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    if (place < this.first) return found;
    const end = Math.min(this.next, place + most);
    for (let at = place; at < end && found.size < wanted.size; at++) {
      const block = this.blocks[Math.floor((at - this.first) / BLOCK)];
      const order = block?.orders[at % BLOCK];
      if (block === undefined || order === undefined) break;
      if (wanted.has(order) && !found.has(order)) found.set(order, block.at[at % BLOCK] ?? 0);
    }
    return found;
  }

  private open(): void {
    this.filling = { orders: new Uint32Array(BLOCK), at: new Float64Array(BLOCK) };
    this.blocks.push(this.filling);
  }
}
