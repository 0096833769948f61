/** The slowing down of addresses that fail to authenticate again and again (C8). */
import { LIMITS } from "../contract/limits.ts";
import type { Settings } from "../contract/nouns.ts";
import type { Clock } from "../ports/clock.ts";
import type { Peer } from "../ports/link.ts";
import { addressKey } from "./address-key.ts";

interface Failures {
  count: number;
  last: number;
  /** Attempts that wait to be judged. */
  waiting: number;
  /** When the last of them is judged, elapsed milliseconds. */
  nextAt: number;
}

/**
 * The first failures cost nothing; each further one doubles the wait of the next attempt from that address. Attempts of one address are
 * judged one after the other, each after its own wait: opening many connections at once is no faster than one.
 */
export class AuthDelay {
  private readonly failures = new Map<string, Failures>();
  private readonly clock: Clock;
  private readonly mode: () => Settings["authFailureDelay"];
  /** Attempts of all addresses that wait. */
  private waiting = 0;

  constructor(clock: Clock, mode: () => Settings["authFailureDelay"]) {
    this.clock = clock;
    this.mode = mode;
  }

  /**
   * Milliseconds that an attempt of this peer must wait before it is judged; who waits calls `leave` when the wait is over, or given up.
   * null: too many wait already, or it would be too long; the attempt is to be rejected without being judged.
   */
  enter(peer: Peer): number | null {
    if (this.failures.size === 0 || !this.appliesTo(peer)) return 0;
    const known = this.failures.get(addressKey(peer.host));
    const now = this.clock.elapsed();
    if (known === undefined || (known.waiting === 0 && now - known.last > LIMITS.authForgetMs)) return 0;
    const excess = known.count + known.waiting - LIMITS.authFailuresFree;
    if (excess < 0) return 0;
    const delay = Math.min(LIMITS.authDelayMaxMs, LIMITS.authDelayBaseMs * 2 ** Math.min(excess, 16));
    const at = Math.max(now, known.nextAt) + delay;
    const isFull = known.waiting >= LIMITS.authWaitingPerAddress || this.waiting >= LIMITS.authWaiting;
    if (isFull || at - now > LIMITS.authWaitMaxMs) return null;
    known.waiting++;
    known.nextAt = at;
    this.waiting++;
    return at - now;
  }

  /** An attempt that waited is judged now, or its client has left. */
  leave(peer: Peer): void {
    this.waiting = Math.max(0, this.waiting - 1);
    const known = this.failures.get(addressKey(peer.host));
    if (known !== undefined) known.waiting = Math.max(0, known.waiting - 1);
  }

  failed(peer: Peer): void {
    if (!this.appliesTo(peer)) return;
    const key = addressKey(peer.host);
    const now = this.clock.elapsed();
    const known = this.failures.get(key);
    const isFresh = known === undefined || now - known.last > LIMITS.authForgetMs;
    this.failures.delete(key);
    if (this.failures.size >= LIMITS.authAddresses) {
      const oldest = this.failures.keys().next().value;
      if (oldest !== undefined) this.failures.delete(oldest);
    }
    const { waiting = 0, nextAt = 0 } = known ?? {};
    this.failures.set(key, { count: isFresh ? 1 : known.count + 1, last: now, waiting, nextAt });
  }

  /** A success forgets the failures of its address. */
  succeeded(peer: Peer): void {
    if (this.failures.size === 0) return;
    const key = addressKey(peer.host);
    const known = this.failures.get(key);
    if (known === undefined) return;
    if (known.waiting === 0) this.failures.delete(key);
    else known.count = 0;
  }

  /** The setting counts this peer among those that are slowed down. */
  appliesTo(peer: Pick<Peer, "loopback">): boolean {
    const mode = this.mode();
    return mode === "all" || (mode === "remote" && !peer.loopback);
  }
}
