/** Owns one connection's outbound queue: bounded, written once a turn, discarded at once when the session loses its right to hear. */
import { LIMITS } from "../contract/limits.ts";
import type { Connection } from "../ports/connection.ts";
import type { Flushable } from "./flusher.ts";
import type { Frame } from "./frame.ts";
import type { SessionHost } from "./session-host.ts";

/** Frames gathered before they are written within the turn, so that a burst is not mistaken for a slow reader. */
const BATCH_FRAMES = 256;
/** Places of the queue that are kept when it is empty: making them anew for each turn costs as much as all else here. */
const KEPT_PLACES = 32;
const NONE: (Frame | undefined)[] = [];

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
  /** The first `waitingFrames` places hold the queue, oldest first; nothing stands behind them. */
  private places: (Frame | undefined)[] = NONE;
  waitingFrames = 0;
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

  /** The reader does not keep up at this moment. */
  get isSlow(): boolean {
    return this.blocked && this.waitingFrames > 0;
  }

  /** Queues a frame. False: the queue is full and the setting says to close. */
  push(frame: Frame): boolean {
    this.append(frame);
    this.waitingBytes += frame.byteLength;
    if (this.blocked) {
      this.hasLate = true;
      return this.withinLimits();
    }
    if (!this.scheduled) {
      this.scheduled = true;
      this.host.flusher.add(this);
    } else if (this.waitingBytes >= LIMITS.writeBatchBytes || this.waitingFrames >= BATCH_FRAMES) {
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
    if (this.waitingFrames > 0) return;
    this.askedFrames = 0;
    this.askedBytes = 0;
  }

  /** Forgets what waits, and returns it. Nothing is written afterwards. */
  discard(): readonly Frame[] {
    this.waitingBytes = 0;
    this.discarded = true;
    return this.take(this.waitingFrames);
  }

  /** Forgets the waiting frames that `isLost` says so of, and returns them (X4, R5). */
  discardWhere(isLost: (frame: Uint8Array) => boolean): readonly Frame[] {
    const lost: Frame[] = [];
    for (const frame of this.take(this.waitingFrames)) {
      if (isLost(frame)) lost.push(frame);
      else this.append(frame);
    }
    for (const { byteLength } of lost) this.waitingBytes -= byteLength;
    return lost;
  }

  private append(frame: Frame): void {
    if (this.places === NONE) this.places = [];
    if (this.waitingFrames < this.places.length) this.places[this.waitingFrames] = frame;
    else this.places.push(frame);
    this.waitingFrames++;
  }

  /** Removes the oldest `count` frames and returns them. */
  private take(count: number): Frame[] {
    // Every place within the count holds a frame.
    const frames = this.places.slice(0, count) as Frame[];
    if (count === this.waitingFrames) {
      this.clear();
    } else {
      this.places.splice(0, count);
      this.waitingFrames -= count;
    }
    return frames;
  }

  /** Lets go of every frame; of the places only when they are many. */
  private clear(): void {
    if (this.places.length > KEPT_PLACES) this.places = NONE;
    else for (let i = 0; i < this.waitingFrames; i++) this.places[i] = undefined;
    this.waitingFrames = 0;
  }

  private write(): void {
    if (this.waitingFrames === 0) return;
    // While blocked the queue may hold up to its limit: it leaves in batches, so that a close never waits behind all of it.
    const count = this.waitingBytes > LIMITS.writeBatchBytes ? this.batchSize() : this.waitingFrames;
    const all = count === this.waitingFrames;
    // Every place within the count holds a frame. What is written at once needs no list of its own.
    const batch = all ? (this.places as Frame[]) : this.take(count);
    const bytes = all ? this.waitingBytes : sizeOf(batch);
    this.bytes += bytes;
    this.waitingBytes -= bytes;
    this.messages += count;
    if (this.discarded) this.writtenAfterDiscard += count;
    this.host.wrote(count);
    this.blocked = !this.connection.writeFrames(batch, count);
    if (this.hasLate) this.host.leftLate(this.order, all ? batch.slice(0, count) : batch);
    else this.host.left(this.order);
    // What a batch leaves behind is late: nobody may take the first write of the turn for its own.
    this.hasLate = !all;
    if (all) this.clear();
    else if (!this.blocked) this.write();
  }

  /** How many of the oldest frames make a batch. */
  private batchSize(): number {
    let bytes = 0;
    let count = 0;
    while (count < this.waitingFrames && bytes < LIMITS.writeBatchBytes) bytes += sizeAt(this.places, count++);
    return count;
  }

  /** M8: drops the oldest frames over the limit, or says that the session must close. */
  private withinLimits(): boolean {
    const { slowReader, ...limits } = this.host.queueLimits;
    const maxQueueFrames = limits.maxQueueFrames + this.askedFrames;
    const maxQueueBytes = limits.maxQueueBytes + this.askedBytes;
    if (this.waitingFrames <= maxQueueFrames && this.waitingBytes <= maxQueueBytes) return true;
    if (slowReader === "close") return false;
    let count = 0;
    while (this.waitingFrames - count > maxQueueFrames || this.waitingBytes > maxQueueBytes) {
      this.waitingBytes -= sizeAt(this.places, count++);
    }
    this.dropped += count;
    this.host.droppedFrames(this.order, this.take(count), this);
    return true;
  }
}

const sizeAt = (places: readonly (Frame | undefined)[], place: number): number => places[place]?.byteLength ?? 0;

const sizeOf = (frames: readonly Frame[]): number => frames.reduce((sum, { byteLength }) => sum + byteLength, 0);
