/** Owns what did not go the ordinary way in one chunk of rows: frames late, dropped or withheld, as columns that grow. */

/** How one frame of one recipient fared. */
export const FATES = ["late", "dropped", "left-before", "too-slow", "withheld", "shut-out"] as const;
/**
 * `late`: it left, later than its turn. `dropped`: M8, the oldest of a full queue. `left-before`: the client went first. `too-slow`: the
 * session was closed with 4009. `withheld`: R5, discarded with its session's right. `shut-out`: it was never queued, since the session had
 * lost its right and was closing.
 */
export type Fate = (typeof FATES)[number];

export interface Exception {
  readonly order: number;
  readonly fate: Fate;
  /** `late`: when it left, in `Clock.elapsed()` milliseconds. */
  readonly at: number;
}

const FIRST_SIZE = 64;
/** Bytes of one entry over all columns. */
const ENTRY_BYTES = 15;

export class Exceptions {
  private rows = new Uint16Array(FIRST_SIZE);
  private orders = new Uint32Array(FIRST_SIZE);
  private fates = new Uint8Array(FIRST_SIZE);
  private at = new Float64Array(FIRST_SIZE);
  private count = 0;

  get bytes(): number {
    return this.rows.length * ENTRY_BYTES;
  }

  /** `index` is the row's place in its chunk. Returns the bytes by which the columns grew. */
  add(index: number, order: number, fate: Fate, at: number): number {
    const grown = this.count === this.rows.length ? this.grow() : 0;
    this.rows[this.count] = index;
    this.orders[this.count] = order;
    this.fates[this.count] = FATES.indexOf(fate);
    this.at[this.count] = at;
    this.count++;
    return grown;
  }

  /** Everything noted of the row, in the order in which it happened. */
  of(index: number): readonly Exception[] {
    const found: Exception[] = [];
    for (let i = 0; i < this.count; i++) {
      if (this.rows[i] !== index) continue;
      found.push({ order: this.orders[i] ?? 0, fate: FATES[this.fates[i] ?? 0] ?? "late", at: this.at[i] ?? 0 });
    }
    return found;
  }

  private grow(): number {
    const size = this.rows.length * 2;
    const wider = <T extends Uint16Array | Uint32Array | Uint8Array | Float64Array>(made: T, old: T): T => {
      made.set(old);
      return made;
    };
    this.rows = wider(new Uint16Array(size), this.rows);
    this.orders = wider(new Uint32Array(size), this.orders);
    this.fates = wider(new Uint8Array(size), this.fates);
    this.at = wider(new Float64Array(size), this.at);
    return (size / 2) * ENTRY_BYTES;
  }
}
