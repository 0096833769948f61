/** Owns whether a closed client tries again, and after how long: the close code decides (codes.ts). */
import { CLOSE_CODES, type RetryAdvice } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";

/** What to do after a close; a transport that broke (1006) and codes of no meaning to us are tried again with back-off. */
export function retryAdvice(code: number): RetryAdvice {
  const known: Readonly<Record<number, { readonly retry: RetryAdvice }>> = CLOSE_CODES;
  return known[code]?.retry ?? (code === 1000 ? "no" : "with back-off");
}

/**
 * Milliseconds until attempt number `attempt` (from 1), or null when it makes no sense. Doubles with each attempt; `random` in [0, 1)
 * takes up to a quarter off, so that many clients do not come at once.
 */
export function retryDelay(code: number, attempt: number, random: number): number | null {
  const advice = retryAdvice(code);
  switch (advice) {
    case "no":
    case "as the reason says":
      return null;
    case "with back-off":
      return backedOff(LIMITS.sandboxRetryBaseMs, attempt, random);
    case "later":
      return backedOff(LIMITS.sandboxRetryLaterMs, attempt, random);
  }
}

function backedOff(base: number, attempt: number, random: number): number {
  const whole = Math.min(base * 2 ** Math.max(attempt - 1, 0), LIMITS.sandboxRetryMaxMs);
  return Math.round(whole * (1 - random / 4));
}
