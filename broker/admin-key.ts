/** Owns the admin key of a host's data folder: a file that only its owner reads, where commands on the same machine find it. */
import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "./contract/limits.ts";
import { StartError } from "./start-error.ts";

const fileIn = (dataFolder: string): string => join(dataFolder, "admin.key");

/** The key of this data folder, made on first use. @throws StartError naming the folder when it cannot be used */
export function keepAdminKey(dataFolder: string): string {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    return readAdminKey(dataFolder) ?? makeAdminKey(dataFolder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const advice = "make it readable and writable, or choose another";
    throw new StartError("data-folder", `The data folder ${dataFolder} cannot be used (${reason}); ${advice}`, {
      cause: error,
    });
  }
}

/** The key, or undefined when no server has run with this data folder. */
export function readAdminKey(dataFolder: string): string | undefined {
  const file = fileIn(dataFolder);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
  const key = text.trim();
  return key === "" ? undefined : key;
}

function makeAdminKey(dataFolder: string): string {
  const key = randomBytes(LIMITS.secretRandomBytes).toString("base64url");
  const file = openSync(fileIn(dataFolder), "w", 0o600);
  try {
    writeSync(file, `${key}\n`);
  } finally {
    closeSync(file);
  }
  // The mode above counts only for a new file; an empty one that was there keeps its own.
  chmodSync(fileIn(dataFolder), 0o600);
  return key;
}
