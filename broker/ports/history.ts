/** Owns the HistoryStore port: topics and their kept messages on disk, read once at start and written behind. */

/** A kept message as the store knows it. */
export interface KeptMessage {
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** JSON text, or the bytes that were published; it comes back as the one that it was. */
  readonly content: string | Uint8Array;
  readonly givenId: string | null;
  readonly clientId: string | null;
  readonly connectionId: string | null;
  readonly tokenId: string | null;
}

export interface StoredTopic {
  readonly name: string;
  readonly source: "publish" | "console" | "subscribe";
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly lastAt: number | null;
  readonly messages: number;
  /** The text of a JSON object. */
  readonly metadata: string;
}

export interface TopicWrite {
  readonly topic: StoredTopic;
  /** Of the messages that were written before, those with a lower number have left. It says nothing of messages that are written later. */
  readonly keptFrom: number;
  /** New since the last write of this topic, their numbers rising. */
  readonly added: readonly KeptMessage[];
}

/** One transaction. Deletes come first, so that a topic may be deleted and made anew in one batch. */
export interface HistoryBatch {
  readonly deleted: readonly string[];
  readonly written: readonly TopicWrite[];
  /** The store keeps below this many bytes, by giving up the oldest messages of all topics. */
  readonly maxBytes: number;
}

export interface StoredHistory {
  /** 12 hexadecimal digits, made with the store: the ids of its messages follow from it. */
  readonly seed: string;
  /** Each topic's messages with rising numbers. */
  readonly topics: readonly { readonly topic: StoredTopic; readonly kept: readonly KeptMessage[] }[];
}

/** The batch did not happen, whole; the store is as before. */
export class HistoryError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HistoryError";
  }
}

/**
 * A batch whose promise has resolved survives the death of this process (SIGKILL), though not always a power cut. Batches are written in
 * the order of the calls. Calls after `close` reject.
 */
export interface HistoryStore {
  /** Everything that is kept; once, before the first write. @throws HistoryError */
  load(): Promise<StoredHistory>;
  /** @throws HistoryError */
  write(batch: HistoryBatch): Promise<void>;
  /** Copies the whole store into a new file while it goes on serving; `progress` hears a share of 0 to 1. @throws HistoryError */
  backup(path: string, progress?: (share: number) => void): Promise<void>;
  /** What was written stays. Harmless twice. */
  close(): Promise<void>;
}
