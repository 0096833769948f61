/** Notices that a database was moved, replaced or deleted under the broker, which SQLite does not. */
import { type BigIntStats, statSync } from "node:fs";

/**
 * SQLite goes on writing to a file that has no name any more: its commits succeed, and nobody finds them. Two looks at the file system before a write
 * cost less than a hundredth of its wait for the disk.
 */
export class FileWatch {
  readonly #path: string;
  readonly #file: string | undefined;
  /** The log comes with the first write. */
  #log: string | undefined;

  /** The database at `path` is open. */
  constructor(path: string) {
    this.#path = path;
    this.#file = identityOf(path);
  }

  /** Whether the path still leads to the files that are open. */
  get isThere(): boolean {
    const log = identityOf(`${this.#path}-wal`);
    if (this.#log === undefined) this.#log = log;
    return identityOf(this.#path) === this.#file && log === this.#log;
  }
}

function identityOf(path: string): string | undefined {
  const found: BigIntStats | undefined = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev} ${found.ino}`;
}
