/** Values of the port made flat for the history's thread, and back. */
import type { HistoryBatch, StoredHistory } from "../../ports/history.ts";
import { type FlatBatch, type FlatHistory, type FlatTopic, pack, unflatten } from "./protocol.ts";

export class FlatBatches {
  /** Metadata as the thread knows it, by topic: it is sent again only when it is another. */
  readonly #described = new Map<string, string>();

  /** What the thread found; it has looked at every row. */
  load({ seed, topics }: FlatHistory): StoredHistory {
    return {
      seed,
      topics: topics.map(({ topic, kept }) => {
        this.#described.set(topic.name, topic.metadata);
        return { topic: { ...topic, metadata: sound(topic.metadata) }, kept: unflatten(kept) };
      }),
    };
  }

  flatten({ deleted, written, maxBytes }: HistoryBatch): FlatBatch {
    for (const name of deleted) this.#described.delete(name);
    const described: FlatTopic[] = [];
    for (const { topic } of written) {
      if (this.#described.get(topic.name) === topic.metadata) continue;
      this.#described.set(topic.name, topic.metadata);
      described.push(topic);
    }
    return {
      deleted,
      described,
      names: written.map(({ topic }) => topic.name),
      messages: written.map(({ topic }) => topic.messages),
      lastAt: written.map(({ topic }) => topic.lastAt),
      keptFrom: written.map(({ keptFrom }) => keptFrom),
      last: written.map(({ added }) => added.at(-1)?.number ?? null),
      chunks: written.map(({ added }) => (added.length === 0 ? "" : pack(added))),
      holdsBytes: written.some(({ added }) => added.some(({ content }) => typeof content !== "string")),
      maxBytes,
    };
  }

  /** The batch was refused: nothing of it is known to the thread, and what it described is described again. */
  refused({ written }: HistoryBatch): void {
    for (const { topic } of written) this.#described.delete(topic.name);
  }
}

/** Views parse it without a guard: a damaged text says nothing. */
function sound(metadata: string): string {
  try {
    const value: unknown = JSON.parse(metadata);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? metadata : "{}";
  } catch {
    return "{}";
  }
}
