/** Owns one connection's outbound queue: bounded, written once a turn, discarded at once when the session loses its right to hear. */
import { LIMITS } from "../contract/limits.ts";
import type { Connection } from "../ports/connection.ts";
import type { Flushable } from "./flusher.ts";
import type { SessionHost } from "./session-host.ts";

/** Frames gathered before they are written within the turn, so that a burst is not mistaken for a slow reader. */
const BATCH_FRAMES = 256;
const NONE: Uint8Array[] = [];

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
  private frames: Uint8Array[] = NONE;
  private scheduled = false;
  private blocked = false;
  private discarded = false;
  private readonly connection: Connection;
  private readonly host: SessionHost;

  constructor(connection: Connection, host: SessionHost) {
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
  push(frame: Uint8Array): boolean {
    if (this.frames === NONE) this.frames = [];
    this.frames.push(frame);
    this.waitingBytes += frame.byteLength;
    if (this.blocked) return this.withinLimits();
    if (!this.scheduled) {
      this.scheduled = true;
      this.host.flusher.add(this);
    } else if (this.waitingBytes >= LIMITS.writeBatchBytes || this.frames.length >= BATCH_FRAMES) {
      this.write();
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
  }

  /** Forgets what waits; returns how many frames that were. Nothing is written afterwards. */
  discard(): number {
    const count = this.frames.length;
    this.frames = NONE;
    this.waitingBytes = 0;
    this.discarded = true;
    return count;
  }

  /** Forgets the waiting frames that `isLost` says so of; returns how many (X4, R5). */
  discardWhere(isLost: (frame: Uint8Array) => boolean): number {
    const kept = this.frames.filter((frame) => !isLost(frame));
    const count = this.frames.length - kept.length;
    if (count === 0) return 0;
    this.frames = kept;
    this.waitingBytes = kept.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return count;
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
    if (batch === frames) frames.length = 0;
    else if (!this.blocked && this.frames.length > 0) this.write();
  }

  private takeBatch(): Uint8Array[] {
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
    const { maxQueueBytes, maxQueueFrames, slowReader } = this.host.queueLimits;
    if (this.frames.length <= maxQueueFrames && this.waitingBytes <= maxQueueBytes) return true;
    if (slowReader === "close") return false;
    let count = 0;
    while (this.frames.length - count > maxQueueFrames || this.waitingBytes > maxQueueBytes) {
      this.waitingBytes -= (this.frames[count] as Uint8Array).byteLength;
      count++;
    }
    this.frames.splice(0, count);
    this.dropped += count;
    this.host.droppedFrames(count, this);
    return true;
  }
}
