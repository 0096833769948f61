/** A bus whose slots are answered when a test says so, as those that several processes count would be. */
import { AloneBus } from "../adapters/alone-bus.ts";
import { type Bus, BusError, type NodeCard } from "../ports/bus.ts";

export class SlowSlots implements Bus {
  readonly kind = "memory";
  readonly #bus = new AloneBus();
  readonly #asked: ((failure?: Error) => void)[] = [];

  enter = (card: NodeCard) => this.#bus.enter(card);
  renew = () => this.#bus.renew();
  members = () => this.#bus.members();
  send = () => undefined;
  hold = (slots: readonly (readonly [string, number])[]) => this.#bus.hold(slots);
  held = (tokenId: string) => this.#bus.held(tokenId);
  close = () => this.#bus.close();

  take(tokenId: string, held: number, more: number, limit: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#asked.push((failure) => {
        if (failure === undefined) resolve(this.#bus.take(tokenId, held, more, limit));
        else reject(failure);
      });
    });
  }

  /** Calls that are under way. */
  get waiting(): number {
    return this.#asked.length;
  }

  /** Answers until nobody asks any more; resolves when everything that follows from it is done. */
  async answer(): Promise<void> {
    do {
      for (const answer of this.#asked.splice(0)) answer();
      await new Promise(setImmediate);
    } while (this.#asked.length > 0);
  }

  /** Answers what is asked now, and not what follows from it. */
  async answerOnce(): Promise<void> {
    for (const answer of this.#asked.splice(0)) answer();
    await new Promise(setImmediate);
  }

  async fail(error: Error = new BusError("the bus does not answer")): Promise<void> {
    while (this.#asked.length > 0) {
      for (const answer of this.#asked.splice(0)) answer(error);
      await new Promise(setImmediate);
    }
  }
}
