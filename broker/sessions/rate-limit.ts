/** Owns the limit of messages a second of one session (M7): a token bucket, and how long it has been exceeded. */
import { LIMITS } from "../contract/limits.ts";

/** A pause without excess this long ends a streak of excess. */
const STREAK_PAUSE_MS = 1000;

export type RateVerdict = "ok" | "refused" | "close";

export class RateLimit {
  private level: number;
  private filledAt: number;
  private exceededSince = 0;
  private exceededLast = Number.NEGATIVE_INFINITY;

  constructor(burst: number, now: number) {
    this.level = burst;
    this.filledAt = now;
  }

  /** Takes one message. `perSecond` and `burst` are given at each call, so that a changed limit acts at once. `now` in elapsed ms. */
  take(perSecond: number, burst: number, now: number): RateVerdict {
    this.level = Math.min(burst, this.level + ((now - this.filledAt) * perSecond) / 1000);
    this.filledAt = now;
    if (this.level >= 1) {
      this.level--;
      return "ok";
    }
    if (now - this.exceededLast > STREAK_PAUSE_MS) this.exceededSince = now;
    this.exceededLast = now;
    return now - this.exceededSince >= LIMITS.rateGraceMs ? "close" : "refused";
  }
}
