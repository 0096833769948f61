/** Owns waiting for the disk off the event loop: what SQLite has written to its log becomes durable on a thread of libuv's. */
import { closeSync, fdatasync, openSync } from "node:fs";

export interface LogSync {
  /** Calls `done` in a later turn: with null when all that was written to the log before is on the disk, else with what the system says. */
  sync(done: (error: Error | null) => void): void;
  /** Harmless twice. */
  close(): void;
}

/**
 * The log of the database at `path`, which is open in WAL mode and stays so. A commit at `synchronous = NORMAL` and this sync are what a commit
 * at FULL does: the same write, the same call on the same file, on macOS down to the disk's own cache. SQLite locks the database and its
 * index, never the log, so that a descriptor more, and its closing, takes no lock away.
 */
export function openLogSync(path: string): LogSync {
  const file = openSync(`${path}-wal`, "r+");
  let underWay = 0;
  let isOpen = true;
  const closeIdle = (): void => {
    if (!isOpen && underWay === 0) closeSync(file);
  };
  return {
    sync(done) {
      underWay++;
      fdatasync(file, (error) => {
        underWay--;
        closeIdle();
        done(error);
      });
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      // The number of a closed descriptor may be another file's by the time the thread comes to it.
      closeIdle();
    },
  };
}
