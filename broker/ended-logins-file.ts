/** The list of ended logins as a file of the data folder: who logged out stays so over a restart. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "./ports/log.ts";

const NAME = "ended-logins.json";
const UNREADABLE = "the list of ended logins cannot be read; every earlier login ends";

export interface EndedLoginsFile {
  /** undefined when there is none. */
  read(): string | undefined;
  /** Whole or not at all; what cannot be written is logged, and ends with the process. */
  write(text: string): void;
  /** What was read is no list. */
  damaged(): void;
}

export function endedLoginsFile(dataFolder: string, log: Log): EndedLoginsFile {
  const path = join(dataFolder, NAME);
  let reason = "it is damaged";
  return {
    read() {
      try {
        return readFileSync(path, "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        reason = reasonOf(error);
        return "";
      }
    },
    damaged: () => log.warn({ path, reason }, UNREADABLE),
    write(text) {
      try {
        replace(path, text);
      } catch (error) {
        log.warn(
          { path, reason: reasonOf(error) },
          "the list of ended logins cannot be written; after a restart they would count again",
        );
      }
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function replace(path: string, text: string): void {
  const next = `${path}.new`;
  rmSync(next, { force: true });
  const file = openSync(next, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}
