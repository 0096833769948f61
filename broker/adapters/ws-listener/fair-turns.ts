/** Shares the time of each turn of the event loop among connections whose messages are costly. */
import { LIMITS } from "../../contract/limits.ts";
import type { Clock } from "../../ports/clock.ts";

/** A connection whose messages may have to wait. */
export interface Waiting {
  /** Milliseconds that its messages have taken, on the scale of those that wait, and that the last one took. */
  taken: number;
  lastTook: number;
  /** Messages were read that are not handled yet. */
  readonly hasWaiting: boolean;
  handle(data: Uint8Array, isBinary: boolean): void;
  /** Handles the oldest message that waits, with `FairTurns.time`. */
  handleOldest(): void;
  /** Nothing waits any more: what follows the messages (a fault, the end), and reading, may go on. */
  handledAll(): void;
}

/**
 * Ordinary messages cost microseconds; of them one in `LIMITS.costSampleMessages` is timed. Once one has taken `LIMITS.costlyMessageMs` (a replay, a
 * message that waits for the disk, one for ten thousand readers), every message is timed for a while: when a turn has given
 * `LIMITS.floodTurnMs` to messages the others wait, and who has taken least time is heard first. One message is handled to its end.
 */
export class FairTurns {
  /** Every message is timed. */
  isStrict = false;
  /** Ordinary messages until one is timed. */
  untilSample: number = LIMITS.costSampleMessages;
  private readonly waiting = new Set<Waiting>();
  private readonly clock: Pick<Clock, "elapsed" | "atTurnsEnd">;
  /** Milliseconds that messages have taken in this turn, and that they may take. */
  private spent = 0;
  private budget: number = LIMITS.floodTurnMs;
  private turnBegan = 0;
  private scheduled = false;
  private strictUntil = 0;
  /** What the one who is heard has taken: who begins to wait begins here, or a long silence would be a claim. */
  private level = 0;

  constructor(clock: Pick<Clock, "elapsed" | "atTurnsEnd">) {
    this.clock = clock;
  }

  /** Has the message handled, and looks at what it took. */
  time(one: Waiting, data: Uint8Array, isBinary: boolean): void {
    const began = this.clock.elapsed();
    this.untilSample = LIMITS.costSampleMessages;
    try {
      one.handle(data, isBinary);
    } finally {
      const took = this.clock.elapsed() - began;
      one.taken += took;
      one.lastTook = took;
      this.spent += took;
      if (took >= LIMITS.costlyMessageMs) {
        if (!this.isStrict) this.spent = took;
        this.strictUntil = began + took + LIMITS.costlyForMs;
        this.isStrict = true;
      } else if (this.isStrict && began >= this.strictUntil && this.waiting.size === 0) {
        this.isStrict = false;
      }
      if (this.isStrict) this.schedule(began);
    }
  }

  /** Strictly: a message that has arrived waits, behind others or because the turn is used up. */
  mustWait(): boolean {
    return this.waiting.size > 0 || this.spent >= this.budget;
  }

  /** The connection has a message that waits. */
  wait(one: Waiting): void {
    if (this.waiting.has(one)) return;
    one.taken = Math.max(one.taken, this.level);
    this.waiting.add(one);
    this.schedule(this.clock.elapsed());
  }

  private schedule(now: number): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.turnBegan = now;
    this.clock.atTurnsEnd(() => this.nextTurn());
  }

  private nextTurn(): void {
    this.scheduled = false;
    // Writing to ten thousand readers takes longer than a turn's messages: what waits then gets as much, or more time would go to writing than needs to.
    const others = this.clock.elapsed() - this.turnBegan - this.spent;
    this.budget = Math.min(LIMITS.costlyTurnMs, Math.max(LIMITS.floodTurnMs, others));
    this.spent = 0;
    while (this.waiting.size > 0 && this.spent < this.budget) this.hear(this.next());
    if (this.waiting.size > 0) this.schedule(this.clock.elapsed() - this.spent);
    else this.level = 0;
  }

  /** One connection, for a moment. */
  private hear(one: Waiting): void {
    this.level = one.taken;
    const until = one.taken + LIMITS.costlyMessageMs;
    while (one.hasWaiting && one.taken < until) one.handleOldest();
    if (one.hasWaiting) return;
    this.waiting.delete(one);
    one.handledAll();
  }

  /** Whoever will have taken least when the next message is done, or one that asks for little would wait for a costly one of everybody. */
  private next(): Waiting {
    let least: Waiting | undefined;
    for (const one of this.waiting) if (least === undefined || expected(one) <= expected(least)) least = one;
    return least as Waiting;
  }
}

const expected = ({ taken, lastTook }: Waiting): number => taken + lastTook;
