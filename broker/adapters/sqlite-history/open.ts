/** Owns the way from a path to a history database of our schema; a file that is none is set aside, never written to. */

import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import type { FlatHistory, SetAside } from "./protocol.ts";
import { HistoryRows, VERSION_WITH_BYTES } from "./rows.ts";

/** "SGBH" in the file's header: tells our histories from our policies and from databases of other programs. */
const APPLICATION_ID = 0x53474248;
const FIRST_VERSION = 1;
const VERSION = VERSION_WITH_BYTES;

/**
 * Messages lie in chunks: what one batch adds to a topic is one row, so that a busy topic costs one insert and one delete where it would
 * cost thousands. With it come the topic's count of messages, its last time and `kept_from`, which are newer than those of its row. `kept_from` says where in its chunks a topic's history begins. There is no index: the thread knows the chunks by heart.
 */
const SCHEMA = `
  CREATE TABLE history (id INTEGER PRIMARY KEY CHECK (id = 1), seed TEXT NOT NULL) STRICT;
  CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_at INTEGER,
    messages INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    kept_from INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE chunk (
    id INTEGER PRIMARY KEY,
    topic_id INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    total INTEGER NOT NULL,
    kept_from INTEGER NOT NULL,
    messages TEXT NOT NULL
  ) STRICT;
`;

/** Of a new file. A busy topic's chunk fits in one, which costs less than a chain of small ones; and one is not too much to write for a single message. */
const PAGE_BYTES = 16 * 1024;
/**
 * What gathers in the log before it is brought into the file. The pages of messages that leave are used again at once: in a long log many have
 * been overwritten by then and are never copied. At full speed pages, log and cache save half of what history costs.
 */
const LOG_BYTES = 16 * 1024 * 1024;
/** The log is cut to this after a batch that made it larger; below what gathers in it, it would be cut and grow anew each time. */
const LOG_LIMIT_BYTES = 24 * 1024 * 1024;
/** Kilobytes. A message that leaves takes its pages along, and they are read for that: the cache holds what a busy history writes before it drops it. */
const CACHE_KB = 32 * 1024;

export interface OpenHistory {
  readonly database: Database.Database;
  readonly rows: HistoryRows;
  readonly history: FlatHistory;
  readonly setAside: SetAside | null;
}

/**
 * Opens the file or makes it, with mode 0600, and reads all of it. One that is foreign, newer or damaged is set aside and a new one begun.
 * @throws Error of SQLite or the file system when not even a new one can be made
 */
export function openHistory(path: string, now: number): OpenHistory {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fault = existsSync(path) ? faultOf(path) : lostFaultOf(path);
  if (fault !== undefined) {
    const setAside = moveAside(path, fault, now);
    return { ...begin(path), setAside };
  }
  try {
    return { ...begin(path), setAside: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const setAside = moveAside(path, reasonOf(error), now);
    return { ...begin(path), setAside };
  }
}

/** A damaged page or row; anything else (a full disk, a folder that may not be written) is no reason to put the file away. */
class Damage extends Error {}

function isDamage(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (
    error instanceof Damage ||
    code.startsWith("SQLITE_CORRUPT") ||
    code === "SQLITE_NOTADB" ||
    code === "SQLITE_IOERR_SHORT_READ"
  );
}

function begin(path: string): Omit<OpenHistory, "setAside"> {
  makePrivate(path);
  const database = new Database(path);
  try {
    const isNew = versionOf(database) === 0;
    // Take effect in a file without tables only, and write to one that has some: what is damaged must not be touched.
    if (isNew) {
      database.pragma(`page_size = ${PAGE_BYTES}`);
      database.pragma("auto_vacuum = INCREMENTAL");
    }
    configure(database);
    if (isNew) create(database);
    const rows = new HistoryRows(database);
    return { database, rows, history: readAll(database, rows) };
  } catch (error) {
    database.close();
    throw error;
  }
}

function readAll(database: Database.Database, rows: HistoryRows): FlatHistory {
  const verdict = database.pragma("quick_check(1)", { simple: true });
  if (verdict !== "ok") throw new Damage(String(verdict));
  try {
    return rows.load();
  } catch (error) {
    throw new Damage(reasonOf(error), { cause: error });
  }
}

/** Moves the closed database and what belongs to it out of the way. */
function moveAside(path: string, reason: string, now: number): SetAside {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]/g, "");
  const aside = `${path}.unreadable-${stamp}`;
  for (const side of ["", "-wal", "-shm"]) {
    if (existsSync(path + side)) renameSync(path + side, aside + side);
  }
  return { path: aside, reason };
}

/** Pages that a backup copies in one turn of the thread's loop. */
const BACKUP_PAGES = 1000;

/** Copies the database into a new file. @throws Error when the file is there, or the disk does not take it; then no file is left */
export async function copyHistory(
  database: Database.Database,
  path: string,
  progress: (share: number) => void,
): Promise<void> {
  closeSync(openSync(path, "wx", 0o600));
  try {
    await database.backup(path, {
      progress: ({ totalPages, remainingPages }) => {
        if (totalPages > 0) progress((totalPages - remainingPages) / totalPages);
        return BACKUP_PAGES;
      },
    });
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** Why the file is not our history, or undefined. Looks through a read-only connection, so that the file is left byte for byte. */
function faultOf(path: string): string | undefined {
  let database: Database.Database | undefined;
  try {
    // No start leaves one: what was in it is lost, and that is to be said.
    if (statSync(path).size === 0) return "it is empty (0 bytes)";
    database = new Database(path, { readonly: true, fileMustExist: true });
    const version = versionOf(database);
    if (version === 0 && database.prepare("SELECT 1 FROM sqlite_schema").get() === undefined) return undefined;
    if (database.pragma("application_id", { simple: true }) !== APPLICATION_ID) return "it belongs to another program";
    if (version > VERSION) return `a newer Signalbox wrote it (schema ${version}, this one knows ${VERSION})`;
    return undefined;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return reasonOf(error);
  } finally {
    database?.close();
  }
}

/** A log without its file: what it holds is kept for a person who finds the file again. */
function lostFaultOf(path: string): string | undefined {
  const bytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return bytes === 0 ? undefined : "it was not there, only its log";
}

function configure(database: Database.Database): void {
  database.pragma("journal_mode = WAL");
  // The death of this process loses nothing that was committed; a power cut may, but damages nothing. History is worth no more waiting.
  database.pragma("synchronous = NORMAL");
  const pageBytes = Number(database.pragma("page_size", { simple: true }));
  database.pragma(`wal_autocheckpoint = ${Math.floor(LOG_BYTES / pageBytes)}`);
  database.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`);
  database.pragma(`cache_size = -${CACHE_KB}`);
  database.pragma("trusted_schema = OFF");
  database.pragma("temp_store = MEMORY");
}

function create(database: Database.Database): void {
  const run = database.transaction(() => {
    database.exec(SCHEMA);
    database.prepare("INSERT INTO history (id, seed) VALUES (1, ?)").run(randomBytes(6).toString("hex"));
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${FIRST_VERSION}`);
  });
  run.immediate();
}

/** An empty file that only its owner reads; SQLite gives its side files the same mode. */
function makePrivate(path: string): void {
  if (existsSync(path)) return;
  for (const side of ["-wal", "-shm"]) rmSync(path + side, { force: true });
  closeSync(openSync(path, "wx", 0o600));
}

function versionOf(database: Database.Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
