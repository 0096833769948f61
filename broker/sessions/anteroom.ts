/** Owns the connections that were accepted and have not said yet who they are: they hold no slot, hear nothing, and are bounded in number. */
import { LIMITS } from "../contract/limits.ts";
import type { Connection } from "../ports/connection.ts";
import type { Reaper } from "./reaper.ts";

/** Whoever puts a connection here is its handler, and takes it out when it becomes a session or is gone. */
export class Anteroom {
  private readonly waiting = new Set<Connection>();
  private readonly reaper: Reaper;

  constructor(reaper: Reaper) {
    this.reaper = reaper;
  }

  get size(): number {
    return this.waiting.size;
  }

  get isFull(): boolean {
    return this.waiting.size >= LIMITS.strangers;
  }

  /** It is not full. */
  enter(connection: Connection): void {
    this.waiting.add(connection);
  }

  /** Still waiting: neither let in, nor turned away, nor gone. */
  holds(connection: Connection): boolean {
    return this.waiting.has(connection);
  }

  /** Harmless twice. */
  leave(connection: Connection): void {
    this.waiting.delete(connection);
  }

  /** Writes the close frame; the transport is destroyed if the peer does not answer in time. */
  turnAway(connection: Connection, code: number, reason: string): void {
    this.waiting.delete(connection);
    connection.closeWith(code, reason);
    this.reaper.add(connection);
  }

  /** The transport has sent a close frame itself: it is destroyed if the peer does not answer in time. */
  broken(connection: Connection): void {
    this.waiting.delete(connection);
    this.reaper.add(connection);
  }

  /** R10: everybody. */
  turnAwayAll(code: number, reason: string): void {
    for (const connection of [...this.waiting]) this.turnAway(connection, code, reason);
  }

  /** The transport is gone. */
  gone(connection: Connection): void {
    this.waiting.delete(connection);
    this.reaper.remove(connection);
  }
}
