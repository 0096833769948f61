/** Owns how much the audit journal keeps: by rows and by age, as the settings say (Y7). */
import { LIMITS } from "../../contract/limits.ts";
import type { Timer } from "../../ports/clock.ts";
import { StoreError } from "../../ports/store.ts";
import type { ConsoleCore } from "../console-core.ts";

const DAY_MS = 24 * 3_600_000;

export class AuditRetention {
  readonly #core: ConsoleCore;
  #timers: Timer[] = [];
  #bounds = "";
  #days: number | null | undefined;
  #isOpen = false;

  constructor(core: ConsoleCore) {
    this.#core = core;
  }

  start(): void {
    const { clock } = this.#core;
    this.#isOpen = true;
    this.trim();
    this.#timers = [clock.every(LIMITS.auditTrimMs, () => this.trim())];
  }

  /** The policy was replaced: changed bounds act in the next turn, since an edit's own turn is for its close frames. */
  replan(): void {
    const { clock } = this.#core;
    if (this.#isOpen && this.#bounds !== this.#boundsNow()) this.#timers.push(clock.after(0, () => this.trim()));
  }

  /** Takes away what is beyond the bounds. The newest row always stays. */
  trim(): void {
    if (!this.#isOpen) return;
    const { policy, store, clock, clockWatch, log } = this.#core;
    const { auditRows, auditDays } = policy.current.settings;
    // Whoever has just chosen the days means the clock of now.
    const isAsked = this.#days !== undefined && this.#days !== auditDays;
    this.#bounds = this.#boundsNow();
    this.#days = auditDays;
    const ageMs = auditDays === null ? null : auditDays * DAY_MS;
    const before =
      ageMs !== null && (isAsked || clockWatch.believes(ageMs))
        ? new Date(clock.now() - ageMs).toISOString()
        : undefined;
    try {
      const removed = store.trimAudit({ keepRows: auditRows, ...(before === undefined ? {} : { before }) });
      if (removed > 0) log.info({ removed }, "old rows left the audit journal");
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      // The next look tries again.
      log.warn({ kind: error.kind }, "the audit journal was not trimmed");
    }
  }

  /** Harmless twice. */
  close(): void {
    this.#isOpen = false;
    for (const timer of this.#timers) timer.cancel();
    this.#timers = [];
  }

  #boundsNow(): string {
    const { auditRows, auditDays } = this.#core.policy.current.settings;
    return `${auditRows} ${auditDays}`;
  }
}
