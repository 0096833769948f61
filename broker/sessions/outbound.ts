/** Owns one link's outbound queue: bounded, written once a turn, discarded at once when the session loses its right to hear. */
import { LIMITS } from "../contract/limits.ts";
import type { Link } from "../ports/link.ts";
import type { Flushable } from "./flusher.ts";
import type { Frame } from "./frame.ts";
import { Line } from "./line.ts";
import type { SessionHost } from "./session-host.ts";

/** Frames gathered before they are written within the turn, so that a burst is not mistaken for a slow reader. */
const BATCH_FRAMES = 256;
const NONE: Frame[] = [];

export interface FrameLosses {
  lost(frames: readonly Frame[]): void;
}

/**
 * Frames wait here and not in the socket: what is handed over cannot be taken back, and R5 asks that waiting frames of a closed session
 * are discarded. While the operating system does not take more, frames stay here, bounded by the queue limits (M8).
 */
export class Outbound implements Flushable {
  messages = 0;
  bytes = 0;
  dropped = 0;
  /** Frames written although they had been discarded: stays 0, counted where frames leave. */
  writtenAfterDiscard = 0;
  /** What waits for the turn's end, unless the transport is full. */
  private line: Line;
  /** What waits for a transport that is full, oldest first. It is empty while the transport takes frames. */
  private late: Frame[] = NONE;
  private lateBytes = 0;
  private scheduled = false;
  private blocked = false;
  private discarded = false;
  private readonly order: number;
  /** Frames and bytes of `pushAsked` that found the transport full: the bounds are so much wider until the queue has been empty. */
  private askedFrames = 0;
  private askedBytes = 0;
  private readonly link: Link;
  private readonly host: SessionHost;
  /** M25: told of dropped frames; null for a dialect that does not ask. */
  private readonly losses: FrameLosses | null;

  constructor(link: Link, host: SessionHost, order: number, losses: FrameLosses | null = null) {
    this.losses = losses;
    this.order = order;
    this.link = link;
    this.host = host;
    this.line = host.flusher.start;
  }

  get waitingFrames(): number {
    return this.line.count + this.late.length;
  }

  get waitingBytes(): number {
    return this.line.bytes + this.lateBytes;
  }

  /** The reader does not keep up at this moment. */
  get isSlow(): boolean {
    return this.late.length > 0;
  }

  /** Queues a frame. False: the queue is full and the setting says to close. */
  push(frame: Frame): boolean {
    if (this.blocked) {
      this.append(frame);
      return this.withinLimits();
    }
    const line = this.line.with(frame);
    this.line = line;
    if (!this.scheduled) {
      this.scheduled = true;
      this.host.flusher.add(this);
    } else if (line.bytes >= LIMITS.writeBatchBytes || line.count >= BATCH_FRAMES) {
      this.writeLine();
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
    if (!this.blocked) this.writeLine();
  }

  /** The transport takes frames again. */
  resume(): void {
    this.blocked = false;
    while (!this.blocked && this.late.length > 0) this.writeLate();
    if (this.late.length > 0) return;
    this.late = NONE;
    this.askedFrames = 0;
    this.askedBytes = 0;
  }

  /** Forgets what waits, and returns it. Nothing is written afterwards. */
  discard(): readonly Frame[] {
    this.discarded = true;
    return this.discardWhere(() => true);
  }

  /** Forgets the waiting frames that `isLost` says so of, and returns them (X4, R5). */
  discardWhere(isLost: (frame: Frame) => boolean): readonly Frame[] {
    if (this.waitingFrames === 0) return NONE;
    const waiting = [...this.line.frames(), ...this.late];
    const lost: Frame[] = [];
    const kept: Frame[] = [];
    for (const frame of waiting) (isLost(frame) ? lost : kept).push(frame);
    this.line = this.host.flusher.start;
    this.host.lateQueues.left(this.late);
    if (this.late.length > 0) this.host.lateQueues.queues--;
    this.late = NONE;
    this.lateBytes = 0;
    if (this.blocked) for (const frame of kept) this.append(frame);
    else for (const frame of kept) this.line = this.line.with(frame);
    return lost;
  }

  private append(frame: Frame): void {
    if (this.late === NONE) this.late = [];
    if (this.late.length === 0) this.host.lateQueues.queues++;
    this.late.push(frame);
    this.lateBytes += frame.byteLength;
    this.host.lateQueues.came(frame);
  }

  private writeLine(): void {
    const { line } = this;
    if (line.count === 0) return;
    this.line = this.host.flusher.start;
    this.write(line);
    this.host.left(this.order);
  }

  /** Writes as many of the oldest late frames as make a batch: a close never waits behind all of them. */
  private writeLate(): void {
    let line = new Line();
    for (const frame of this.late) {
      if (line.bytes >= LIMITS.writeBatchBytes) break;
      line = line.with(frame);
    }
    const batch = this.late.splice(0, line.count);
    this.lateBytes -= line.bytes;
    this.host.lateQueues.left(batch);
    if (this.late.length === 0) this.host.lateQueues.queues--;
    this.write(line);
    this.host.leftLate(this.order, batch);
  }

  private write(line: Line): void {
    this.bytes += line.bytes;
    this.messages += line.count;
    if (this.discarded) this.writtenAfterDiscard += line.count;
    this.host.wrote(line.count);
    this.blocked = !this.link.write(line.joined());
  }

  /** M8: drops the oldest frames over the limit, or says that the session must close. */
  private withinLimits(): boolean {
    const { slowReader, ...limits } = this.host.queueLimits;
    const maxQueueFrames = limits.maxQueueFrames + this.askedFrames;
    const maxQueueBytes = Math.min(limits.maxQueueBytes + this.askedBytes, this.host.lateQueues.share);
    if (this.late.length <= maxQueueFrames && this.lateBytes <= maxQueueBytes) return true;
    if (slowReader === "close") return false;
    let count = 0;
    while (this.late.length - count > maxQueueFrames || this.lateBytes > maxQueueBytes) {
      this.lateBytes -= sizeAt(this.late, count++);
    }
    this.dropped += count;
    const lost = this.late.splice(0, count);
    this.host.lateQueues.left(lost);
    if (this.late.length === 0) this.host.lateQueues.queues--;
    this.host.droppedFrames(this.order, lost, this);
    this.losses?.lost(lost);
    return true;
  }
}

const sizeAt = (frames: readonly Frame[], place: number): number => frames[place]?.byteLength ?? 0;
