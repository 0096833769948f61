/** Pending connections: accepted, and not authenticated yet. They hold no slot, hear nothing, and are bounded in number, in all and by address. */
import { LIMITS } from "../contract/limits.ts";
import type { Connection, Peer } from "../ports/connection.ts";
import { addressKey } from "./address-key.ts";
import type { AuthDelay } from "./auth-delay.ts";
import type { Reaper } from "./reaper.ts";

/** Whoever puts a connection here is its handler, and takes it out when it becomes a session or is gone. */
export class Anteroom {
  /** Each with the address that it counts for; "" for none. */
  private readonly waiting = new Map<Connection, string>();
  private readonly byAddress = new Map<string, number>();
  private readonly reaper: Reaper;
  private readonly authDelay: Pick<AuthDelay, "appliesTo">;

  constructor(reaper: Reaper, authDelay: Pick<AuthDelay, "appliesTo">) {
    this.reaper = reaper;
    this.authDelay = authDelay;
  }

  get size(): number {
    return this.waiting.size;
  }

  /** Why nobody of this peer's address is let in just now; null when there is room. */
  fullFor(peer: Peer): string | null {
    if (this.waiting.size >= LIMITS.strangers) return `${LIMITS.strangers} at once`;
    const key = this.keyOf(peer);
    if (key === "" || (this.byAddress.get(key) ?? 0) < LIMITS.strangersPerAddress) return null;
    return `${LIMITS.strangersPerAddress} of one address at once`;
  }

  /** There is room for it. */
  enter(connection: Connection, peer: Peer): void {
    const key = this.keyOf(peer);
    this.waiting.set(connection, key);
    if (key !== "") this.byAddress.set(key, (this.byAddress.get(key) ?? 0) + 1);
  }

  /** Still waiting: neither let in, nor turned away, nor gone. */
  holds(connection: Connection): boolean {
    return this.waiting.has(connection);
  }

  /** Harmless twice. */
  leave(connection: Connection): void {
    const key = this.waiting.get(connection);
    if (!this.waiting.delete(connection) || key === undefined || key === "") return;
    const left = (this.byAddress.get(key) ?? 1) - 1;
    if (left > 0) this.byAddress.set(key, left);
    else this.byAddress.delete(key);
  }

  /** Writes the close frame; the transport is destroyed if the peer does not answer in time. */
  turnAway(connection: Connection, code: number, reason: string): void {
    this.leave(connection);
    connection.closeWith(code, reason);
    this.reaper.add(connection);
  }

  /** The transport has sent a close frame itself: it is destroyed if the peer does not answer in time. */
  broken(connection: Connection): void {
    this.leave(connection);
    this.reaper.add(connection);
  }

  /** R10: everybody. */
  turnAwayAll(code: number, reason: string): void {
    for (const connection of [...this.waiting.keys()]) this.turnAway(connection, code, reason);
  }

  /** An address counts as that of a stranger where its failures would be slowed down (C8): behind a proxy of this machine all have one. */
  private keyOf(peer: Peer): string {
    return this.authDelay.appliesTo(peer) ? addressKey(peer.host) : "";
  }

  /** The transport is gone. */
  gone(connection: Connection): void {
    this.leave(connection);
    this.reaper.remove(connection);
  }
}
