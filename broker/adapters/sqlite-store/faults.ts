/** Owns what a fault of SQLite or the disk is called at the Store port. */
import { StoreError } from "../../ports/store.ts";
import { codeOf } from "./open-error.ts";

/** The message is for the log; what an operator reads stands in the contract's table of codes. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  return new StoreError(kindOf(code), code === "" ? detail : `${code}: ${detail}`, { cause: error });
}

function kindOf(code: string): StoreError["kind"] {
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) return "busy";
  // SHMSIZE: the index of the WAL could not grow, which is how a full disk shows first after a long pause.
  if (code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE" || code === "ENOSPC" || code === "EDQUOT")
    return "full";
  return "failed";
}
