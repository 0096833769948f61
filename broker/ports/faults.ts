/** The Faults port: where an exception that no rule expects is reported, by the guard that caught it. */
import type { FaultPlace } from "../contract/live.ts";

export type { FaultPlace };

export interface Faults {
  /** Counts the exception and logs it with its context. Never throws. */
  caught(place: FaultPlace, error: unknown, context?: Readonly<Record<string, unknown>>): void;
}
