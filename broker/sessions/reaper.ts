/** Owns the transports that have been told to close and have not gone yet: each is destroyed when its time is up. */
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Connection } from "../ports/connection.ts";

/** One timer for all instead of one a socket: closing a thousand clients arms it once. Deadlines are in order of arrival. */
export class Reaper {
  private readonly waiting = new Map<Connection, number>();
  private timer: Timer | null = null;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get size(): number {
    return this.waiting.size;
  }

  add(connection: Connection): void {
    this.waiting.set(connection, this.clock.elapsed() + LIMITS.closeHandshakeMs);
    this.timer ??= this.clock.after(LIMITS.closeHandshakeMs, () => this.reap());
  }

  remove(connection: Connection): void {
    this.waiting.delete(connection);
  }

  /** Destroys everybody at once. */
  reapAll(): void {
    for (const connection of [...this.waiting.keys()]) connection.destroy();
    this.waiting.clear();
    this.timer?.cancel();
    this.timer = null;
  }

  private reap(): void {
    this.timer = null;
    const now = this.clock.elapsed();
    for (const [connection, deadline] of this.waiting) {
      if (deadline > now) {
        this.timer = this.clock.after(deadline - now, () => this.reap());
        return;
      }
      this.waiting.delete(connection);
      connection.destroy();
    }
  }
}
