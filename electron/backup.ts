/** Owns a backup to a place that the person chooses: on another disk, in a folder that goes to the cloud. */
import type { Dialog } from "electron";
import { type Engine, isRefusal } from "./engine-host.ts";
import type { BackupAnswer } from "./host-surface.ts";

export interface BackupTools {
  readonly dialog: Pick<Dialog, "showOpenDialog">;
  readonly broker: Pick<Engine, "backUp">;
}

/** @throws what is no expected refusal */
export async function backUpElsewhere({ dialog, broker }: BackupTools): Promise<BackupAnswer> {
  const { filePaths } = await dialog.showOpenDialog({
    title: "Where the backup goes",
    buttonLabel: "Back up here",
    properties: ["openDirectory", "createDirectory"],
  });
  const [folder] = filePaths;
  if (folder === undefined) return { state: "cancelled" };
  try {
    await broker.backUp(folder);
    return { state: "done" };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { state: "refused", message: error.message };
  }
}
