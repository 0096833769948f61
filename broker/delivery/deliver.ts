/** Delivery of one message to every session of its route, encoded once a dialect. */
import type { Faults } from "../ports/faults.ts";
import type { Route } from "../routing/router.ts";
import type { Dialect } from "../sessions/dialect.ts";
import type { Frame } from "../sessions/frame.ts";
import type { Reader } from "../sessions/reader.ts";
import type { Session } from "../sessions/session.ts";
import type { Message } from "../topics/message.ts";
import type { Capture } from "../traffic/capture.ts";

/**
 * Queues the message for each target of a route without readers apart, where everybody is a session. Everybody in a fresh route may read: a session that lost a right is closed and out of the
 * routes before its edit's call returns (R5). `skipped` is the publisher where it does not hear its own (M22). `row` is the message's place in the capture, negative for none; its frames carry it. Returns
 * how many sessions it was queued for.
 */
export function deliver(
  message: Message,
  route: Route<Reader>,
  skipped: Session | null,
  row: number,
  capture: Pick<Capture, "unsaid">,
  faults: Faults,
): number {
  const { targets } = route;
  let dialect: Dialect | null = null;
  let frame: Frame | null = null;
  let frames: Map<Dialect, Frame | null> | null = null;
  let delivered = 0;
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i] as Session;
    if (target === skipped) continue;
    if (target.dialect !== dialect) {
      if (dialect !== null) {
        frames ??= new Map();
        frames.set(dialect, frame);
      }
      dialect = target.dialect;
      const known = frames?.get(dialect);
      if (known !== undefined) {
        frame = known;
      } else {
        frame = encoded(dialect, message, faults);
        if (frame === null) capture.unsaid(row, dialect.name);
        else if (row >= 0) frame.row = row;
      }
    }
    if (frame === null) continue;
    // Z1: a reader that cannot be served costs nobody else the message.
    try {
      target.deliver(frame);
      delivered++;
    } catch (error) {
      faults.caught("delivery", error, { connectionId: target.id, dialect: dialect?.name });
    }
  }
  return delivered;
}

/** The dialect's frame; null when it has none for this message, or failed on it: its clients do not hear it, those of the others do. */
export function encoded(dialect: Dialect, message: Message, faults: Faults): Frame | null {
  try {
    const payload = dialect.encode(message);
    if (payload === null) return null;
    const frame: Frame = dialect.wire.frame(payload);
    frame.topic = message.topic;
    return frame;
  } catch (error) {
    faults.caught("encode", error, { dialect: dialect.name, topic: message.topic });
    return null;
  }
}
