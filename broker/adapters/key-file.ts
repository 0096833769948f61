/** Owns the sealing key as a file beside the database that only its owner reads. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, type FileHandle, link, mkdir, open, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Secrets } from "../ports/secrets.ts";

const KEY_BYTES = 32;
const OTHERS = 0o077;

/** `new KeyFile(path)`. The file holds the 32 bytes themselves, mode 0600, and is made on the first `loadKey`. */
export class KeyFile implements Secrets {
  readonly guard = "key-file";
  readonly #path: string;

  constructor(path: string) {
    this.#path = resolve(path);
  }

  /** @throws Error, one sentence that names the file and what to do; an existing file is never changed */
  async loadKey(): Promise<Uint8Array> {
    try {
      const existing = await this.#read();
      if (existing) return existing;
      await this.#create();
      // Read again what lies there: another process may have been first.
      const made = await this.#read();
      if (made) return made;
    } catch (error) {
      if (error instanceof KeyRefusal) throw error;
      throw this.#refusal(`cannot be used (${messageOf(error)}): make its folder readable and writable`, error);
    }
    throw this.#refusal("vanished while it was made: start again");
  }

  async #read(): Promise<Uint8Array | undefined> {
    const file = await openIfThere(this.#path);
    if (!file) return undefined;
    try {
      const found = await file.stat();
      const { mode, size } = found;
      if (!found.isFile()) throw this.#refusal("is no file: put its backup in place, or move it away for a new key");
      // A key that others could read is no longer a secret; that is for a person to judge, so it is not narrowed in silence.
      // Windows has no such mode: there the file inherits the rights of its folder.
      if (process.platform !== "win32" && (mode & OTHERS) !== 0) {
        const shown = (mode & 0o777).toString(8).padStart(4, "0");
        throw this.#refusal(`is open to others (mode ${shown}): run chmod 600 on it if nobody else could have read it`);
      }
      if (size !== KEY_BYTES) {
        throw this.#refusal(
          `has ${size} bytes instead of ${KEY_BYTES}: put its backup in place, or move it away for a new key (sealed secrets can then not be shown again)`,
        );
      }
      return new Uint8Array(await file.readFile());
    } finally {
      await file.close();
    }
  }

  /** Whole or not at all: written beside, safe on disk, then linked into place, which fails when somebody else was first. */
  async #create(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const draft = `${this.#path}.${randomBytes(6).toString("hex")}`;
    try {
      const file = await open(draft, "wx", 0o600);
      try {
        await file.writeFile(randomBytes(KEY_BYTES));
        await file.sync();
      } finally {
        await file.close();
      }
      await placeUnlessThere(draft, this.#path);
    } finally {
      await rm(draft, { force: true });
    }
    await syncFolder(dirname(this.#path));
  }

  #refusal(what: string, cause?: unknown): KeyRefusal {
    return new KeyRefusal(`The key file ${this.#path} ${what}.`, { cause });
  }
}

class KeyRefusal extends Error {}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function placeUnlessThere(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    // File systems without links (exFAT): a copy is still exclusive, only not whole at once.
    await copyFile(draft, path, constants.COPYFILE_EXCL);
  }
}

/** The new name must survive power loss, or the next start makes another key and the sealed secrets are lost. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals the name itself.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
