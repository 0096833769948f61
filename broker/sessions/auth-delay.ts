/** Owns the slowing down of addresses that fail at the door again and again (C8). */
import { LIMITS } from "../contract/limits.ts";
import type { Settings } from "../contract/nouns.ts";
import type { Clock } from "../ports/clock.ts";
import type { Peer } from "../ports/connection.ts";

interface Failures {
  count: number;
  last: number;
}

/** The first failures cost nothing; each further one doubles the wait of the next attempt from that address. */
export class AuthDelay {
  private readonly failures = new Map<string, Failures>();
  private readonly clock: Clock;
  private readonly mode: () => Settings["authFailureDelay"];

  constructor(clock: Clock, mode: () => Settings["authFailureDelay"]) {
    this.clock = clock;
    this.mode = mode;
  }

  /** Milliseconds that an attempt of this peer must wait before it is judged. */
  delayFor(peer: Peer): number {
    if (this.failures.size === 0 || !this.applies(peer.loopback)) return 0;
    const known = this.failures.get(peer.host);
    if (known === undefined || this.clock.elapsed() - known.last > LIMITS.authForgetMs) return 0;
    const excess = known.count - LIMITS.authFailuresFree;
    return excess < 0 ? 0 : Math.min(LIMITS.authDelayMaxMs, LIMITS.authDelayBaseMs * 2 ** Math.min(excess, 16));
  }

  failed(peer: Peer): void {
    if (!this.applies(peer.loopback)) return;
    const { host } = peer;
    const now = this.clock.elapsed();
    const known = this.failures.get(host);
    const fresh = known === undefined || now - known.last > LIMITS.authForgetMs;
    this.failures.delete(host);
    if (this.failures.size >= LIMITS.authAddresses) {
      const oldest = this.failures.keys().next().value;
      if (oldest !== undefined) this.failures.delete(oldest);
    }
    this.failures.set(host, { count: fresh ? 1 : known.count + 1, last: now });
  }

  /** A success clears the address. */
  succeeded(peer: Peer): void {
    if (this.failures.size > 0) this.failures.delete(peer.host);
  }

  private applies(loopback: boolean): boolean {
    const mode = this.mode();
    return mode === "all" || (mode === "remote" && !loopback);
  }
}
