/** Owns commits that do not wait for the disk. */
import type Database from "better-sqlite3";

/** Runs the write at `synchronous = NORMAL`: it survives the process, and a crash of the system only once the log was synced. Not within a transaction. */
export function unhurried<T>(database: Database.Database, write: () => T): T {
  database.pragma("synchronous = NORMAL");
  try {
    return write();
  } finally {
    database.pragma("synchronous = FULL");
  }
}
