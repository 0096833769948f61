/** Owns the data folder on disk: its files, their sizes, and where copies go. */
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { BackupPlace, DataFolder, KeptFile } from "../ports/data-folder.ts";

const BACKUPS = "backups";
/** Deeper folders are none of ours; a desktop's browser profile lies in the same place. */
const DEPTH = 2;

/** Names of the databases in a data folder; `lock` is in no backup. */
export const DATABASES = { policy: "signalbox.db", history: "history.db", lock: "signalbox.lock.db" } as const;

/** `path` is absolute. */
export class DiskFolder implements DataFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async files(): Promise<readonly KeptFile[]> {
    const backups = join(this.path, BACKUPS);
    const found = await Promise.all([
      this.#below(this.path, DEPTH, backups),
      // Each backup is a folder; those of an earlier version are files.
      this.#below(backups, DEPTH).catch(() => []),
    ]);
    return found.flat().sort((a, b) => a.name.localeCompare(b.name));
  }

  async placeForBackup(at: number, within: string | null): Promise<BackupPlace> {
    const parent = within ?? join(this.path, BACKUPS);
    if (within === null) await mkdir(parent, { recursive: true, mode: 0o700 });
    const folder = await newFolder(
      parent,
      `signalbox-${new Date(at).toISOString().replaceAll(/[-:]/g, "").slice(0, 15)}`,
    );
    return {
      folder,
      policy: join(folder, DATABASES.policy),
      history: join(folder, DATABASES.history),
      async size() {
        const sizes = await Promise.all((await readdir(folder)).map((name) => sizeOf(join(folder, name))));
        return sizes.reduce((sum, size) => sum + size, 0);
      },
      discard: () => rm(folder, { recursive: true, force: true }),
    };
  }

  async #below(folder: string, depth: number, except?: string): Promise<KeptFile[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    const found = await Promise.all(
      entries.map(async (entry) => {
        const path = join(folder, entry.name);
        if (path === except) return [];
        if (entry.isDirectory()) return depth > 1 ? this.#below(path, depth - 1) : [];
        if (!entry.isFile()) return [];
        // A file may go while we look: the database's own side files come and go.
        const bytes = await sizeOf(path).catch(() => undefined);
        return bytes === undefined ? [] : [{ name: relative(this.path, path).replaceAll(sep, "/"), bytes }];
      }),
    );
    return found.flat();
  }
}

/** Never one that is there: a backup replaces nothing. */
async function newFolder(parent: string, name: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const path = join(parent, copy === 1 ? name : `${name}-${copy}`);
    try {
      await mkdir(path, { mode: 0o700 });
      return path;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}
