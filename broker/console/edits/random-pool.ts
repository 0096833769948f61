/** Random bytes for many small uses, asked of the system in large pieces: each question costs as much as a thousand bytes. */
import { randomBytes } from "node:crypto";

/** One edit needs a few; an import needs bytes for each row. */
const FIRST_BYTES = 64;
const MOST_BYTES = 16 * 1024;

export class RandomPool {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #next = FIRST_BYTES;

  /** `count` bytes that were given to nobody else. */
  take(count: number): Buffer {
    if (this.#at + count > this.#bytes.length) {
      this.#bytes = randomBytes(Math.max(count, this.#next));
      this.#next = Math.min(MOST_BYTES, this.#next * 4);
      this.#at = 0;
    }
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}
