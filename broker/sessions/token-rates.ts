/** How many messages a second come with one token, whatever way they come (M7). */
import { principalOf } from "../access/anonymous.ts";
import type { Policy } from "../access/policy.ts";
import type { Clock } from "../ports/clock.ts";
import { RateLimit } from "./rate-limit.ts";

/**
 * A token's own rate is counted over all its connections, requests and automatic replies together, and outlives them: connecting anew makes
 * no room. The rate of the settings is one of each connection; the requests of a token count as one connection.
 */
export class TokenRates {
  private readonly limits = new Map<string, RateLimit>();
  private readonly clock: Clock;
  private readonly policy: Policy;

  constructor(clock: Clock, policy: Policy) {
    this.clock = clock;
    this.policy = policy;
  }

  /** The bucket that everything of this token takes from. */
  of(tokenId: string, burst: number): RateLimit {
    let limit = this.limits.get(tokenId);
    if (limit === undefined) {
      this.forgetGone();
      limit = new RateLimit(burst, this.clock.elapsed());
      this.limits.set(tokenId, limit);
    }
    return limit;
  }

  /** Counts a message that came in a request with this token; false: it exceeds the rate. */
  allowsRequest(tokenId: string): boolean {
    const { settings } = this.policy.current;
    const token = principalOf(this.policy.current, tokenId);
    const perSecond = token?.messagesPerSecond ?? settings.messagesPerSecond;
    return perSecond === null || this.take(tokenId, perSecond, token?.burst ?? settings.burst);
  }

  /** Counts a reply that a rule publishes in this token's name; false: it exceeds the token's own rate. */
  allowsReply(tokenId: string): boolean {
    const token = principalOf(this.policy.current, tokenId);
    const perSecond = token?.messagesPerSecond ?? null;
    return perSecond === null || this.take(tokenId, perSecond, token?.burst ?? this.policy.current.settings.burst);
  }

  private take(tokenId: string, perSecond: number, burst: number | null): boolean {
    const size = burstOf(perSecond, burst);
    return this.of(tokenId, size).take(perSecond, size, this.clock.elapsed()) === "ok";
  }

  /** No more buckets than there are tokens. */
  private forgetGone(): void {
    const { tokens } = this.policy.current;
    if (this.limits.size <= tokens.size) return;
    for (const tokenId of this.limits.keys()) if (!tokens.has(tokenId)) this.limits.delete(tokenId);
  }
}

/** Messages that may come at once; a second's worth unless it is set. */
export function burstOf(perSecond: number | null, burst: number | null): number {
  return burst ?? Math.max(1, Math.ceil(perSecond ?? 1));
}
