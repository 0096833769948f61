/** Owns what a session asks of the engine around it: the clock, its limits, and the few moments it announces. */
import type { RefusalCode } from "../contract/codes.ts";
import type { Clock } from "../ports/clock.ts";
import type { FaultPlace } from "../ports/faults.ts";
import type { Flusher } from "./flusher.ts";
import type { Frame } from "./frame.ts";
import type { LateQueues } from "./late-queues.ts";
import type { Session } from "./session.ts";

/** Limits of outbound queues, read at each use so that a changed setting acts at once (M8). */
export interface QueueLimits {
  slowReader: "drop-oldest" | "close";
  maxQueueBytes: number;
  maxQueueFrames: number;
}

export interface SessionHost {
  readonly clock: Clock;
  readonly flusher: Pick<Flusher, "add" | "start">;
  readonly queueLimits: QueueLimits;
  readonly lateQueues: LateQueues;
  /** Records a refused frame and tells the client if it asked for that (M6). */
  refuse(session: Session, code: RefusalCode, topic: string | null, size: number): void;
  /** Counts a frame against the session's rate (M7). False: it was refused, or the session closed. */
  withinRate(session: Session, size: number): boolean;
  /** Z1: an exception that no rule expects was caught while the session was served: counted, logged, and told to the client. Never throws. */
  failed(session: Session, place: FaultPlace, error: unknown, size: number): void;
  /** The session no longer holds these filters. */
  unsubscribed(session: Session, filters: readonly string[]): void;
  /** The session's client names itself otherwise than before. */
  renamed(session: Session): void;
  /** The session has ended: takes it out of registry and routes and frees its slot. Called once. */
  detached(session: Session): void;
  /** The last frame is out: its transport must go within `LIMITS.closeHandshakeMs`. */
  closing(session: Session): void;
  /** The transport is gone. Called once, after `detached`. */
  gone(session: Session): void;
  /** Counts frames written. */
  wrote(frames: number): void;
  /** One write of the session `order` is done; `leftLate` when frames in it had waited beyond their turn. */
  left(order: number): void;
  leftLate(order: number, frames: readonly Frame[]): void;
  /** M8: the oldest frames of a full queue were dropped. */
  droppedFrames(order: number, frames: readonly Frame[], outbound: object): void;
  /** The session has ended with these frames unsent (R5); there is at least one. */
  discarded(session: Session, frames: readonly Frame[]): void;
  /** X4: the session stays and lost filters, and these frames with them; there is at least one. */
  narrowed(session: Session, frames: readonly Frame[]): void;
}
