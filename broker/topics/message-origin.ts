/** Owns the ids of messages whose publisher gave none: UUIDs of version 7 (RFC 9562) that follow from time, order and a seed. */
import { randomBytes } from "node:crypto";

const SEED = /^[0-9a-f]{12}$/;

/** One engine's seed. Two messages of one millisecond differ by their number, those of two engines by the seed. */
export class MessageOrigin {
  /** 12 hexadecimal digits; kept with the history, so that ids stay what they are. */
  readonly seed: string;
  /** Epoch milliseconds from which its messages count their time. */
  readonly since: number;
  readonly #variantAndSeed: string;
  readonly #restOfSeed: string;

  /** @throws RangeError when the seed is not 12 hexadecimal digits */
  constructor(since: number, seed: string = randomBytes(6).toString("hex")) {
    if (!SEED.test(seed)) throw new RangeError("a seed is 12 hexadecimal digits");
    this.since = since;
    this.seed = seed;
    this.#variantAndSeed = (0x8000 | (Number.parseInt(seed.slice(0, 4), 16) & 0x3fff)).toString(16);
    this.#restOfSeed = seed.slice(4);
  }

  /** `at` in epoch milliseconds. The number's lower 28 bits go in. */
  idOf(number: number, at: number): string {
    const order = Math.abs(number);
    const time = hex(at, 12);
    const low = hex(order % 0x1000, 3);
    const high = hex(Math.floor(order / 0x1000) % 0x10000, 4);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${low}-${this.#variantAndSeed}-${this.#restOfSeed}${high}`;
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0").slice(-digits);
}
