/** What waits in the queues of all slow readers together, and the share of each when that is too much (M8). */
import { LIMITS } from "../contract/limits.ts";
import type { Frame } from "./frame.ts";

export class LateQueues {
  /** Queues in which something waits. */
  queues = 0;
  /** Bytes of the frames that wait, one that waits for many counted once: they share it. */
  bytes = 0;
  private readonly most: number;

  constructor(most: number = LIMITS.queuesBytes) {
    this.most = most;
  }

  /** Bytes that one queue may hold now: without bound here while all together hold little, else as much as the others. */
  get share(): number {
    return this.bytes <= this.most ? Number.POSITIVE_INFINITY : this.most / Math.max(1, this.queues);
  }

  came(frame: Frame): void {
    const waits = frame.waits ?? 0;
    frame.waits = waits + 1;
    if (waits === 0) this.bytes += frame.byteLength;
  }

  left(frames: readonly Frame[]): void {
    for (const frame of frames) {
      const waits = (frame.waits ?? 1) - 1;
      frame.waits = waits;
      if (waits === 0) this.bytes -= frame.byteLength;
    }
  }
}
