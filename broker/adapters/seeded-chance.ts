/** Randomness that a seed repeats: SHA-256 of seed, label and count, block by block. */
import { createHash } from "node:crypto";
import type { Chance } from "../ports/chance.ts";

/** Seeds are whole numbers below this. */
const SEEDS = 2 ** 32;
/** A double holds so many bytes without rounding. */
const NUMBER_BYTES = 6;

export class SeededChance implements Chance {
  readonly #seed: number;
  readonly #label: string;
  #block: Buffer = Buffer.alloc(0);
  #count = 0;

  /** @throws RangeError when the seed is not a whole number below 2^32 */
  constructor(seed: number, label = "") {
    if (!Number.isInteger(seed) || seed < 0 || seed >= SEEDS) {
      throw new RangeError(`a seed is a whole number from 0 to ${SEEDS - 1}, not ${seed}`);
    }
    this.#seed = seed;
    this.#label = label;
  }

  next(): number {
    return Buffer.from(this.bytes(NUMBER_BYTES)).readUIntBE(0, NUMBER_BYTES) / 2 ** (8 * NUMBER_BYTES);
  }

  bytes(count: number): Uint8Array {
    while (this.#block.length < count) {
      const more = createHash("sha256")
        .update(JSON.stringify([this.#seed, this.#label, this.#count++]))
        .digest();
      this.#block = Buffer.concat([this.#block, more]);
    }
    const taken = this.#block.subarray(0, count);
    this.#block = this.#block.subarray(count);
    return taken;
  }

  fork(label: string): Chance {
    return new SeededChance(this.#seed, JSON.stringify([this.#label, label]));
  }
}
