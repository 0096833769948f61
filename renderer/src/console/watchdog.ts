/** Watchdog of one pipe to the broker: gives up a pipe on which nothing comes any more although it never closed. */
import { LIMITS } from "../../../broker/contract/limits.ts";

/** What the watchdog remembers from pipe to pipe: how many silent checks it waits for. */
export interface Patience {
  silentChecks: number;
}

export interface Watched {
  /** Sends one small call. Its answer is heard as everything else is. */
  ask(): void;
  /** Once; nothing follows. */
  dead(): void;
}

export interface Watchdog {
  /** Something came over the pipe, whatever it was. */
  heard(): void;
  /** Checks at once: one more silent check and the pipe is given up. For a window that wakes. */
  suspect(): void;
  stop(): void;
}

/** Checks in a row in which something came, after which the pipe counts as quick again. */
const QUICK_AFTER = 6;

export function patience(): Patience {
  return { silentChecks: LIMITS.consoleSilentChecks };
}

/**
 * Counts checks and not milliseconds: after a sleep, or in a hidden window whose timers run once a minute, time alone says nothing about the pipe. Each silent check
 * has asked, and has left the answer a whole check's time to come.
 */
export function watch(patience: Patience, { ask, dead }: Watched): Watchdog {
  let hasHeard = true;
  let silent = 0;
  let quick = 0;
  const check = () => {
    if (hasHeard) {
      hasHeard = false;
      silent = 0;
      quick++;
      if (quick >= QUICK_AFTER) patience.silentChecks = LIMITS.consoleSilentChecks;
      return;
    }
    quick = 0;
    silent++;
    if (silent < patience.silentChecks) return ask();
    clearInterval(timer);
    // It may have been busy with something large: the next pipe gets more time.
    patience.silentChecks = Math.min(LIMITS.consoleSilentChecksMax, patience.silentChecks * 2);
    dead();
  };
  let timer = setInterval(check, LIMITS.consoleCheckMs);
  return {
    heard: () => {
      hasHeard = true;
    },
    suspect: () => {
      clearInterval(timer);
      hasHeard = false;
      silent = Math.max(silent, patience.silentChecks - 1);
      ask();
      timer = setInterval(check, LIMITS.consoleCheckMs);
    },
    stop: () => clearInterval(timer),
  };
}

/** Calls back when the window may have slept or been away: then its pipe is in doubt. Answers how to stop. */
export function onWake(target: Window, wake: () => void): () => void {
  const shown = () => {
    if (target.document.visibilityState === "visible") wake();
  };
  target.document.addEventListener("visibilitychange", shown);
  target.addEventListener("online", wake);
  target.addEventListener("pageshow", wake);
  return () => {
    target.document.removeEventListener("visibilitychange", shown);
    target.removeEventListener("online", wake);
    target.removeEventListener("pageshow", wake);
  };
}
