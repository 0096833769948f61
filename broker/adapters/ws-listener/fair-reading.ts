/** Owns who reads on: no flood of clients holds the event loop, and with it every other client and the operator. */
import { LIMITS } from "../../contract/limits.ts";
import type { Clock } from "../../ports/clock.ts";

/** A socket whose reading can be stopped and begun again. */
export interface Readable {
  pause(): void;
  resume(): void;
}

/**
 * Whoever has sent a burst is a flooder. When a turn of the event loop has gone to flooders for `LIMITS.floodTurnMs`, they all stop until it is over:
 * what has not been read waits in the kernel, and TCP slows its sender down. Whoever sends less is never touched. Without it libuv
 * reads on while there is more, up to 2 MB of each socket in one turn, and fifty publishers at full speed hold the loop for a minute.
 */
export class FairReading {
  /** In the order in which they read next: who was stopped before its turn came stands before who had it. */
  private readonly flooders = new Set<Readable>();
  private readonly clock: Pick<Clock, "elapsed" | "atTurnsEnd">;
  /** When the first burst of this turn was done; null before it. */
  private began: number | null = null;
  private stopped = false;
  private scheduled = false;

  constructor(clock: Pick<Clock, "elapsed" | "atTurnsEnd">) {
    this.clock = clock;
  }

  /** A socket has sent `LIMITS.burstMessages` more. */
  burst(socket: Readable): void {
    this.flooders.delete(socket);
    this.flooders.add(socket);
    this.schedule();
    if (this.stopped) {
      socket.pause();
      return;
    }
    const now = this.clock.elapsed();
    this.began ??= now;
    if (now - this.began < LIMITS.floodTurnMs) return;
    this.stopped = true;
    for (const flooder of this.flooders) flooder.pause();
  }

  /** A socket has gone. */
  forget(socket: Readable): void {
    this.flooders.delete(socket);
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.clock.atTurnsEnd(() => this.nextTurn());
  }

  private nextTurn(): void {
    this.scheduled = false;
    this.began = null;
    if (!this.stopped) {
      // Everybody could send all that there was: whoever floods again says so.
      this.flooders.clear();
      return;
    }
    this.stopped = false;
    for (const flooder of this.flooders) flooder.resume();
    this.schedule();
  }
}
