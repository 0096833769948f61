/** Owns one connection's outbound queue: bounded, written once a turn, discarded at once when the session loses its right to hear. */
import { LIMITS } from "../contract/limits.ts";
import type { Connection } from "../ports/connection.ts";
import type { Flushable } from "./flusher.ts";
import type { Frame } from "./frame.ts";
import type { SessionHost } from "./session-host.ts";

/** Frames gathered before they are written within the turn, so that a burst is not mistaken for a slow reader. */
const BATCH_FRAMES = 256;
const NONE: Frame[] = [];

/**
 * Frames wait here and not in the socket: what is handed over cannot be taken back, and R5 asks that waiting frames of a closed session
 * are discarded. While the operating system does not take more, frames stay here, bounded by the queue limits (M8).
 */
export class Outbound implements Flushable {
  messages = 0;
  bytes = 0;
  dropped = 0;
  waitingBytes = 0;
  /** Frames written although they had been discarded: stays 0, counted where frames leave. */
  writtenAfterDiscard = 0;
  private frames: Frame[] = NONE;
  private scheduled = false;
  private blocked = false;
  private discarded = false;
  /** Among the waiting frames are some that did not leave at the end of their turn. */
  private hasLate = false;
  private readonly order: number;
  /** Frames and bytes of `pushAsked` that found the transport full: the bounds are so much wider until the queue has been empty. */
  private askedFrames = 0;
  private askedBytes = 0;
  private readonly connection: Connection;
  private readonly host: SessionHost;

  constructor(connection: Connection, host: SessionHost, order: number) {
    this.order = order;
    this.connection = connection;
    this.host = host;
  }

  get waitingFrames(): number {
    return this.frames.length;
  }

  /** The reader does not keep up at this moment. */
  get isSlow(): boolean {
    return this.blocked && this.frames.length > 0;
  }

  /** Queues a frame. False: the queue is full and the setting says to close. */
  push(frame: Frame): boolean {
    if (this.frames === NONE) this.frames = [];
    this.frames.push(frame);
    this.waitingBytes += frame.byteLength;
    if (this.blocked) {
      this.hasLate = true;
      return this.withinLimits();
    }
    if (!this.scheduled) {
      this.scheduled = true;
      this.host.flusher.add(this);
    } else if (this.waitingBytes >= LIMITS.writeBatchBytes || this.frames.length >= BATCH_FRAMES) {
      this.write();
    }
    return true;
  }

  /**
   * Queues frames that the reader asked for as a whole (P7). Dropping their oldest would leave a gap in what it was promised, so the bounds (M8) are
   * widened, within limits, by what the transport does not take at once. False: the queue is full and the setting says to close.
   */
  pushAsked(frames: readonly Frame[]): boolean {
    for (const frame of frames) {
      if (this.blocked) {
        this.askedFrames = Math.min(this.askedFrames + 1, LIMITS.replayQueueFrames);
        this.askedBytes = Math.min(this.askedBytes + frame.byteLength, LIMITS.replayQueueBytes);
      }
      if (!this.push(frame)) return false;
    }
    return true;
  }

  /** The turn's end, or a flush before a friendly close. */
  flush(): void {
    this.scheduled = false;
    if (!this.blocked) this.write();
  }

  /** The transport takes frames again. */
  resume(): void {
    this.blocked = false;
    this.write();
    if (this.frames.length > 0) return;
    this.askedFrames = 0;
    this.askedBytes = 0;
  }

  /** Forgets what waits, and returns it. Nothing is written afterwards. */
  discard(): readonly Frame[] {
    const { frames } = this;
    this.frames = NONE;
    this.waitingBytes = 0;
    this.discarded = true;
    return frames;
  }

  /** Forgets the waiting frames that `isLost` says so of, and returns them (X4, R5). */
  discardWhere(isLost: (frame: Uint8Array) => boolean): readonly Frame[] {
    const lost = this.frames.filter(isLost);
    if (lost.length === 0) return lost;
    const gone = new Set(lost);
    this.frames = this.frames.filter((frame) => !gone.has(frame));
    this.waitingBytes = this.frames.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return lost;
  }

  private write(): void {
    const frames = this.frames;
    // While blocked the queue may hold up to its limit: it leaves in batches, so that a close never waits behind all of it.
    const batch = this.waitingBytes > LIMITS.writeBatchBytes ? this.takeBatch() : frames;
    if (batch.length === 0) return;
    if (batch === frames) {
      this.bytes += this.waitingBytes;
      this.waitingBytes = 0;
    }
    this.messages += batch.length;
    if (this.discarded) this.writtenAfterDiscard += batch.length;
    this.host.wrote(batch.length);
    this.blocked = !this.connection.writeFrames(batch);
    if (this.hasLate) this.host.leftLate(this.order, batch);
    else this.host.left(this.order);
    // What a batch leaves behind is late: nobody may take the first write of the turn for its own.
    this.hasLate = batch !== frames;
    if (batch === frames) frames.length = 0;
    else if (!this.blocked && this.frames.length > 0) this.write();
  }

  private takeBatch(): Frame[] {
    let bytes = 0;
    let count = 0;
    while (count < this.frames.length && bytes < LIMITS.writeBatchBytes) {
      bytes += (this.frames[count] as Uint8Array).byteLength;
      count++;
    }
    if (count === this.frames.length) return this.frames;
    this.bytes += bytes;
    this.waitingBytes -= bytes;
    return this.frames.splice(0, count);
  }

  /** M8: drops the oldest frames over the limit, or says that the session must close. */
  private withinLimits(): boolean {
    const { slowReader, ...limits } = this.host.queueLimits;
    const maxQueueFrames = limits.maxQueueFrames + this.askedFrames;
    const maxQueueBytes = limits.maxQueueBytes + this.askedBytes;
    if (this.frames.length <= maxQueueFrames && this.waitingBytes <= maxQueueBytes) return true;
    if (slowReader === "close") return false;
    let count = 0;
    while (this.frames.length - count > maxQueueFrames || this.waitingBytes > maxQueueBytes) {
      this.waitingBytes -= (this.frames[count] as Uint8Array).byteLength;
      count++;
    }
    this.dropped += count;
    this.host.droppedFrames(this.order, this.frames.splice(0, count), this);
    return true;
  }
}
