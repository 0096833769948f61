/** Waits of an operator for the next custom message of a subject that has given fields (`wait_for_event`, Q14). */
import { isDeepStrictEqual } from "node:util";
import { ownTopicOf } from "../../access/subject.ts";
import type { Subject } from "../../contract/nouns.ts";
import type { Clock } from "../../ports/clock.ts";
import { ownText } from "../../sessions/own-text.ts";
import type { CustomFrame } from "./decode.ts";

/** Fields that a message must have, at its top level. */
export type Match = Readonly<Record<string, unknown>>;

interface Waiter {
  readonly match: Match;
  /** JSON text of the message; null when the time is up. */
  readonly resolve: (json: string | null) => void;
}

export class Waiters {
  private readonly bySubject = new Map<string, Set<Waiter>>();
  private readonly clock: Clock;
  private waiting = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Waits that are not over. */
  get size(): number {
    return this.waiting;
  }

  /** The subject need not be online. Resolves to null after `timeoutMs`. */
  wait(subject: Subject, match: Match, timeoutMs: number): Promise<string | null> {
    const name = ownTopicOf(subject);
    return new Promise((resolve) => {
      const timer = this.clock.after(timeoutMs, () => waiter.resolve(null));
      const waiter: Waiter = {
        match,
        resolve: (json) => {
          timer.cancel();
          this.forget(name, waiter);
          resolve(json);
        },
      };
      const others = this.bySubject.get(name);
      if (others === undefined) this.bySubject.set(name, new Set([waiter]));
      else others.add(waiter);
      this.waiting++;
    });
  }

  /** Gives the message to each wait that it fits. False: it fits none. */
  offer(subject: Subject, { message, text }: CustomFrame): boolean {
    if (this.waiting === 0) return false;
    const fitting = [...(this.bySubject.get(ownTopicOf(subject)) ?? [])].filter(({ match }) => fits(message, match));
    for (const waiter of fitting) waiter.resolve(ownText(text));
    return fitting.length > 0;
  }

  private forget(name: string, waiter: Waiter): void {
    const waiters = this.bySubject.get(name);
    if (!waiters?.delete(waiter)) return;
    this.waiting--;
    if (waiters.size === 0) this.bySubject.delete(name);
  }
}

/** As in the reference, `null` is also fitted by a field that is missing. */
function fits(message: Match, match: Match): boolean {
  return Object.entries(match).every(([key, value]) => {
    const found = Object.hasOwn(message, key) ? message[key] : null;
    return isDeepStrictEqual(found, value);
  });
}
