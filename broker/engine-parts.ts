/** Owns choosing the adapters that a configuration asks for, and opening them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SecretBox } from "./access/seal.ts";
import { AloneBus } from "./adapters/alone-bus.ts";
import { DATABASES, DiskFolder } from "./adapters/data-folder.ts";
import { KeyFile } from "./adapters/key-file.ts";
import { MemorySecrets } from "./adapters/memory-secrets.ts";
import { MemoryStore } from "./adapters/memory-store.ts";
import { openSqliteHistory } from "./adapters/sqlite-history.ts";
import { openSqliteStore, StoreOpenError } from "./adapters/sqlite-store.ts";
import { SystemChance } from "./adapters/system-chance.ts";
import { SystemClock } from "./adapters/system-clock.ts";
import type { EngineParts } from "./engine.ts";
import { FaultCounter } from "./faults/fault-counter.ts";
import { makeFolder } from "./make-folder.ts";
import type { Chance } from "./ports/chance.ts";
import { HistoryError } from "./ports/history.ts";
import type { Log } from "./ports/log.ts";
import type { Secrets } from "./ports/secrets.ts";
import type { Store } from "./ports/store.ts";
import { StartError } from "./start-error.ts";

const KEY = "signalbox.key";

export interface PartsConfig {
  /** Absolute path; null keeps everything in memory. */
  readonly dataFolder: string | null;
  readonly secrets?: Secrets | undefined;
  readonly log: Log;
  /** Unless given, the system's. */
  readonly chance?: Chance | undefined;
  /** Z7. */
  readonly onUncaught?: ((error: unknown, origin: string) => void) | undefined;
}

/** The parts, and what is said about them in the console. */
export interface OpenParts extends EngineParts {
  readonly guard: Secrets["guard"];
  /** What went wrong with the history's file, as a sentence for a person. */
  readonly historyTrouble: string | null;
}

/** Opens store, key and history. @throws StartError with nothing left open */
export async function openParts(config: PartsConfig): Promise<OpenParts> {
  const { dataFolder, log } = config;
  const store = openStore(dataFolder, log);
  // Its thread starts while the rest of the engine is read; never before the store, whose lock says that the folder is ours.
  const faults = new FaultCounter(log, Date.now);
  const onUncaught = config.onUncaught ?? ((error, origin) => faults.caught("promise", error, { origin }));
  const opening = openHistory(dataFolder, log, onUncaught);
  try {
    const secrets = config.secrets ?? (dataFolder === null ? new MemorySecrets() : new KeyFile(join(dataFolder, KEY)));
    const secretBox = new SecretBox(await secrets.loadKey());
    const { history, historyTrouble } = await opening;
    return {
      clock: new SystemClock(faults),
      chance: config.chance ?? new SystemChance(),
      log,
      faults,
      store,
      bus: new AloneBus(),
      secretBox,
      guard: secrets.guard,
      dataFolder: dataFolder === null ? null : new DiskFolder(dataFolder),
      history,
      historyTrouble,
    };
  } catch (error) {
    await opening.then(({ history }) => history?.close()).catch(() => {});
    store.close();
    throw new StartError("data-folder", messageOf(error), { cause: error });
  }
}

function openStore(dataFolder: string | null, log: Log): Store {
  if (dataFolder === null) return new MemoryStore();
  const path = join(dataFolder, DATABASES.policy);
  // Every start leaves a lock file.
  const wasLost = existsSync(join(dataFolder, DATABASES.lock)) && !existsSync(path);
  try {
    makeFolder(dataFolder);
  } catch (error) {
    const advice = "make it writable, or choose another";
    throw new StartError(
      "data-folder",
      `The data folder ${dataFolder} cannot be made (${messageOf(error)}); ${advice}`,
      {
        cause: error,
      },
    );
  }
  try {
    const store = openSqliteStore(path);
    if (wasLost) log.warn({ path }, LOST);
    return store;
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    throw new StartError(error.kind === "newer" ? "schema-newer" : "data-folder", error.message, { cause: error });
  }
}

const LOST =
  "the database was not there, though a broker has run in this folder: it starts empty; if that was not meant, stop it and put a backup in its place";

/** A history that cannot be read or written is worth a warning, never the broker's start (O14). */
async function openHistory(
  dataFolder: string | null,
  log: Log,
  onUncaught: (error: unknown, origin: string) => void,
): Promise<Pick<OpenParts, "history" | "historyTrouble">> {
  if (dataFolder === null) return { history: null, historyTrouble: null };
  const path = join(dataFolder, DATABASES.history);
  try {
    const { store, setAside } = await openSqliteHistory(path, onUncaught);
    if (setAside === null) return { history: store, historyTrouble: null };
    const trouble = `The history ${path} could not be read (${setAside.reason}); it now lies at ${setAside.path}, unchanged, and a new one is begun.`;
    log.warn({ path, setAside: setAside.path, reason: setAside.reason }, "the history could not be read");
    return { history: store, historyTrouble: trouble };
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    const trouble = `The history ${path} cannot be opened (${error.message}); messages are kept in memory and end with the broker.`;
    log.warn({ path, reason: error.message }, "the history cannot be opened");
    return { history: null, historyTrouble: trouble };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
