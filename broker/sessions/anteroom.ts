/** Pending connections: accepted, and not authenticated yet. They hold no slot, hear nothing, and are bounded in number, in all and by address. */
import { LIMITS } from "../contract/limits.ts";
import type { Link, Peer } from "../ports/link.ts";
import type { Wire } from "../ports/wire.ts";
import { addressKey } from "./address-key.ts";
import type { AuthDelay } from "./auth-delay.ts";
import type { Reaper } from "./reaper.ts";

interface Stranger {
  /** The address that it counts for; "" for none. */
  readonly key: string;
  readonly wire: Wire;
}

/** Whoever puts a link here is its handler, and takes it out when it becomes a session or is gone. */
export class Anteroom {
  private readonly waiting = new Map<Link, Stranger>();
  private readonly byAddress = new Map<string, number>();
  /** Of the frames that are kept for connections which are being let in. */
  private frameBytes = 0;
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
  enter(link: Link, peer: Peer, wire: Wire): void {
    const key = this.keyOf(peer);
    this.waiting.set(link, { key, wire });
    if (key !== "") this.byAddress.set(key, (this.byAddress.get(key) ?? 0) + 1);
  }

  /** Still waiting: neither let in, nor turned away, nor gone. */
  holds(link: Link): boolean {
    return this.waiting.has(link);
  }

  /** False: all who wait have sent as much in advance as is kept (C11). Who is answered true gives the bytes back by `forgetBytes`. */
  keepsBytes(count: number): boolean {
    if (this.frameBytes + count > LIMITS.admissionFramesBytes) return false;
    this.frameBytes += count;
    return true;
  }

  forgetBytes(count: number): void {
    this.frameBytes -= count;
  }

  /** Harmless twice. */
  leave(link: Link): void {
    const key = this.waiting.get(link)?.key ?? "";
    if (!this.waiting.delete(link) || key === "") return;
    const left = (this.byAddress.get(key) ?? 1) - 1;
    if (left > 0) this.byAddress.set(key, left);
    else this.byAddress.delete(key);
  }

  /** Writes the last frame; the transport is destroyed if it has not gone in time. */
  turnAway(link: Link, code: number, reason: string): void {
    const wire = this.waiting.get(link)?.wire;
    this.leave(link);
    if (wire === undefined) link.destroy();
    else link.end(wire.farewell(code, reason));
    this.reaper.add(link);
  }

  /** The transport has ended it itself: it is destroyed if it has not gone in time. */
  broken(link: Link): void {
    this.leave(link);
    this.reaper.add(link);
  }

  /** R10: everybody. */
  turnAwayAll(code: number, reason: string): void {
    for (const link of [...this.waiting.keys()]) this.turnAway(link, code, reason);
  }

  /** An address counts as that of a stranger where its failures would be slowed down (C8): behind a proxy of this machine all have one. */
  private keyOf(peer: Peer): string {
    return this.authDelay.appliesTo(peer) ? addressKey(peer.host) : "";
  }

  /** The transport is gone. */
  gone(link: Link): void {
    this.leave(link);
    this.reaper.remove(link);
  }
}
