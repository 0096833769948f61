/** Owns the history on disk: one SQLite database beside the policy's, in a thread of its own, so that the engine never waits for it. */
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { type HistoryBatch, HistoryError, type HistoryStore, type StoredHistory } from "../ports/history.ts";
import { FlatBatches } from "./sqlite-history/flat-batches.ts";
import type { Answer, FlatHistory, Request, SetAside } from "./sqlite-history/protocol.ts";

export type { SetAside } from "./sqlite-history/protocol.ts";

export interface OpenedHistory {
  readonly store: HistoryStore;
  /** The file that lay there before and could not be read; it was moved and not changed. */
  readonly setAside: SetAside | null;
}

/** Hears of an exception in the history's thread that nothing caught, or of its end that nobody asked for (Z7). */
export type OnUncaught = (error: unknown, origin: string) => void;

/** Opens the database at `path` or makes it (mode 0600). @throws HistoryError when not even a new one can be made */
export async function openSqliteHistory(
  path: string,
  onUncaught: OnUncaught = () => undefined,
): Promise<OpenedHistory> {
  const worker = new Worker(workerUrl(), { workerData: { path }, env: threadEnvironment() });
  const thread = new HistoryThread(worker, onUncaught);
  const opened = await thread.next();
  if (opened.kind !== "opened")
    throw new HistoryError(opened.kind === "failed" ? opened.reason : "the thread did not open");
  thread.isOpen = true;
  return { store: new SqliteHistory(thread, opened.history), setAside: opened.setAside };
}

/** Run from source the thread is TypeScript beside this file; in the desktop's bundle it lies beside the bundle, under its entry's name. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? "./sqlite-history/worker.ts" : "./history-worker.js", import.meta.url);
}

/** A thread hears of the folder of compiled modules by its environment alone. Node tells its own version's folder in it. */
function threadEnvironment(): NodeJS.ProcessEnv {
  const compiled = getCompileCacheDir();
  return compiled === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(compiled) };
}

class SqliteHistory implements HistoryStore {
  readonly #thread: HistoryThread;
  #found: FlatHistory | null;
  readonly #flat = new FlatBatches();
  #closing: Promise<void> | null = null;

  constructor(thread: HistoryThread, found: FlatHistory) {
    this.#thread = thread;
    this.#found = found;
  }

  async load(): Promise<StoredHistory> {
    const found = this.#found;
    if (found === null) throw new HistoryError("the history was loaded already");
    this.#found = null;
    return this.#flat.load(found);
  }

  async write(batch: HistoryBatch): Promise<void> {
    if (this.#closing !== null) throw new HistoryError("the history is closed");
    try {
      await this.#thread.ask({ kind: "write", batch: this.#flat.flatten(batch) });
    } catch (error) {
      this.#flat.refused(batch);
      throw error;
    }
  }

  /** Batches that are written while it runs wait for it. The file must not exist. */
  async backup(path: string, progress?: (share: number) => void): Promise<void> {
    if (this.#closing !== null) throw new HistoryError("the history is closed");
    await this.#thread.ask({ kind: "backup", path }, progress);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.#thread.ask({ kind: "close" });
    } finally {
      await this.#thread.end();
    }
  }
}

/** The thread as a line of questions and answers. It keeps the process alive while it owes one. */
class HistoryThread {
  readonly #worker: Worker;
  readonly #waiting: ((answer: Answer) => void)[] = [];
  readonly #early: Answer[] = [];
  #dead: Answer | null = null;
  #progress: ((share: number) => void) | null = null;
  /** It has opened its database and was not asked to end: an end now is a fault. */
  isOpen = false;
  readonly #onUncaught: OnUncaught;

  constructor(worker: Worker, onUncaught: OnUncaught) {
    this.#worker = worker;
    this.#onUncaught = onUncaught;
    worker.on("message", (answer: Answer) => this.#answered(answer));
    worker.on("error", (error) => this.#died(error instanceof Error ? error.message : String(error)));
    worker.on("exit", () => this.#died("its thread has ended"));
  }

  /** The next answer. */
  async next(): Promise<Answer> {
    const answer = this.#early.shift() ?? this.#dead;
    if (answer !== null && answer !== undefined) return answer;
    this.#worker.ref();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** @throws HistoryError when the answer is a failure */
  async ask(request: Request, progress?: (share: number) => void): Promise<void> {
    if (request.kind === "close") this.isOpen = false;
    this.#worker.postMessage(request);
    if (progress !== undefined) this.#progress = progress;
    const answer = await this.next();
    if (progress !== undefined) this.#progress = null;
    if (answer.kind === "failed") throw new HistoryError(answer.reason);
  }

  async end(): Promise<void> {
    this.isOpen = false;
    await this.#worker.terminate();
  }

  #answered(answer: Answer): void {
    if (answer.kind === "uncaught") {
      this.#onUncaught(answer.stack, "the history's thread");
      return;
    }
    // Nobody waits for it: the request that it is about has its answer still to come.
    if (answer.kind === "progress") {
      this.#progress?.(answer.share);
      return;
    }
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#early.push(answer);
    else waiting(answer);
    if (this.#waiting.length === 0) this.#worker.unref();
  }

  #died(reason: string): void {
    this.#dead ??= { kind: "failed", reason };
    for (const waiting of this.#waiting.splice(0)) waiting(this.#dead);
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#onUncaught(new Error(`the history's thread ended: ${reason}`), "the history's thread");
  }
}
