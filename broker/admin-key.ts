/** Owns the admin key of a host's data folder: a file that only its owner reads, where commands on the same machine find it. */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "./contract/limits.ts";
import { decodeText, EncodingError } from "./contract/text-encoding.ts";
import { makeFolder } from "./make-folder.ts";
import { StartError } from "./start-error.ts";

const fileIn = (dataFolder: string): string => join(dataFolder, "admin.key");

/** The admin key, and what becomes of a new one. */
export type AdminKeySource =
  /** Kept by us: `keep` puts a new one in its place. @throws Error when it cannot */
  | { readonly from: "file"; readonly key: string; readonly keep: (key: string) => void }
  /** Named by whoever started the program; `where` ends the sentence "The admin key is set …". */
  | { readonly from: "given"; readonly key: string; readonly where: string };

/** The key of this data folder as an engine takes it; a new one is kept here. @throws StartError naming the folder when it cannot be used */
export function adminKeyFile(dataFolder: string): AdminKeySource {
  return { from: "file", key: keepAdminKey(dataFolder), keep: (key) => writeAdminKey(dataFolder, key) };
}

/** The key of this data folder, made on first use. @throws StartError naming the folder when it cannot be used */
export function keepAdminKey(dataFolder: string): string {
  try {
    makeFolder(dataFolder);
    return readAdminKey(dataFolder) ?? makeAdminKey(dataFolder);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const advice = "make it readable and writable, or choose another";
    throw new StartError("data-folder", `The data folder ${dataFolder} cannot be used (${reason}); ${advice}`, {
      cause: error,
    });
  }
}

/** The key, or undefined when no server has run with this data folder. @throws StartError naming a file that holds no key, or cannot be read */
export function readAdminKey(dataFolder: string): string | undefined {
  const file = fileIn(dataFolder);
  let text: string;
  try {
    text = decodeText(readFileSync(file));
  } catch (error) {
    if (error instanceof EncodingError) throw noKey(file, NO_LINE);
    if (!(error instanceof Error)) throw error;
    if ("code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw noKey(file, `cannot be read (${error.message})`, error);
  }
  const key = text.trim();
  if (key === "") return undefined;
  // A header could not carry it: nobody would get in, and every command would fail in its own way.
  if (!/^[\x21-\x7e]+$/.test(key)) throw noKey(file, NO_LINE);
  // The rest of a key that was cut could be guessed.
  if (key.length < LIMITS.secretMinLength) {
    throw noKey(file, `holds a key of fewer than ${LIMITS.secretMinLength} characters`);
  }
  return key;
}

const NO_LINE = "does not hold one line of printable ASCII without blanks";

function noKey(file: string, what: string, cause?: unknown): StartError {
  const message = `The admin key file ${file} ${what}: put the key back, or delete the file for a new one.`;
  return new StartError("data-folder", message, { cause });
}

/** Puts `key` in the place of the one before, whole or not at all. @throws Error of the file system */
export function writeAdminKey(dataFolder: string, key: string): void {
  const next = `${fileIn(dataFolder)}.new`;
  rmSync(next, { force: true });
  const file = openSync(next, "wx", 0o600);
  try {
    writeSync(file, `${key}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, fileIn(dataFolder));
}

function makeAdminKey(dataFolder: string): string {
  const key = randomBytes(LIMITS.secretRandomBytes).toString("base64url");
  writeAdminKey(dataFolder, key);
  return key;
}
