/** Owns the data folder on disk: its files, their sizes, and where copies go. */
import { existsSync } from "node:fs";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { DataFolder, KeptFile } from "../ports/data-folder.ts";

const BACKUPS = "backups";
/** Deeper folders are none of ours; a desktop's browser profile lies in the same place. */
const DEPTH = 2;

/** `path` is absolute. */
export class DiskFolder implements DataFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async files(): Promise<readonly KeptFile[]> {
    const found = await this.#below(this.path, 1);
    return found.sort((a, b) => a.name.localeCompare(b.name));
  }

  async placeForBackup(at: number): Promise<string> {
    const folder = join(this.path, BACKUPS);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = `signalbox-${new Date(at).toISOString().replaceAll(/[-:]/g, "").slice(0, 15)}`;
    for (let copy = 1; ; copy++) {
      const path = join(folder, copy === 1 ? `${name}.db` : `${name}-${copy}.db`);
      if (!existsSync(path)) return path;
    }
  }

  async sizeOf(path: string): Promise<number> {
    return (await stat(path)).size;
  }

  async #below(folder: string, depth: number): Promise<KeptFile[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    const found = await Promise.all(
      entries.map(async (entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return depth < DEPTH ? this.#below(path, depth + 1) : [];
        if (!entry.isFile()) return [];
        // A file may go while we look: the database's own side files come and go.
        const bytes = await this.sizeOf(path).catch(() => undefined);
        return bytes === undefined ? [] : [{ name: relative(this.path, path).replaceAll(sep, "/"), bytes }];
      }),
    );
    return found.flat();
  }
}
