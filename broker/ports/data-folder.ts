/** Owns the DataFolder port: what the broker keeps on this machine's disk, by file and size. */

export interface KeptFile {
  /** Path inside the folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
}

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  /** Every file, by name; those of folders in it too. */
  files(): Promise<readonly KeptFile[]>;
  /** Absolute path for a copy made at `at` (epoch milliseconds), in a folder that only its owner reads. Nothing lies there yet. */
  placeForBackup(at: number): Promise<string>;
  /** @throws when it is not there */
  sizeOf(path: string): Promise<number>;
}
