/** Owns the order of one connection's frames where answering one may take time. */
import { LIMITS } from "../contract/limits.ts";

/** Answers a frame; a promise when that takes time, which never rejects. */
export type FrameHandler = (frame: Uint8Array) => Promise<void> | undefined;

/** Later frames wait until the earlier one is answered, `LIMITS.framesWaiting` of them. */
export class FrameLine {
  private waiting: Uint8Array[] = [];
  private busy = false;
  private readonly handle: FrameHandler;

  constructor(handle: FrameHandler) {
    this.handle = handle;
  }

  /** False: too many wait already, and this one is not taken. */
  take(frame: Uint8Array): boolean {
    if (!this.busy) {
      this.start(this.handle(frame));
      return true;
    }
    if (this.waiting.length >= LIMITS.framesWaiting) return false;
    this.waiting.push(frame);
    return true;
  }

  /** Gives up what waits, for whoever goes on with the connection. */
  drain(): readonly Uint8Array[] {
    return this.waiting.splice(0);
  }

  private start(answer: Promise<void> | undefined): void {
    if (answer === undefined) return;
    this.busy = true;
    void answer.then(() => this.next());
  }

  private next(): void {
    this.busy = false;
    while (!this.busy) {
      const frame = this.waiting.shift();
      if (frame === undefined) return;
      this.start(this.handle(frame));
    }
  }
}
