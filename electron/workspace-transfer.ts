/** Owns carrying workspace files in and out: the broker's own import and export, with its preview asked before anything is replaced. */
import { writeFile } from "node:fs/promises";
import type { Dialog } from "electron";
import { z } from "zod";
import { EditPreview } from "../broker/contract/edits.ts";
import { readWorkspaceFile, WORKSPACE_SUFFIX } from "./workspace-file.ts";

export interface WorkspaceTools {
  readonly dialog: Pick<Dialog, "showMessageBox" | "showOpenDialog" | "showSaveDialog" | "showErrorBox">;
  /** The admin API of this app's own broker, and its key. */
  readonly broker: { readonly admin: string; readonly adminKey: string };
}

const FILTERS = [{ name: "Signalbox workspace", extensions: ["json"] }];
const Refusal = z.object({ message: z.string() });

export class WorkspaceTransfer {
  readonly #tools: WorkspaceTools;

  constructor(tools: WorkspaceTools) {
    this.#tools = tools;
  }

  /** Lets the person choose a file, then imports it. */
  async chooseAndImport(): Promise<void> {
    const { filePaths } = await this.#tools.dialog.showOpenDialog({
      title: "Import workspace",
      properties: ["openFile"],
      filters: FILTERS,
    });
    if (filePaths[0] !== undefined) await this.import(filePaths[0]);
  }

  /** Says what the import closes, and replaces the workspace when the person agrees. What goes wrong is shown, not thrown. */
  async import(path: string): Promise<void> {
    const { dialog } = this.#tools;
    try {
      const { name, text } = await readWorkspaceFile(path);
      const { closed, kept } = EditPreview.parse(await this.#call("POST", "/workspace/preview", text));
      const { response } = await dialog.showMessageBox({
        type: "question",
        title: "Signalbox",
        message: `Replace the workspace by ${name}?`,
        detail: `Closes ${closed.length} of ${closed.length + kept} connections. The audit journal can take it back.`,
        buttons: ["Import", "Cancel"],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      if (response === 0) await this.#call("PUT", "/workspace", text);
    } catch (error) {
      dialog.showErrorBox("The workspace was not imported", error instanceof Error ? error.message : String(error));
    }
  }

  /** Writes the workspace, secrets left out, to a file the person names. What goes wrong is shown, not thrown. */
  async export(): Promise<void> {
    const { dialog } = this.#tools;
    const { filePath } = await dialog.showSaveDialog({
      title: "Export workspace",
      defaultPath: `workspace${WORKSPACE_SUFFIX}`,
      filters: FILTERS,
    });
    if (filePath === "") return;
    try {
      await writeFile(filePath, `${JSON.stringify(await this.#call("GET", "/workspace"), null, 2)}\n`);
    } catch (error) {
      dialog.showErrorBox("The workspace was not exported", error instanceof Error ? error.message : String(error));
    }
  }

  /** @throws Error with the broker's own sentence when it refuses */
  async #call(method: string, path: string, body?: string): Promise<unknown> {
    const { admin, adminKey } = this.#tools.broker;
    const answer = await fetch(`${admin}${path}`, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
    });
    const said: unknown = await answer.json();
    if (answer.ok) return said;
    throw new Error(Refusal.safeParse(said).data?.message ?? `The broker answered ${answer.status}`);
  }
}
