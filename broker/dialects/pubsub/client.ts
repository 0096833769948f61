/** Owns what the dialect remembers of one connection: who it says it is on which filter, and the frame that is being answered. */
import { LIMITS } from "../../contract/limits.ts";
import type { Session } from "../../sessions/session.ts";

/** A client's name on a filter, and since when, epoch milliseconds. */
export type Names = Map<string, number>;

export class PubSubClient {
  /** Of the frame being handled; a refusal of it repeats them. */
  requestId: string | null = null;
  type = "";
  /** By filter. One connection may subscribe under several names; it hears each message once. */
  readonly subscriptions = new Map<string, Names>();
  /** Names on all filters together. */
  #names = 0;
  /** Filters that it gave up: unsubscribing from one again succeeds, as in the reference. */
  readonly #former = new Set<string>();
  /** P10: since when nothing came or went, elapsed milliseconds, and how many frames had until then. */
  quietSince: number;
  framesThen = 0;
  /** Frames that it lost by being slow, as far as it was told. */
  droppedTold = 0;

  /** `now`: elapsed milliseconds. */
  constructor(now: number) {
    this.quietSince = now;
  }

  /** `at`: epoch milliseconds. A name that is there already keeps its time; further ones on a filter are not remembered without end. */
  subscribe(filter: string, clientId: string, at: number): void {
    const names = this.subscriptions.get(filter);
    if (names === undefined) this.subscriptions.set(filter, new Map([[clientId, at]]));
    else if (names.has(clientId) || this.#names >= 2 * LIMITS.filtersPerConnection) return;
    else names.set(clientId, at);
    this.#names++;
  }

  /** As in the reference, whatever name it had. False: this connection never had the filter. */
  unsubscribe(filter: string): boolean {
    if (!this.#drop(filter)) return this.#former.has(filter);
    if (this.#former.size >= LIMITS.filtersPerConnection) {
      for (const oldest of this.#former) {
        this.#former.delete(oldest);
        break;
      }
    }
    this.#former.add(filter);
    return true;
  }

  /** It was taken from the client: a subscription and the memory of one are gone. False: there was no subscription. */
  forget(filter: string): boolean {
    this.#former.delete(filter);
    return this.#drop(filter);
  }

  #drop(filter: string): boolean {
    this.#names -= this.subscriptions.get(filter)?.size ?? 0;
    return this.subscriptions.delete(filter);
  }
}

/** The memory of a session of this dialect; made when it opens. */
export function clientOf(session: Session): PubSubClient | null {
  return session.dialectState instanceof PubSubClient ? session.dialectState : null;
}
