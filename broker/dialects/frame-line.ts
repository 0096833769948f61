/** Owns the order of one connection's frames where answering one may take time. */
import { LIMITS } from "../contract/limits.ts";

/** Answers a frame; a promise when that takes time. */
export type FrameHandler = (frame: Uint8Array) => Promise<void> | undefined;

/** Later frames wait until the earlier one is answered, `LIMITS.framesWaiting` of them and so many bytes; one may always wait. */
export class FrameLine {
  private waiting: Uint8Array[] = [];
  private busy = false;
  private waitingBytes = 0;
  private readonly handle: FrameHandler;
  private readonly failed: (error: unknown) => void;
  private readonly maxBytes: number;

  /** `failed` hears of an exception that nobody waits for any more: of a promise, or of a frame that had waited. */
  constructor(handle: FrameHandler, failed: (error: unknown) => void, maxBytes: number = LIMITS.framesWaitingBytes) {
    this.handle = handle;
    this.failed = failed;
    this.maxBytes = maxBytes;
  }

  /** False: too many wait already, and this one is not taken. */
  take(frame: Uint8Array): boolean {
    if (!this.busy) {
      this.start(this.handle(frame));
      return true;
    }
    const { length } = this.waiting;
    if (length >= LIMITS.framesWaiting) return false;
    if (length > 0 && this.waitingBytes + frame.byteLength > this.maxBytes) return false;
    // A copy: the frame is a part of what was read from the socket, and would keep all of that.
    this.waiting.push(Uint8Array.prototype.slice.call(frame));
    this.waitingBytes += frame.byteLength;
    return true;
  }

  /** Gives up what waits, for whoever goes on with the connection. */
  drain(): readonly Uint8Array[] {
    this.waitingBytes = 0;
    return this.waiting.splice(0);
  }

  private start(answer: Promise<void> | undefined): void {
    if (answer === undefined) return;
    this.busy = true;
    void answer.catch(this.failed).then(() => this.next());
  }

  private next(): void {
    this.busy = false;
    while (!this.busy) {
      const frame = this.waiting.shift();
      if (frame === undefined) return;
      this.waitingBytes -= frame.byteLength;
      try {
        this.start(this.handle(frame));
      } catch (error) {
        this.failed(error);
      }
    }
  }
}
