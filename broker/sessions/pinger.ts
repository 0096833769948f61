/** Owns the heartbeat: finds half-open connections (C7), a slice of the sessions at a time. */
import type { Clock, Timer } from "../ports/clock.ts";
import type { SessionRegistry } from "./registry.ts";
import type { Session } from "./session.ts";

/** Slices of one round: 5,000 pings in one turn would hold the loop for 30 ms. */
const SLICES = 16;

export class Pinger {
  private readonly clock: Clock;
  private readonly registry: SessionRegistry;
  private readonly intervalMs: () => number;
  private timer: Timer | null = null;
  private slice = 0;

  constructor(clock: Clock, registry: SessionRegistry, intervalMs: () => number) {
    this.clock = clock;
    this.registry = registry;
    this.intervalMs = intervalMs;
  }

  start(): void {
    this.timer = this.clock.after(this.intervalMs() / SLICES, () => this.round());
  }

  close(): void {
    this.timer?.cancel();
    this.timer = null;
  }

  /** A changed interval acts now, not at the end of a long pause. */
  restart(): void {
    if (this.timer === null) return;
    this.close();
    this.start();
  }

  private round(): void {
    for (const session of [...this.registry.all()]) {
      if (session.order % SLICES !== this.slice) continue;
      try {
        this.look(session);
      } catch (error) {
        // The others of the round, and the next round, do not hang on one transport.
        session.failed("transport", error, 0);
      }
    }
    this.slice = (this.slice + 1) % SLICES;
    this.start();
  }

  private look(session: Session): void {
    session.pingedAt = this.clock.elapsed();
    if (session.dialect.wire.heartbeat.isAlive(session)) return;
    session.detach(1006, "no answer to pings", { by: "broker", flush: false });
    session.link.destroy();
  }
}
