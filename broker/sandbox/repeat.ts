/** Owns one repeated publish: every so many milliseconds, give or take, until it is stopped or counted out. */
import type { SandboxRepeat } from "../contract/sandbox.ts";
import type { Clock, Timer } from "../ports/clock.ts";

export interface RepeatPlan {
  /** As the person wrote it; a client has one repeat a topic. */
  readonly topic: string;
  readonly everyMs: number;
  readonly jitterMs: number;
  /** null = until it is stopped. */
  readonly count: number | null;
}

/** What came of one send: sent, not now (the client is away or its socket is full), or why it can never be. */
export type Sent = "sent" | "held" | { readonly error: string };

/** A timer may fire late, and under 2 ms it does so always: what is due is sent at once, but no more than this in one turn. */
const MOST_A_TURN = 32;

export class Repeat {
  readonly plan: RepeatPlan;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #send: (seq: number) => Sent;
  readonly #changed: () => void;
  #timer: Timer | undefined;
  #due: number;
  #sent = 0;
  #sentBefore = 0;
  #perSec = 0;
  #error: string | null = null;

  /** The first send is due at once. `changed` is told when it ends by itself. */
  constructor(
    plan: RepeatPlan,
    world: { readonly clock: Clock; readonly random: () => number },
    send: (seq: number) => Sent,
    changed: () => void,
  ) {
    this.plan = plan;
    this.#clock = world.clock;
    this.#random = world.random;
    this.#send = send;
    this.#changed = changed;
    this.#due = world.clock.elapsed();
    this.#wait();
  }

  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  view(): SandboxRepeat {
    const { topic, everyMs, jitterMs, count } = this.plan;
    const { isRunning } = this;
    return { topic, everyMs, jitterMs, count, sent: this.#sent, perSec: this.#perSec, isRunning, error: this.#error };
  }

  /** Takes the rate of the second that is over. */
  sample(): void {
    this.#perSec = this.#sent - this.#sentBefore;
    this.#sentBefore = this.#sent;
  }

  /** Harmless twice. */
  stop(error: string | null = null): void {
    if (this.#timer === undefined) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#error = error;
    this.#perSec = 0;
  }

  #wait(): void {
    this.#timer = this.#clock.after(Math.max(0, this.#due - this.#clock.elapsed()), () => this.#turn());
  }

  #turn(): void {
    const now = this.#clock.elapsed();
    for (let sends = 0; sends < MOST_A_TURN && this.#due <= now; sends++) {
      this.#sendOnce();
      if (!this.isRunning) return;
      this.#due += this.#pause();
    }
    // What could not be kept up is not made up for later: the rate that is shown is the rate that was.
    if (this.#due <= now) this.#due = now + this.#pause();
    this.#wait();
  }

  #sendOnce(): void {
    const sent = this.#attempt();
    if (typeof sent === "object") this.#end(sent.error);
    else if (sent === "sent" && ++this.#sent === this.plan.count) this.#end(null);
  }

  /** A send that fails ends the repeat with its reason: a timer that is not set again would only stand still. */
  #attempt(): Sent {
    try {
      return this.#send(this.#sent + 1);
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  #pause(): number {
    const { everyMs, jitterMs } = this.plan;
    return Math.max(1, everyMs + (this.#random() * 2 - 1) * jitterMs);
  }

  #end(error: string | null): void {
    this.stop(error);
    this.#changed();
  }
}
