/** Owns the Wire port: how one kind of transport writes what a dialect says. */
import type { Link } from "./link.ts";

/** A session as its heartbeat sees it. */
export interface Beating {
  readonly link: Pick<Link, "write">;
  /** Heartbeats since the client last answered one. */
  unanswered: number;
}

/** How it is found that nobody is at the other end any more (C7). */
export interface Heartbeat {
  /** Looks at a session, once an interval. False: its client has given no sign of life for too long. */
  isAlive(session: Beating): boolean;
}

/** Frames that it makes serve every link of its kind: one is made for all recipients. */
export interface Wire {
  /** A whole frame around a message of text: the text, or the bytes of its UTF-8. */
  frame(payload: string | Uint8Array): Uint8Array;
  /** The last frame of a link: why the broker ends it. */
  farewell(code: number, reason: string): Uint8Array;
  readonly heartbeat: Heartbeat;
}
