/** Listeners of the program around the engine: each hears the accepted messages on topics that its filter matches. */
import type { MessageForm } from "../contract/nouns.ts";
import { checkPattern, matches } from "../contract/topics.ts";
import type { Faults } from "../ports/faults.ts";

/** A message that was accepted, by whichever protocol it came. */
export interface PublishedMessage {
  readonly id: string;
  readonly topic: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Exactly as they were published (M12). The message's own: copy them before you write to them. */
  readonly bytes: Uint8Array;
  /** The JSON value as text (M11). */
  readonly json: string;
  readonly form: MessageForm;
  /** What its publisher calls itself, in protocols where a client does. */
  readonly clientId: string | null;
  /** null when no connection of this engine published it. */
  readonly connectionId: string | null;
  readonly tokenId: string | null;
}

export type MessageListener = (message: PublishedMessage) => void | Promise<void>;

interface Observer {
  readonly filter: string;
  readonly listener: MessageListener;
}

export class Observers {
  readonly #all = new Set<Observer>();
  readonly #faults: Faults;
  /** 0: nobody is told. */
  size = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** Returns a function that ends the listening. @throws RangeError when the filter is none */
  add(filter: string, listener: MessageListener): () => void {
    const checked = checkPattern(filter);
    if (!checked.ok) throw new RangeError(checked.reason);
    const observer = { filter, listener };
    this.#all.add(observer);
    this.size = this.#all.size;
    return () => {
      this.#all.delete(observer);
      this.size = this.#all.size;
    };
  }

  /** In the turn of the message, after its readers. */
  tell(message: PublishedMessage): void {
    for (const { filter, listener } of this.#all) {
      if (!matches(filter, message.topic)) continue;
      const context = { topic: message.topic, filter };
      try {
        listener(message)?.catch((error: unknown) => this.#faults.caught("listener", error, context));
      } catch (error) {
        this.#faults.caught("listener", error, context);
      }
    }
  }
}
