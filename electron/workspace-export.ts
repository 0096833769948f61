/** Owns writing the workspace to a file that the person names, secrets left out. */
import { writeFile } from "node:fs/promises";
import type { Dialog } from "electron";
import { WORKSPACE_SUFFIXES } from "./workspace-file.ts";

export interface ExportTools {
  readonly dialog: Pick<Dialog, "showSaveDialog" | "showErrorBox">;
  /** The admin API of this app's own broker, and its key. */
  readonly broker: { readonly admin: string; readonly adminKey: string };
}

/** What goes wrong is shown, not thrown. */
export async function exportWorkspace({ dialog, broker }: ExportTools): Promise<void> {
  const { filePath } = await dialog.showSaveDialog({
    title: "Export workspace",
    defaultPath: `workspace${WORKSPACE_SUFFIXES[0]}`,
    filters: [
      { name: "Signalbox workspace", extensions: ["json"] },
      { name: "Signalbox workspace that opens by itself", extensions: ["signalbox"] },
    ],
  });
  if (filePath === "") return;
  try {
    const answer = await fetch(`${broker.admin}/workspace`, {
      headers: { authorization: `Bearer ${broker.adminKey}` },
    });
    if (!answer.ok) throw new Error(`The broker answered ${answer.status}`);
    await writeFile(filePath, `${JSON.stringify(await answer.json(), null, 2)}\n`);
  } catch (error) {
    dialog.showErrorBox("The workspace was not exported", error instanceof Error ? error.message : String(error));
  }
}
