/** Owns the reasons why a database is not opened, each one sentence with what to do. */

/**
 * `newer`: written by a later Signalbox; `locked`: another process holds it; `corrupt`: damaged or not a database; `unreadable`: the
 * folder, the file or the disk does not allow it. The message names the file and what to do; the file is as it was.
 */
export class StoreOpenError extends Error {
  readonly kind: "newer" | "unreadable" | "locked" | "corrupt";

  constructor(kind: "newer" | "unreadable" | "locked" | "corrupt", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreOpenError";
    this.kind = kind;
  }
}

/** The refusal for whatever SQLite or the file system said about `path`. */
export function toOpenError(path: string, error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    const message = `The database ${path} is locked by another program: close that program and start again.`;
    return new StoreOpenError("locked", message, { cause: error });
  }
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") return damaged(path, detail, error);
  const message = `The database ${path} cannot be opened (${detail}): make its folder readable and writable with room on the disk, or choose another data folder.`;
  return new StoreOpenError("unreadable", message, { cause: error });
}

export function damaged(path: string, detail: string, cause?: unknown): StoreOpenError {
  const message = `The database ${path} is damaged (${detail}): put a backup in its place, or move it away to start empty.`;
  return new StoreOpenError("corrupt", message, { cause });
}

/** No start leaves a file without a byte: a copy failed, or a disk lost what was written. */
export function empty(path: string): StoreOpenError {
  const message = `The database ${path} is empty (0 bytes), as no Signalbox leaves it: put a backup in its place, or delete it to start empty.`;
  return new StoreOpenError("corrupt", message);
}

/** Its log holds the newest edits, and nothing without it. */
export function lostFile(path: string): StoreOpenError {
  const message = `The database ${path} is not there, but its log ${path}-wal is: put the database back beside it, or move the log away to start empty.`;
  return new StoreOpenError("corrupt", message);
}

/** The lock file holds nothing, so that nothing is lost with it. */
export function lockUnusable(path: string, error: unknown): StoreOpenError {
  const detail = error instanceof Error ? error.message : String(error);
  const message = `The lock file ${path} cannot be used (${detail}): delete it and start again; it holds nothing, and the database beside it is not touched.`;
  return new StoreOpenError("unreadable", message, { cause: error });
}

export function inUse(path: string, cause: unknown): StoreOpenError {
  const message = `The database ${path} is in use by another Signalbox: stop that one, or choose another data folder.`;
  return new StoreOpenError("locked", message, { cause });
}

export function newer(path: string, found: number, known: number): StoreOpenError {
  const message = `The database ${path} was written by a newer Signalbox (schema ${found}, this one knows ${known}): start that version, or choose another data folder.`;
  return new StoreOpenError("newer", message);
}

export function notFile(path: string): StoreOpenError {
  const message = `The database ${path} is no file: move what lies there away, and put a backup in its place or start empty.`;
  return new StoreOpenError("unreadable", message);
}

export function notOurs(path: string): StoreOpenError {
  const message = `The file ${path} is a database of another program: choose another data folder.`;
  return new StoreOpenError("unreadable", message);
}

/** SQLite's or the file system's name of the fault, or "". */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
