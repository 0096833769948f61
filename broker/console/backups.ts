/** Owns copying the database while it serves: one copy at a time, into the data folder (Y4, Y5). */
import type { Backup, BackupState } from "../contract/service.ts";
import { StoreError } from "../ports/store.ts";
import { conflict, storeRefused } from "./refused.ts";
import type { Rooms } from "./rooms.ts";

export class Backups {
  readonly #rooms: Rooms;
  #state: BackupState = { state: "none" };

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  get state(): BackupState {
    return this.#state;
  }

  /** Resolves when the copy is whole. @throws Refused while another one runs, without a data folder, or when the disk does not take it */
  async backUp(): Promise<Backup> {
    const { dataFolder, clock, store, policy, log } = this.#rooms;
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
    try {
      const file = await dataFolder.placeForBackup(clock.now());
      await store.backup(file, running);
      const backup = { file, bytes: await dataFolder.sizeOf(file), at, revision, tookMs: clock.elapsed() - began };
      this.#state = { state: "done", backup };
      return backup;
    } catch (error) {
      log.warn({ error }, "a backup failed");
      const refused = storeRefused(error instanceof StoreError ? error : new StoreError("failed", String(error)));
      const { message } = refused.refusal;
      this.#state = { state: "failed", at, message };
      throw refused;
    }
  }
}
