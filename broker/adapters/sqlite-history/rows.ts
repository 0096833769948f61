/** Owns reading and writing the history's rows, within the thread that has the database. */
import type Database from "better-sqlite3";
import {
  type FlatBatch,
  type FlatHistory,
  type FlatMessages,
  type FlatTopic,
  type FlatWrite,
  fromNumber,
} from "./protocol.ts";

interface TopicRow extends Omit<FlatTopic, "createdAt" | "lastAt"> {
  readonly id: number;
  readonly created_at: number;
  readonly last_at: number | null;
  readonly kept_from: number;
}

interface ChunkRow {
  readonly topic_id: number;
  readonly messages: string;
}

/** Below the bound by this much, so that not every batch has to give up old messages again. */
const GIVE_UP_SHARE = 0.05;
/** Free pages that may wait for their next use; more are given back to the disk. */
const FREE_PAGES = 512;
/** Chunks given up at a time. */
const GIVE_UP_CHUNKS = 64;

export class HistoryRows {
  readonly #database: Database.Database;
  readonly #sql: ReturnType<typeof prepare>;
  readonly #pageBytes: number;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#sql = prepare(database);
    this.#pageBytes = Number(database.pragma("page_size", { simple: true }));
  }

  /** @throws Error when a row is damaged */
  load(): FlatHistory {
    const seed = this.#sql.seed.get()?.seed ?? "";
    const rows = this.#sql.topics.all();
    const kept = new Map<number, FlatMessages>(rows.map(({ id }) => [id, []]));
    const from = new Map(rows.map((row) => [row.id, row.kept_from]));
    for (const chunk of this.#sql.chunks.iterate()) {
      const into = kept.get(chunk.topic_id);
      if (into === undefined) continue;
      const parsed = JSON.parse(chunk.messages) as FlatMessages;
      for (const value of fromNumber(parsed, from.get(chunk.topic_id) ?? 0)) into.push(value);
    }
    const topics = rows.map((row) => ({ topic: topicOf(row), kept: kept.get(row.id) ?? [] }));
    return { seed, topics };
  }

  /** One transaction; afterwards the file is below the bound. */
  write(batch: FlatBatch): void {
    const run = this.#database.transaction(() => {
      for (const name of batch.deleted) this.#delete(name);
      for (const write of batch.written) this.#write(write);
      while (this.#usedBytes() > batch.maxBytes && this.#giveUp(batch.maxBytes)) {}
    });
    run.immediate();
    this.#giveBack(batch.maxBytes);
  }

  #delete(name: string): void {
    this.#sql.deleteChunks.run(name);
    this.#sql.deleteTopic.run(name);
  }

  #write({ topic, keptFrom, added }: FlatWrite): void {
    const row = this.#sql.putTopic.get({ ...topic, keptFrom: Math.min(keptFrom, Number.MAX_SAFE_INTEGER) });
    if (row === undefined) throw new Error("the topic's row was not written");
    this.#sql.trim.run(row.id, keptFrom);
    const lastNumber = added.at(-7);
    if (lastNumber !== undefined) this.#sql.addChunk.run(row.id, lastNumber, JSON.stringify(added));
  }

  /** The oldest chunks of all topics; false when there is none left. */
  #giveUp(maxBytes: number): boolean {
    const goal = maxBytes * (1 - GIVE_UP_SHARE);
    do {
      if (this.#sql.giveUp.run(GIVE_UP_CHUNKS).changes === 0) return false;
    } while (this.#usedBytes() > goal);
    return true;
  }

  #usedBytes(): number {
    return (this.#pragma("page_count") - this.#pragma("freelist_count")) * this.#pageBytes;
  }

  /** Shrinks the file when it is over the bound or holds much that is free. */
  #giveBack(maxBytes: number): void {
    const free = this.#pragma("freelist_count");
    const pages = this.#pragma("page_count");
    const over = pages - Math.floor(maxBytes / this.#pageBytes);
    const spare = free > Math.max(FREE_PAGES, pages / 4) ? free - FREE_PAGES : 0;
    const giving = Math.min(free, Math.max(over, spare));
    if (giving <= 0) return;
    this.#database.pragma(`incremental_vacuum(${giving})`);
    // The file is cut when the log is brought in.
    this.#database.pragma("wal_checkpoint(TRUNCATE)");
  }

  #pragma(name: "page_count" | "freelist_count"): number {
    return Number(this.#database.pragma(name, { simple: true }));
  }
}

type TopicValues = FlatTopic & { readonly keptFrom: number };

function prepare(database: Database.Database) {
  return {
    seed: database.prepare<[], { seed: string }>("SELECT seed FROM history"),
    topics: database.prepare<[], TopicRow>("SELECT * FROM topic ORDER BY id"),
    chunks: database.prepare<[], ChunkRow>("SELECT topic_id, messages FROM chunk ORDER BY id"),
    deleteChunks: database.prepare<[string]>(
      "DELETE FROM chunk WHERE topic_id = (SELECT id FROM topic WHERE name = ?)",
    ),
    deleteTopic: database.prepare<[string]>("DELETE FROM topic WHERE name = ?"),
    putTopic: database.prepare<[TopicValues], { id: number }>(`
      INSERT INTO topic (name, source, created_at, last_at, messages, metadata, kept_from)
      VALUES (@name, @source, @createdAt, @lastAt, @messages, @metadata, @keptFrom)
      ON CONFLICT (name) DO UPDATE SET last_at = excluded.last_at, messages = excluded.messages,
        metadata = excluded.metadata, kept_from = excluded.kept_from
      RETURNING id`),
    trim: database.prepare<[number, number]>("DELETE FROM chunk WHERE topic_id = ? AND last_number < ?"),
    addChunk: database.prepare<[number, unknown, string]>(
      "INSERT INTO chunk (topic_id, last_number, messages) VALUES (?, ?, ?)",
    ),
    giveUp: database.prepare<[number]>("DELETE FROM chunk WHERE id IN (SELECT id FROM chunk ORDER BY id LIMIT ?)"),
  };
}

function topicOf({ name, source, created_at, last_at, messages, metadata }: TopicRow): FlatTopic {
  return { name, source, createdAt: created_at, lastAt: last_at, messages, metadata };
}
