/** Owns the DataFolder port: what the broker keeps on this machine's disk, by file and size. */

export interface KeptFile {
  /** Path inside the folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
}

/** One backup's folder; its files have the names that they have here. */
export interface BackupPlace {
  /** Absolute, as are the files. */
  readonly folder: string;
  readonly policy: string;
  readonly history: string;
  /** Bytes of what lies there. */
  size(): Promise<number>;
  /** Takes it away with all that lies there. */
  discard(): Promise<void>;
}

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  /** Every file, by name; those of folders in it too. */
  files(): Promise<readonly KeptFile[]>;
  /**
   * Makes a new, empty folder that only its owner reads, for a copy made at `at` (epoch milliseconds); inside `within` (absolute), or where
   * backups lie in this folder. @throws when it cannot be made
   */
  placeForBackup(at: number, within: string | null): Promise<BackupPlace>;
}
