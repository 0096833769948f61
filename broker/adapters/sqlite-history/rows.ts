/** Owns reading and writing the history's rows, within the thread that has the database. */
import type Database from "better-sqlite3";
import { type FlatBatch, type FlatHistory, type FlatMessages, type FlatTopic, flatOf, fromNumber } from "./protocol.ts";
import { assertMessages, assertSeed, assertTopic } from "./sound-rows.ts";

interface TopicRow extends Omit<FlatTopic, "createdAt" | "lastAt"> {
  readonly id: number;
  readonly created_at: number;
  readonly last_at: number | null;
  readonly kept_from: number;
}

interface ChunkRow {
  readonly id: number;
  readonly topic_id: number;
  readonly last_number: number;
  readonly last_at: number;
  readonly total: number;
  readonly kept_from: number;
  readonly messages: string;
}

/** A topic's row and its chunks, oldest first, so that writing looks nothing up. */
interface KnownTopic {
  readonly id: number;
  readonly chunks: { readonly id: number; readonly last: number }[];
}

interface ReadChunk {
  readonly last: number;
  readonly messages: FlatMessages;
}

/** Below the bound by this much, so that not every batch has to give up old messages again. */
const GIVE_UP_SHARE = 0.05;
/** Free space that may wait for its next use; more is given back to the disk. */
const FREE_BYTES = 2 * 1024 * 1024;
/** Chunks given up before it is looked whether that is enough: few, as each may be large. */
const GIVE_UP_CHUNKS = 8;

/** Schema of a file in which some message came as bytes (O26). One without stays below, and an earlier Signalbox opens it. */
export const VERSION_WITH_BYTES = 2;

export class HistoryRows {
  readonly #database: Database.Database;
  readonly #sql: ReturnType<typeof prepare>;
  readonly #pageBytes: number;
  #holdsBytes = false;
  readonly #byName = new Map<string, KnownTopic>();
  readonly #byId = new Map<number, KnownTopic>();

  constructor(database: Database.Database) {
    this.#database = database;
    this.#sql = prepare(database);
    this.#pageBytes = Number(database.pragma("page_size", { simple: true }));
  }

  /** Once, before anything is written. @throws Error when a row is damaged */
  load(): FlatHistory {
    const seed = assertSeed(this.#sql.seed.get()?.seed);
    const found = new Map<number, { topic: FlatTopic; froms: [number, number]; chunks: ReadChunk[] }>();
    for (const row of this.#sql.topics.all()) {
      found.set(row.id, { topic: topicOf(row), froms: [row.kept_from, 0], chunks: [] });
      this.#remember(row.name, { id: row.id, chunks: [] });
    }
    for (const chunk of this.#sql.chunks.iterate()) {
      const into = found.get(chunk.topic_id);
      if (into === undefined) continue;
      this.#byId.get(chunk.topic_id)?.chunks.push({ id: chunk.id, last: chunk.last_number });
      const messages = flatOf(chunk.messages);
      assertMessages(chunk.id, messages);
      into.chunks.push({ last: chunk.last_number, messages });
      into.froms[1] = Math.max(into.froms[1], chunk.kept_from);
      // The higher count is the later word; times do not tell, a clock may have been set back.
      if (chunk.total < into.topic.messages) continue;
      into.topic = { ...into.topic, messages: chunk.total, lastAt: chunk.last_at };
    }
    // Afterwards: a chunk may be newer than its topic's row.
    for (const [id, { topic }] of found) assertTopic(id, topic);
    const topics = Array.from(found.values(), ({ topic, froms, chunks }) => ({
      topic,
      kept: chunks.flatMap((chunk) => keptOf(chunk, froms)),
    }));
    return { seed, topics };
  }

  /** One transaction; afterwards the file is below the bound. @throws Error with nothing written */
  write(batch: FlatBatch): void {
    const marksBytes = batch.holdsBytes && !this.#holdsBytes;
    const run = this.#database.transaction(() => {
      if (marksBytes) this.#database.pragma(`user_version = ${VERSION_WITH_BYTES}`);
      for (const name of batch.deleted) this.#delete(name);
      for (const topic of batch.described) this.#describe(topic);
      for (let place = 0; place < batch.names.length; place++) this.#write(batch, place);
      while (this.#usedBytes() > batch.maxBytes && this.#giveUp(batch.maxBytes)) {}
    });
    try {
      run.immediate();
    } catch (error) {
      // What is known by heart may be ahead of what was rolled back.
      this.#relearn();
      throw error;
    }
    if (marksBytes) this.#holdsBytes = true;
    this.#giveBack(batch.maxBytes);
  }

  #delete(name: string): void {
    const topic = this.#byName.get(name);
    if (topic === undefined) return;
    for (const { id } of topic.chunks) this.#sql.deleteChunk.run(id);
    this.#sql.deleteTopic.run(topic.id);
    this.#byName.delete(name);
    this.#byId.delete(topic.id);
  }

  #describe(topic: FlatTopic): void {
    const known = this.#byName.get(topic.name);
    if (known !== undefined) {
      this.#sql.describeTopic.run(topic.metadata, known.id);
      return;
    }
    const { lastInsertRowid } = this.#sql.addTopic.run(topic);
    this.#remember(topic.name, { id: Number(lastInsertRowid), chunks: [] });
  }

  #write(batch: FlatBatch, place: number): void {
    const known = this.#byName.get(batch.names[place] ?? "");
    const keptFrom = batch.keptFrom[place] ?? 0;
    const total = batch.messages[place] ?? 0;
    if (known === undefined) throw new Error("a topic was written before it was described");
    let gone = 0;
    for (; gone < known.chunks.length && (known.chunks[gone]?.last ?? 0) < keptFrom; gone++) {
      this.#sql.deleteChunk.run(known.chunks[gone]?.id ?? 0);
    }
    if (gone > 0) known.chunks.splice(0, gone);
    const last = batch.last[place];
    if (last != null) {
      const lastAt = batch.lastAt[place] ?? 0;
      const messages = batch.chunks[place] ?? "";
      const { lastInsertRowid } = this.#sql.addChunk.run(known.id, last, lastAt, total, keptFrom, messages);
      known.chunks.push({ id: Number(lastInsertRowid), last });
    }
    // While chunks come they carry the topic's numbers; without one, or when all are gone, its row has to.
    if (last != null) return;
    this.#sql.moveTopic.run(batch.lastAt[place] ?? null, total, startOf(known, keptFrom), known.id);
  }

  #remember(name: string, topic: KnownTopic): KnownTopic {
    this.#byName.set(name, topic);
    this.#byId.set(topic.id, topic);
    return topic;
  }

  #relearn(): void {
    this.#byName.clear();
    this.#byId.clear();
    for (const { id, name } of this.#sql.topics.all()) this.#remember(name, { id, chunks: [] });
    for (const { id, topic_id, last_number } of this.#sql.places.iterate()) {
      this.#byId.get(topic_id)?.chunks.push({ id, last: last_number });
    }
  }

  /** The oldest chunks of all topics; false when there is none left. */
  #giveUp(maxBytes: number): boolean {
    const goal = maxBytes * (1 - GIVE_UP_SHARE);
    do {
      const oldest = this.#sql.oldest.all(GIVE_UP_CHUNKS);
      if (oldest.length === 0) return false;
      for (const { id, topic_id } of oldest) {
        const known = this.#byId.get(topic_id);
        known?.chunks.shift();
        this.#sql.keepCount.run(known === undefined || known.chunks.length === 0 ? 0 : 1, id);
        this.#sql.deleteChunk.run(id);
      }
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
    const kept = Math.floor(FREE_BYTES / this.#pageBytes);
    const spare = free > Math.max(kept, pages / 4) ? free - kept : 0;
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

/** Where a topic's history begins. Without a chunk it hides nothing: messages that come later may have any number. */
function startOf({ chunks }: KnownTopic, keptFrom: number): number {
  return chunks.length === 0 ? 0 : keptFrom;
}

/**
 * What is kept of a chunk, by where its topic's row and the topic's chunks say that the history begins. A chunk that lies whole below a beginning
 * was written after it, or it would have been deleted then: earlier versions wrote an enormous beginning for a topic without messages.
 */
function keptOf({ last, messages }: ReadChunk, froms: readonly number[]): FlatMessages {
  return fromNumber(messages, Math.max(0, ...froms.filter((from) => from <= last)));
}

type Place = Pick<ChunkRow, "id" | "topic_id" | "last_number">;

function prepare(database: Database.Database) {
  return {
    seed: database.prepare<[], { seed: string }>("SELECT seed FROM history"),
    topics: database.prepare<[], TopicRow>("SELECT * FROM topic ORDER BY id"),
    chunks: database.prepare<[], ChunkRow>(
      "SELECT id, topic_id, last_number, last_at, total, kept_from, messages FROM chunk ORDER BY id",
    ),
    places: database.prepare<[], Place>("SELECT id, topic_id, last_number FROM chunk ORDER BY id"),
    oldest: database.prepare<[number], Place>("SELECT id, topic_id, last_number FROM chunk ORDER BY id LIMIT ?"),
    deleteChunk: database.prepare<[number]>("DELETE FROM chunk WHERE id = ?"),
    deleteTopic: database.prepare<[number]>("DELETE FROM topic WHERE id = ?"),
    addTopic: database.prepare<[FlatTopic]>(`
      INSERT INTO topic (name, source, created_at, last_at, messages, metadata, kept_from)
      VALUES (@name, @source, @createdAt, @lastAt, @messages, @metadata, 0)`),
    moveTopic: database.prepare<[number | null, number, number, number]>(
      "UPDATE topic SET last_at = ?, messages = ?, kept_from = ? WHERE id = ?",
    ),
    keepCount: database.prepare<[0 | 1, number]>(`
      UPDATE topic SET messages = max(topic.messages, chunk.total),
        kept_from = ? * max(topic.kept_from, chunk.kept_from),
        last_at = iif(chunk.total >= topic.messages, chunk.last_at, topic.last_at)
      FROM chunk WHERE chunk.id = ? AND topic.id = chunk.topic_id`),
    describeTopic: database.prepare<[string, number]>("UPDATE topic SET metadata = ? WHERE id = ?"),
    addChunk: database.prepare<[number, number, number, number, number, string]>(`
      INSERT INTO chunk (topic_id, last_number, last_at, total, kept_from, messages) VALUES (?, ?, ?, ?, ?, ?)`),
  };
}

function topicOf({ name, source, created_at, last_at, messages, metadata }: TopicRow): FlatTopic {
  return { name, source, createdAt: created_at, lastAt: last_at, messages, metadata };
}
