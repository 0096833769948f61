/** How the events of a stream are taken: one that cannot be taken is reported, and the stream begun anew after a growing pause. */
import type { Report } from "./faults.ts";

export interface Taking {
  /** Runs `take`; false when it threw, which is reported: what is known may be wrong, so begin anew with a snapshot. */
  take(take: () => void): boolean;
  /** How long to wait before the stream is opened again. */
  readonly pauseMs: number;
}

/** How long a stream that ended on an open link waits. */
const PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 30_000;
/** Events in a row after which earlier faults are forgotten; a snapshot may be taken each time and the patch after it fail each time. */
const FORGET_AFTER = 50;

export function taking(where: string, report: Report): Taking {
  let faults = 0;
  let taken = 0;
  return {
    take: (take) => {
      try {
        take();
      } catch (error) {
        faults++;
        taken = 0;
        report(where, error);
        return false;
      }
      if (faults > 0 && ++taken >= FORGET_AFTER) faults = 0;
      return true;
    },
    get pauseMs() {
      return Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** faults);
    },
  };
}

/** A listener of a store that reports what it throws: the listeners after it must hear of the change all the same. */
export function guarded<A extends readonly unknown[]>(where: string, report: Report, listener: (...about: A) => void) {
  return (...about: A): void => {
    try {
      listener(...about);
    } catch (error) {
      report(where, error);
    }
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
