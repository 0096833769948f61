/** Reads the ordinary frames of a socket: whole text frames, one behind the other. Everything else is read by `ws`. */
import { isUtf8 } from "node:buffer";

/** Who hears of what was read. */
export interface FrameReader {
  /** Largest payload in bytes (M7). */
  readonly maxFrame: number;
  /** The payload is a part of `read`, and valid as long as that is not written to. */
  readText(payload: Buffer): void;
}

/** FIN and opcode 1, without reserved bits. */
const WHOLE_TEXT = 0x81;
const MASKED = 0x80;
/** Lengths from here on are written apart. */
const SHORT_LENGTHS = 126;
const TWO_BYTE_LENGTH = MASKED | SHORT_LENGTHS;
const MASK_BYTES = 4;
/** In a byte beyond ASCII. */
const HIGH_BIT = 0x80;

/**
 * Hands over the payloads of the frames that `read` begins with, in order, unmasked where they lie (RFC 6455 5.3). Stops before the first frame that
 * is no whole masked text frame of at most 65,535 bytes, is empty, larger than it may be, no UTF-8, or not all there. `read` begins with a frame.
 * Returns how many bytes were read; the others are as they were.
 */
export function readFrames(read: Buffer, reader: FrameReader): number {
  let at = 0;
  const { length } = read;
  // The shortest frame with a payload.
  while (at + 2 + MASK_BYTES < length && read[at] === WHOLE_TEXT) {
    let size = (read[at + 1] as number) - MASKED;
    let mask = at + 2;
    if (size >= SHORT_LENGTHS) {
      if (read[at + 1] !== TWO_BYTE_LENGTH) return at;
      size = ((read[at + 2] as number) << 8) | (read[at + 3] as number);
      mask += 2;
    }
    const start = mask + MASK_BYTES;
    const end = start + size;
    if (size <= 0 || end > length || size > reader.maxFrame) return at;
    const seen = unmask(read, mask, end);
    const payload = read.subarray(start, end);
    if ((seen & HIGH_BIT) !== 0 && !isUtf8(payload)) {
      // Applied twice it is undone.
      unmask(read, mask, end);
      return at;
    }
    at = end;
    reader.readText(payload);
  }
  return at;
}

/** Returns the bits that any of the unmasked bytes has. */
function unmask(read: Buffer, mask: number, end: number): number {
  const first = read[mask] as number;
  const second = read[mask + 1] as number;
  const third = read[mask + 2] as number;
  const fourth = read[mask + 3] as number;
  let seen = 0;
  let at = mask + MASK_BYTES;
  for (; at + 3 < end; at += 4) {
    const one = (read[at] as number) ^ first;
    const two = (read[at + 1] as number) ^ second;
    const three = (read[at + 2] as number) ^ third;
    const four = (read[at + 3] as number) ^ fourth;
    read[at] = one;
    read[at + 1] = two;
    read[at + 2] = three;
    read[at + 3] = four;
    seen |= one | two | three | four;
  }
  for (let of = mask; at < end; at++, of++) {
    const one = (read[at] as number) ^ (read[of] as number);
    read[at] = one;
    seen |= one;
  }
  return seen;
}
