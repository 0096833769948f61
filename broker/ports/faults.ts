/** The Faults port: where an exception that no rule expects is reported, by the guard that caught it. */

/** The kind of callback that failed. */
export type FaultPlace =
  | "frame"
  | "encode"
  | "delivery"
  | "session"
  | "transport"
  | "handshake"
  | "write"
  | "timer"
  | "promise"
  | "listener"
  | "rule"
  | "hook"
  | "chat"
  | "view"
  | "sandbox"
  | "http";

export interface Faults {
  /** Counts the exception and logs it with its context. Never throws. */
  caught(place: FaultPlace, error: unknown, context?: Readonly<Record<string, unknown>>): void;
}
