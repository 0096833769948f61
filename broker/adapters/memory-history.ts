/** Owns a history store without a disk, for tests: what was written is there for the next that opens the same shelf. */
import { randomBytes } from "node:crypto";
import {
  type HistoryBatch,
  HistoryError,
  type HistoryStore,
  type KeptMessage,
  type StoredHistory,
  type StoredTopic,
} from "../ports/history.ts";

interface Kept {
  readonly topic: StoredTopic;
  readonly kept: readonly KeptMessage[];
}

/** What outlives the store, as a file does. */
export class HistoryShelf {
  readonly seed = randomBytes(6).toString("hex");
  readonly topics = new Map<string, Kept>();
}

/** What a message costs beside its text, by estimate. */
const MESSAGE_BYTES = 100;

export class MemoryHistory implements HistoryStore {
  readonly #shelf: HistoryShelf;
  #isLoaded = false;
  #isClosed = false;

  constructor(shelf = new HistoryShelf()) {
    this.#shelf = shelf;
  }

  async load(): Promise<StoredHistory> {
    if (this.#isLoaded) throw new HistoryError("the history was loaded already");
    this.#isLoaded = true;
    return { seed: this.#shelf.seed, topics: [...this.#shelf.topics.values()] };
  }

  async write({ deleted, written, maxBytes }: HistoryBatch): Promise<void> {
    if (this.#isClosed) throw new HistoryError("the history is closed");
    const { topics } = this.#shelf;
    for (const name of deleted) topics.delete(name);
    for (const { topic, keptFrom, added } of written) {
      const kept = [...(topics.get(topic.name)?.kept ?? []), ...added.map(copyOf)];
      topics.set(topic.name, { topic: structuredClone(topic), kept: kept.filter(({ number }) => number >= keptFrom) });
    }
    this.#giveUp(maxBytes);
  }

  async backup(_path: string): Promise<void> {
    throw new HistoryError("this history is kept in memory; there is no database to copy");
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #giveUp(maxBytes: number): void {
    const all = [...this.#shelf.topics.values()].flatMap(({ kept }) => kept).sort((a, b) => b.number - a.number);
    let bytes = 0;
    const tooMany = all.find(({ content }) => {
      bytes += content.length + MESSAGE_BYTES;
      return bytes > maxBytes;
    });
    if (tooMany === undefined) return;
    for (const [name, { topic, kept }] of this.#shelf.topics) {
      this.#shelf.topics.set(name, { topic, kept: kept.filter(({ number }) => number > tooMany.number) });
    }
  }
}

function copyOf({ number, at, content, givenId, clientId, connectionId, tokenId }: KeptMessage): KeptMessage {
  return { number, at, content, givenId, clientId, connectionId, tokenId };
}
