/** The system's own randomness, which nothing repeats. */
import { randomBytes } from "node:crypto";
import type { Chance } from "../ports/chance.ts";

/** Each question to the system costs as much as a thousand bytes of its answer, and an import needs nine for each row. */
const POOL_BYTES = 4096;

export class SystemChance implements Chance {
  #pool: Buffer = Buffer.alloc(0);
  #at = 0;

  next(): number {
    return Math.random();
  }

  bytes(count: number): Uint8Array {
    if (count > POOL_BYTES) return randomBytes(count);
    if (this.#at + count > this.#pool.length) {
      this.#pool = randomBytes(POOL_BYTES);
      this.#at = 0;
    }
    this.#at += count;
    return this.#pool.subarray(this.#at - count, this.#at);
  }

  fork(): Chance {
    return this;
  }
}
