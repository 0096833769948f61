/** Owns the ladder from a path to a database of our schema: folder, lock, recognition, settings, copy, migration. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, realpathSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import Database from "better-sqlite3";
import { createPrivate, takeWriterLock, type WriterLock } from "./lock.ts";
import { damaged, empty, lostFile, newer, notFile, notOurs, toOpenError } from "./open-error.ts";

/** "SGBX" in the file's header: tells our databases from those of other programs. */
const APPLICATION_ID = 0x53474258;

export interface OpenOptions {
  readonly busyMs: number;
  readonly migrations: readonly string[];
  /** Milliseconds since the epoch, for the name of the copy before a migration. */
  readonly now: () => number;
}

export interface OpenDatabase {
  readonly database: Database.Database;
  readonly lock: WriterLock;
}

/** @throws StoreOpenError; the file is then as it was and nothing is held. */
export function openDatabase(givenPath: string, options: OpenOptions): OpenDatabase {
  let path = resolve(givenPath);
  let isNew = false;
  let lock: WriterLock | undefined;
  let database: Database.Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (existsSync(path)) path = realpathSync(path);
    else if (hasBytes(`${path}-wal`)) throw lostFile(path);
    lock = takeWriterLock(path, options.busyMs);
    if (createPrivate(path) === "there") recognise(path, options);
    else isNew = true;
    database = new Database(path, { timeout: options.busyMs });
    configure(database);
    assertIntact(database, path);
    migrate(database, path, options);
    return { database, lock };
  } catch (error) {
    database?.close();
    // Nothing is in it, and the next start would take it for one that lost everything.
    if (isNew) for (const side of ["", "-wal", "-shm"]) rmSync(path + side, { force: true });
    lock?.release();
    throw toOpenError(path, error);
  }
}

/** Reads the header through a read-only connection, so that a database which is not for us is left byte for byte. */
function recognise(path: string, options: OpenOptions): void {
  const file = statSync(path);
  if (!file.isFile()) throw notFile(path);
  if (file.size === 0) throw empty(path);
  const database = new Database(path, { readonly: true, fileMustExist: true, timeout: options.busyMs });
  try {
    const version = versionOf(database);
    const isOurs = database.pragma("application_id", { simple: true }) === APPLICATION_ID;
    const isEmpty = version === 0 && database.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
    if (!isOurs && !isEmpty) throw notOurs(path);
    if (version === 0 && !isEmpty) throw damaged(path, "its schema has no number");
    if (version > options.migrations.length) throw newer(path, version, options.migrations.length);
  } finally {
    database.close();
  }
}

function configure(database: Database.Database): void {
  database.pragma("journal_mode = WAL");
  // An answered edit survives power loss: every commit waits for the disk (on macOS for the disk's own cache, too).
  database.pragma("synchronous = FULL");
  database.pragma("fullfsync = ON");
  database.pragma("foreign_keys = ON");
  database.pragma("trusted_schema = OFF");
  database.pragma("temp_store = MEMORY");
}

/** A policy is not served from damaged pages: a right that was taken away could be back. */
function assertIntact(database: Database.Database, path: string): void {
  const verdict = database.pragma("quick_check(1)", { simple: true });
  if (verdict !== "ok") throw damaged(path, String(verdict));
  const dangling = database
    .prepare<[], { table: string }>('SELECT "table" FROM pragma_foreign_key_check LIMIT 1')
    .get();
  if (dangling !== undefined) throw damaged(path, `a row of ${dangling.table} belongs to none that is there`);
}

function migrate(database: Database.Database, path: string, { migrations, now }: OpenOptions): void {
  const from = versionOf(database);
  if (from === migrations.length) return;
  if (from > 0)
    copyBeside(database, `${path}.backup-v${from}-${new Date(now()).toISOString().replaceAll(/[-:]/g, "")}`);
  // All steps or none: user_version is part of the transaction.
  const run = database.transaction(() => {
    for (const step of migrations.slice(from)) database.exec(step);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${migrations.length}`);
  });
  run.immediate();
}

function copyBeside(database: Database.Database, copy: string): void {
  createPrivate(copy);
  database.prepare("VACUUM INTO ?").run(copy);
  // VACUUM INTO does not wait for the disk; the copy must be safe before the original changes.
  const file = openSync(copy, "r+");
  fsyncSync(file);
  closeSync(file);
}

/** SQLite would empty the log of a database that is not there, and with it the newest edits. */
function hasBytes(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function versionOf(database: Database.Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}
