/** Owns counting what one subscriber receives, as cheaply as exactness allows. */
import { SEQUENCE_DIGITS } from "../wire/payload.ts";
import { FrameWalk, serverFrame } from "../wire/websocket.ts";
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

/** Counts a chunk of what one subscriber reads; the bytes of control frames are not counted. */
export type Count = (chunk: Buffer, end: number) => number;

/**
 * Turns chunks into counted bytes; deliveries are these bytes divided by {@link unitOf}.
 * Where every delivery is one frame of one length, bytes of the wire are counted; otherwise frame headers are walked and
 * payload bytes counted.
 */
export function counterFor(job: TrafficJob, check: OrderCheck | undefined): Count {
  const walk = new FrameWalk(check ? (payload) => check.feed(payload) : undefined);
  if (job.fixedFrameBytes !== null)
    return check ? dataFrames(walk) : evenFrames(job.fixedFrameBytes, job.delivery.bytes);
  return (chunk, end) => {
    const before = walk.dataBytes;
    walk.feed(chunk, end);
    return walk.dataBytes - before;
  };
}

function dataFrames(walk: FrameWalk): Count {
  return (chunk, end) => {
    const before = walk.controlBytes;
    walk.feed(chunk, end);
    return end - (walk.controlBytes - before);
  };
}

/** FIN and opcode 1. */
const TEXT_FRAME = 0x81;

/**
 * Looks at one byte of a chunk: the start of the last frame in it must be where frames of one length put it. Anything
 * else on the connection (a ping) moves it, and from that chunk on the connection is walked.
 */
function evenFrames(unit: number, payloadBytes: number): Count {
  /** Bytes of the frame that the last chunk ended in. */
  let have = 0;
  let walked: Count | undefined;
  return (chunk, end) => {
    if (walked !== undefined) return walked(chunk, end);
    const before = have;
    have = (have + end) % unit;
    const lastStart = end - (have === 0 ? unit : have);
    if (lastStart < 0 || chunk[lastStart] === TEXT_FRAME) return end;
    const walk = new FrameWalk();
    walk.feed(serverFrame(new Uint8Array(payloadBytes)), before);
    walked = dataFrames(walk);
    return walked(chunk, end);
  };
}

/** Counted bytes of one delivery. */
export const unitOf = (job: TrafficJob): number => job.fixedFrameBytes ?? job.delivery.bytes;
