/** Owns the transports that have been told to close and have not gone yet: each is destroyed when its time is up. */
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Link } from "../ports/link.ts";

/** One timer for all instead of one a socket: closing a thousand clients arms it once. Deadlines are in order of arrival. */
export class Reaper {
  private readonly waiting = new Map<Link, number>();
  private timer: Timer | null = null;
  private readonly clock: Clock;
  private onEmpty: (() => void) | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get size(): number {
    return this.waiting.size;
  }

  add(link: Link): void {
    this.waiting.set(link, this.clock.elapsed() + LIMITS.closeHandshakeMs);
    this.timer ??= this.clock.after(LIMITS.closeHandshakeMs, () => this.reap());
  }

  remove(link: Link): void {
    this.waiting.delete(link);
    if (this.waiting.size === 0) this.onEmpty?.();
  }

  /** Resolves when everybody has gone; those who have not within `ms` are destroyed. */
  async drain(ms: number): Promise<void> {
    if (this.waiting.size === 0) return;
    await new Promise<void>((resolve) => {
      this.onEmpty = resolve;
      this.clock.after(ms, resolve);
    });
    this.reapAll();
  }

  private reapAll(): void {
    for (const link of [...this.waiting.keys()]) link.destroy();
    this.waiting.clear();
    this.timer?.cancel();
    this.timer = null;
  }

  private reap(): void {
    this.timer = null;
    const now = this.clock.elapsed();
    for (const [link, deadline] of this.waiting) {
      if (deadline > now) {
        this.timer = this.clock.after(deadline - now, () => this.reap());
        return;
      }
      this.waiting.delete(link);
      try {
        link.destroy();
      } catch (error) {
        // The others are still to be destroyed when their time is up.
        this.timer = this.clock.after(0, () => this.reap());
        throw error;
      }
    }
  }
}
