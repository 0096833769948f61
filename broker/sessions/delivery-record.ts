/** Owns what the record of deliveries hears from the queues: once a write, and once for each frame that did not go the ordinary way. */
import type { ClientReader } from "./reader.ts";
import type { Session } from "./session.ts";

/** What was queued, and may know its message's place in the capture. */
export interface Queued {
  readonly row?: number;
}

/** All calls are on the message path: constant time, and nothing decides by them. `order` is `Session.order`. */
export interface DeliveryRecord {
  /** One write to this session's transport is done: what it was queued in this turn has left. */
  left(order: number): void;
  /** Frames that had waited for a slow reader, or behind a full batch, have left now. */
  leftLate(order: number, frames: readonly Queued[]): void;
  /** M8: the oldest frames of a full queue were dropped. */
  dropped(order: number, frames: readonly Queued[]): void;
  /** The session has ended (`session.ending` says how) with these frames unsent (R5). */
  discarded(session: ClientReader, frames: readonly Queued[]): void;
  /** X4: the session stays; it lost filters, and with them these frames. */
  narrowed(session: ClientReader, frames: readonly Queued[]): void;
  /** The session has ended; its transport is still there. */
  closing(session: Session): void;
  /** The transport of an ended session is gone. */
  gone(session: Session): void;
}
