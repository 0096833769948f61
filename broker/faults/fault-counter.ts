/** The count of exceptions that guards caught, and their lines in the log (Z2). */
import { LIMITS } from "../contract/limits.ts";
import type { FaultPlace, Faults } from "../ports/faults.ts";
import type { Log } from "../ports/log.ts";

/** The last exception, for an operator. */
export interface LastFault {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly place: FaultPlace;
  /** Its message, cut; the log has the stack. */
  readonly message: string;
}

/** Log lines of one place in the current stretch of time, and its exceptions since the last line. */
interface Lines {
  since: number;
  lines: number;
  unlogged: number;
}

export class FaultCounter implements Faults {
  count = 0;
  last: LastFault | null = null;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #lines = new Map<FaultPlace, Lines>();

  /** `now`: epoch milliseconds. */
  constructor(log: Log, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  caught(place: FaultPlace, error: unknown, context: Readonly<Record<string, unknown>> = {}): void {
    const at = this.#now();
    this.count++;
    this.last = { at, place, message: messageOf(error).slice(0, LIMITS.faultMessageLength) };
    const line = this.#lines.get(place) ?? { since: at, lines: 0, unlogged: 0 };
    this.#lines.set(place, line);
    // The clock may have been set back, which must not silence the log.
    if (at < line.since || at - line.since >= LIMITS.faultLogMs) Object.assign(line, { since: at, lines: 0 });
    // A client that can provoke one can provoke thousands: the log gets some lines of each kind, with the number of the others.
    if (line.lines >= LIMITS.faultLogLines) {
      line.unlogged++;
      return;
    }
    const more = line.unlogged > 0 ? { unlogged: line.unlogged } : {};
    line.lines++;
    line.unlogged = 0;
    try {
      this.#log.error({ place, ...context, ...more, error: stackOf(error) }, "an internal error was caught");
    } catch {
      // The log belongs to the program around the engine and may fail like anything else; the count stays.
    }
  }
}

/** What was thrown, as one line; whatever it is. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    // An object that cannot even be turned into text.
    return "an exception without a message";
  }
}

/** What was thrown, with the place it was thrown at, if it knows it. */
export function stackOf(error: unknown): string {
  return (error instanceof Error ? error.stack : undefined) ?? messageOf(error);
}
