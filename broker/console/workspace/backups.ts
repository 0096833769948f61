/** Owns copying the databases while they serve: one copy at a time, into a folder of its own (Y4, Y5). */
import type { Backup, BackupState } from "../../contract/service.ts";
import type { BackupPlace } from "../../ports/data-folder.ts";
import { StoreError } from "../../ports/store.ts";
import type { ConsoleCore } from "../console-core.ts";
import { conflict, Refused, storeRefused } from "../refused.ts";

/** Of the whole; history is by far the larger part, wherever there is much to copy. */
const POLICY_SHARE = 0.2;

export class Backups {
  readonly #core: ConsoleCore;
  #state: BackupState = { state: "none" };

  constructor(core: ConsoleCore) {
    this.#core = core;
  }

  get state(): BackupState {
    return this.#state;
  }

  /**
   * Resolves when the copy is whole; `within` is the absolute path of a folder, or null for the data folder's own.
   * @throws Refused while another one runs, without a data folder, or when the disk does not take it
   */
  async backUp(within: string | null = null): Promise<Backup> {
    const { dataFolder, clock, policy, log } = this.#core;
    if (dataFolder === null) throw conflict("This broker keeps everything in memory; there is no database to copy", {});
    if (this.#state.state === "running") {
      throw conflict("A backup is under way; wait for it to end", { startedAt: this.#state.startedAt });
    }
    const began = clock.elapsed();
    const at = new Date(clock.now()).toISOString();
    const { revision } = policy.current;
    const running = (share: number) => {
      this.#state = { state: "running", startedAt: at, share };
    };
    running(0);
    let place: BackupPlace | undefined;
    try {
      place = await dataFolder.placeForBackup(clock.now(), within).catch((error: unknown) => {
        throw noPlace(error);
      });
      await this.#copy(place, running);
      const { folder } = place;
      const hasHistory = this.#core.history !== null;
      const backup = { folder, bytes: await place.size(), hasHistory, at, revision, tookMs: clock.elapsed() - began };
      this.#state = { state: "done", backup };
      return backup;
    } catch (error) {
      await place?.discard().catch((trouble) => log.warn({ error: trouble }, "half a backup was left behind"));
      // What is expected is told in a sentence; the trace of anything else is kept.
      log.warn(error instanceof Refused ? { reason: error.message } : { error }, "a backup failed");
      const refused = error instanceof Refused ? error : storeRefused(asStoreError(error));
      const { message } = refused.refusal;
      this.#state = { state: "failed", at, message };
      throw refused;
    }
  }

  async #copy({ policy, history }: BackupPlace, running: (share: number) => void): Promise<void> {
    const { store, history: kept, settleHistory } = this.#core;
    if (kept === null) return store.backup(policy, running);
    await store.backup(policy, (share) => running(share * POLICY_SHARE));
    await settleHistory();
    await kept.backup(history, (share) => running(POLICY_SHARE + share * (1 - POLICY_SHARE)));
  }
}

const asStoreError = (error: unknown): StoreError =>
  error instanceof StoreError ? error : new StoreError("failed", String(error));

/** The folder for backups cannot be made or written; its path is in the reason of the file system. */
function noPlace(error: unknown): Refused {
  if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
    return storeRefused(new StoreError("full", error.message));
  }
  const reason = error instanceof Error ? error.message : String(error);
  return conflict(
    `No backup can be made there (${reason}); make it a folder that this user may write, or choose another`,
    {},
  );
}
