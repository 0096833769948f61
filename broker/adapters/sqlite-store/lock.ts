/**
 * Owns the rule "one writer": a database beside the policy's, held in an open EXCLUSIVE transaction while the broker lives.
 *
 * Why a second database: SQLite's own lock is advisory, dropped by the OS however the process ends (kill -9 too), works on every
 * platform, and leaves the policy database open to a `sqlite3` shell that only reads. The file stays empty and behind; that is harmless.
 */
import { closeSync, openSync, truncateSync } from "node:fs";
import Database from "better-sqlite3";
import { codeOf, inUse, lockUnusable } from "./open-error.ts";

export interface WriterLock {
  /** Harmless twice. */
  release(): void;
}

/**
 * Waits at most `waitMs`, so that a successor may start while its predecessor stops. What a power cut left in the file is emptied: who reads it
 * was let in, so that nobody holds it, and it holds nothing. It is not deleted, since two starts would then lock two files.
 * @throws StoreOpenError "locked", "unreadable"
 */
export function takeWriterLock(databasePath: string, waitMs: number): WriterLock {
  const path = `${databasePath.replace(/\.db$/, "")}.lock.db`;
  try {
    createPrivate(path);
    try {
      return lockAt(path, waitMs);
    } catch (error) {
      if (!isDamage(error)) throw error;
      truncateSync(path);
      return lockAt(path, waitMs);
    }
  } catch (error) {
    throw codeOf(error).startsWith("SQLITE_BUSY") ? inUse(databasePath, error) : lockUnusable(path, error);
  }
}

function lockAt(path: string, waitMs: number): WriterLock {
  const lock = new Database(path, { timeout: waitMs });
  try {
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw error;
  }
  return { release: () => void lock.close() };
}

function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB";
}

/**
 * An empty file that only its owner reads; SQLite gives its side files the same mode. An existing file is not opened: POSIX drops a
 * process's locks on a file when any descriptor of it is closed, also those that SQLite holds.
 */
export function createPrivate(path: string): "created" | "there" {
  try {
    closeSync(openSync(path, "wx", 0o600));
    return "created";
  } catch (error) {
    if (codeOf(error) === "EEXIST") return "there";
    throw error;
  }
}
