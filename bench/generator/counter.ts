/** Owns counting what one subscriber receives, as cheaply as exactness allows. */
import { SEQUENCE_DIGITS } from "../wire/payload.ts";
import { FrameWalk } from "../wire/websocket.ts";
import type { TrafficJob } from "./job.ts";

/** Checks on the full content of one subscriber that its messages come in order, none missing. */
export class OrderCheck {
  checked = 0;
  misordered = 0;
  #at = 0;
  #number = 0;
  #last = 0;
  readonly #unit: number;
  readonly #digitsAt: number;

  constructor(delivery: TrafficJob["delivery"]) {
    this.#unit = delivery.bytes;
    this.#digitsAt = delivery.digitsAt;
  }

  feed(payload: Buffer): void {
    for (const byte of payload) {
      const digit = this.#at - this.#digitsAt;
      if (digit >= 0 && digit < SEQUENCE_DIGITS) this.#number = this.#number * 10 + byte - 48;
      if (++this.#at < this.#unit) continue;
      this.checked++;
      if (this.#number !== this.#last + 1) this.misordered++;
      this.#last = this.#number;
      this.#number = 0;
      this.#at = 0;
    }
  }
}

/**
 * Turns chunks into counted bytes; deliveries are these bytes divided by {@link unitOf}.
 * Where every delivery is one frame of one length, the bytes of the wire are counted and nothing is looked at; a
 * frame of another kind would leave a remainder. Otherwise frame headers are walked and payload bytes counted.
 */
export function counterFor(job: TrafficJob, check: OrderCheck | undefined): (chunk: Buffer, end: number) => number {
  if (job.fixedFrameBytes !== null && !check) return (_chunk, end) => end;
  const walk = new FrameWalk(check ? (payload) => check.feed(payload) : undefined);
  if (job.fixedFrameBytes !== null) {
    return (chunk, end) => {
      walk.feed(chunk, end);
      return end;
    };
  }
  return (chunk, end) => {
    const before = walk.dataBytes;
    walk.feed(chunk, end);
    return walk.dataBytes - before;
  };
}

/** Counted bytes of one delivery. */
export const unitOf = (job: TrafficJob): number => job.fixedFrameBytes ?? job.delivery.bytes;
