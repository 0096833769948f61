/** Owns choosing the adapters that a configuration asks for, and opening them. */
import { join } from "node:path";
import { SecretBox } from "./access/seal.ts";
import { DiskFolder } from "./adapters/data-folder.ts";
import { KeyFile } from "./adapters/key-file.ts";
import { MemoryLayer } from "./adapters/memory-layer.ts";
import { MemorySecrets } from "./adapters/memory-secrets.ts";
import { MemoryStore } from "./adapters/memory-store.ts";
import { openSqliteStore, StoreOpenError } from "./adapters/sqlite-store.ts";
import { SystemClock } from "./adapters/system-clock.ts";
import type { EngineParts } from "./engine.ts";
import type { Log } from "./ports/log.ts";
import type { Secrets } from "./ports/secrets.ts";
import type { Store } from "./ports/store.ts";
import { StartError } from "./start-error.ts";

const DATABASE = "signalbox.db";
const KEY = "signalbox.key";

export interface PartsConfig {
  /** Absolute path; null keeps everything in memory. */
  readonly dataFolder: string | null;
  readonly secrets?: Secrets | undefined;
  readonly log: Log;
}

/** Opens store and key. @throws StartError with nothing left open */
export async function openParts(config: PartsConfig): Promise<EngineParts & { readonly guard: Secrets["guard"] }> {
  const { dataFolder, log } = config;
  const store = openStore(dataFolder);
  try {
    const secrets = config.secrets ?? (dataFolder === null ? new MemorySecrets() : new KeyFile(join(dataFolder, KEY)));
    const secretBox = new SecretBox(await secrets.loadKey());
    return {
      clock: new SystemClock(),
      log,
      store,
      layer: new MemoryLayer(),
      secretBox,
      guard: secrets.guard,
      dataFolder: dataFolder === null ? null : new DiskFolder(dataFolder),
    };
  } catch (error) {
    store.close();
    throw new StartError("data-folder", messageOf(error), { cause: error });
  }
}

function openStore(dataFolder: string | null): Store {
  if (dataFolder === null) return new MemoryStore();
  try {
    return openSqliteStore(join(dataFolder, DATABASE));
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    throw new StartError(error.kind === "newer" ? "schema-newer" : "data-folder", error.message, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
