/** Owns bringing history to its store: in batches behind the messages, one under way at a time, and only what memory still keeps. */
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { HistoryBatch, HistoryStore, StoredTopic, TopicWrite } from "../ports/history.ts";
import type { Log } from "../ports/log.ts";
import type { TopicRecord } from "./topic-record.ts";
import type { Topics } from "./topics.ts";

interface WriteBehindParts {
  readonly topics: Topics;
  readonly store: HistoryStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Bytes that the store may hold now. */
  readonly maxBytes: () => number;
}

/** A batch, and what to do over if it fails. */
interface Taken {
  readonly batch: HistoryBatch;
  readonly before: readonly (readonly [TopicRecord, number])[];
}

/** What is lost when the process is killed: what gathered since the last batch (`LIMITS.topicsPulseMs`), and the batch under way. */
export class WriteBehind {
  /** Why the last batch was refused; null when it was not. */
  trouble: string | null = null;
  readonly #parts: WriteBehindParts;
  readonly #changed = new Set<TopicRecord>();
  readonly #deleted = new Set<string>();
  #writing: Promise<void> | null = null;
  /** Until then nothing is written: after a refusal, or because the last batch was just now. */
  #pause: Timer | null = null;
  #stop: (() => void) | null = null;

  constructor(parts: WriteBehindParts) {
    this.#parts = parts;
  }

  /** Listens from now on. */
  start(): void {
    this.#stop ??= this.#parts.topics.listen({
      changed: (records) => {
        for (const record of records) this.#changed.add(record);
        this.#pump();
      },
      deleted: (record) => {
        this.#changed.delete(record);
        this.#deleted.add(record.name);
      },
    });
  }

  /** Resolves when everything up to now is with the store, or was refused. */
  async settle(): Promise<void> {
    this.#parts.topics.tellChanged();
    if (this.trouble === null) this.#resume();
    this.#pump();
    while (this.#writing !== null) {
      await this.#writing;
      if (this.trouble !== null) return;
      this.#resume();
      this.#pump();
    }
  }

  /** Writes what waits, and closes the store. A store that does not answer is waited for `LIMITS.historyStopMs`. Harmless twice. */
  async close(): Promise<void> {
    this.#resume();
    await within(this.#parts.clock, LIMITS.historyStopMs, this.settle());
    this.#stop?.();
    await within(this.#parts.clock, LIMITS.historyStopMs, this.#parts.store.close());
  }

  /** Writes until nothing waits; what comes meanwhile waits for the batch under way, so that a slow disk makes batches larger, not more. */
  #pump(): void {
    if (this.#writing !== null || this.#pause !== null) return;
    if (this.#changed.size === 0 && this.#deleted.size === 0) return;
    this.#pauseFor(LIMITS.historyBatchMs);
    const taken = this.#take();
    this.#writing = this.#parts.store.write(taken.batch).then(
      () => this.#written(),
      (error: unknown) => this.#refused(taken, error),
    );
  }

  #written(): void {
    this.#writing = null;
    if (this.trouble !== null) this.#parts.log.info({}, "the history is written again");
    this.trouble = null;
    this.#pump();
  }

  /** What was refused is tried again later, with what has come by then. */
  #refused({ batch, before }: Taken, error: unknown): void {
    const { log, topics } = this.#parts;
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== this.trouble)
      log.warn({ error }, "the history was not written; it is kept in memory and tried again");
    this.trouble = reason;
    for (const name of batch.deleted) this.#deleted.add(name);
    for (const [record, written] of before) {
      record.written = written;
      if (topics.get(record.name) === record) this.#changed.add(record);
    }
    this.#writing = null;
    this.#pauseFor(LIMITS.historyRetryMs);
  }

  #pauseFor(ms: number): void {
    this.#pause?.cancel();
    this.#pause = this.#parts.clock.after(ms, () => {
      this.#pause = null;
      this.#pump();
    });
  }

  #resume(): void {
    this.#pause?.cancel();
    this.#pause = null;
  }

  #take(): Taken {
    const deleted = [...this.#deleted];
    this.#deleted.clear();
    const written: TopicWrite[] = [];
    const before: [TopicRecord, number][] = [];
    const { history } = this.#parts.topics;
    let room = LIMITS.historyBatchBytes;
    for (const record of this.#changed) {
      if (room <= 0) break;
      before.push([record, record.written]);
      const { messages: added, weight } = history.from(record, record.written, room);
      room -= weight;
      record.written = (added.at(-1)?.number ?? record.written - 1) + 1;
      written.push({ topic: storedTopic(record), keptFrom: history.keptFrom(record), added });
      if (record.written > (history.newestOf(record)?.number ?? -1)) this.#changed.delete(record);
    }
    return { batch: { deleted, written, maxBytes: this.#parts.maxBytes() }, before };
  }
}

function storedTopic({ name, source, createdAt, lastAt, messages, metadata }: TopicRecord): StoredTopic {
  return { name, source, createdAt, lastAt, messages, metadata };
}

/** Waits for the promise, but not longer than so many milliseconds, and not for its failure. */
function within(clock: Clock, ms: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, resolve);
    const done = () => {
      timer.cancel();
      resolve();
    };
    promise.then(done, done);
  });
}
