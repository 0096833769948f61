/** Owns what is told of the disk: the data folder's files by kind, and how much the audit journal holds. */
import type { STORED_KINDS, StorageInfo } from "../../contract/service.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { Backups } from "./backups.ts";

type StoredKind = (typeof STORED_KINDS)[number];

/** Our own files only: a desktop keeps its windows' profile in the same folder. */
const KINDS: readonly (readonly [RegExp, StoredKind])[] = [
  [/^backups\/|\.backup-v\d+-/, "backup"],
  [/\.db(-wal|-shm|-journal)?$/, "database"],
  [/^logs\/|\.log(\.\d+)?$/, "log"],
  [/\.key$|^keychain\.json$/, "key"],
  [/^(desktop|settings|window-state)\.json$/, "other"],
];

export async function storageInfo(
  core: Pick<ConsoleCore, "dataFolder" | "store">,
  backups: Backups,
): Promise<StorageInfo> {
  const { dataFolder, store } = core;
  const { rows, oldestAt } = store.auditSize();
  return {
    folder: dataFolder?.path ?? null,
    files: ((await dataFolder?.files()) ?? []).flatMap(({ name, bytes }) => {
      const kind = kindOf(name);
      return kind === undefined ? [] : [{ name, kind, bytes }];
    }),
    audit: { rows, oldestAt },
    backup: backups.state,
  };
}

function kindOf(name: string): StoredKind | undefined {
  return KINDS.find(([pattern]) => pattern.test(name))?.[1];
}
