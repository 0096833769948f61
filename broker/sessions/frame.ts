/** Owns the wire frame as queues hold it: bytes that may know which captured message they carry. */

/**
 * The row is on the frame, which is made once for all recipients, and not in every queue: noting it costs nothing a delivery, and whoever
 * drops, discards or delays a frame still knows which message that was.
 */
export type Frame = Uint8Array & {
  row?: number;
  /** The topic of the message that it carries; none for what a dialect says of itself. */
  topic?: string;
  /** Queues of slow readers in which it waits. */
  waits?: number;
};
