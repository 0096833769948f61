/** The end of a process after an exception that nothing caught: one line in the log, an orderly stop, exit code 1 (Z7). */
import { stackOf } from "./faults/fault-counter.ts";
import type { Log } from "./ports/log.ts";

export interface UncaughtOptions {
  readonly log: Log;
  /** Stops what runs; the history is saved by then. */
  readonly stop: () => Promise<void>;
  /** Milliseconds that the stop may take: what failed may hinder it. */
  readonly boundMs: number;
  /** Ends the process. */
  readonly exit: (code: number) => void;
  /** Where the exceptions come from; the process unless given. */
  readonly from?: Pick<NodeJS.Process, "on">;
}

/** Log lines of further exceptions while it stops. */
const FURTHER_LINES = 20;

/**
 * From now on an exception or a rejection that nothing caught ends the process in order. Whoever hears of one from elsewhere, such as a thread,
 * calls what is returned.
 */
export function stopOnUncaught(options: UncaughtOptions): (error: unknown, origin: string) => void {
  const { log, stop, boundMs, exit, from = process } = options;
  let seen = 0;
  const end = async (): Promise<void> => {
    let bound: NodeJS.Timeout | undefined;
    const tooLong = new Promise<"too long">((resolve) => {
      bound = setTimeout(resolve, boundMs, "too long");
    });
    try {
      if ((await Promise.race([stop(), tooLong])) === "too long") {
        log.error({ boundMs }, "the broker did not stop in time; what was not saved yet is lost");
      }
    } catch (error) {
      log.error({ error: stackOf(error) }, "the broker could not stop in order; what was not saved yet is lost");
    }
    clearTimeout(bound);
    exit(1);
  };
  const onUncaught = (error: unknown, origin: string): void => {
    seen++;
    if (seen > FURTHER_LINES) return;
    if (seen > 1) {
      log.error({ origin, error: stackOf(error) }, "another exception that nothing caught, while the broker stops");
      return;
    }
    log.error(
      { origin, error: stackOf(error) },
      "an exception that nothing caught: the broker saves its history and stops; please report this line",
    );
    void end();
  };
  from.on("uncaughtException", onUncaught);
  from.on("unhandledRejection", (reason: unknown) => onUncaught(reason, "unhandledRejection"));
  return onUncaught;
}
