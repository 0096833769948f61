/** Owns `signalbox export` and `signalbox import`. */
import { chmodSync, writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { EditPreview } from "../../contract/edits.ts";
import { unsimulatedIn, unsimulatedWords, Workspace, weakSecretsWords } from "../../contract/workspace.ts";
import { textOf, usage } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import { readWorkspace } from "../workspace-file.ts";
import { Applied, printApplied, printPreview, withPreview } from "./edit.ts";
import { apiOf, withServerOptions } from "./server-options.ts";

export function addWorkspaceCommands(program: Command, surroundings: Surroundings): void {
  const { out, err } = surroundings;

  withServerOptions(
    program
      .command("export")
      .description("the whole workspace as one JSON file")
      .argument("[file]", "where to write it; without it, stdout"),
  )
    .addOption(new Option("--with-secrets", "with the secrets of the tokens; the file is readable to you alone"))
    .action(async (file: string | undefined, options: { withSecrets?: boolean }, command: Command) => {
      const query = options.withSecrets ? "?withSecrets=true" : "";
      const workspace = await apiOf(command, surroundings).call(Workspace, "GET", `/workspace${query}`);
      const text = JSON.stringify(workspace, null, 2);
      if (file === undefined) return out(text);
      writeWorkspace(file, text, options.withSecrets === true);
      err(`Wrote ${workspace.tokens.length} tokens and ${workspace.tags.length} tags to ${file}`);
    });

  withPreview(
    withServerOptions(
      program
        .command("import")
        .description("replace the whole workspace by a file's, as one edit")
        .argument("<file>", "workspace file; - reads stdin"),
    ),
  )
    .addOption(new Option("--leave-out-wrong", "leave wrong tags, tokens, permissions and names out, and say which"))
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const workspace = readWorkspace(file, { leaveOut: options.leaveOutWrong === true, told: err });
      const weak = weakSecretsWords(workspace);
      if (weak !== null) err(weak);
      const api = apiOf(command, surroundings);
      const unsimulated = unsimulatedIn(workspace);
      if (unsimulated > 0) err(unsimulatedWords(unsimulated));
      if (options.preview) {
        const preview = await api.call(EditPreview, "POST", "/workspace/preview", workspace);
        return printPreview(api, surroundings, preview, options.json === true);
      }
      const applied = await api.call(Applied, "PUT", "/workspace", workspace);
      const done = `Imported ${workspace.tokens.length} tokens and ${workspace.tags.length} tags from ${file}`;
      await printApplied(api, surroundings, applied, options.json === true, [done]);
    });
}

interface ImportOptions {
  readonly preview?: boolean;
  readonly json?: boolean;
  readonly leaveOutWrong?: boolean;
}

function writeWorkspace(file: string, text: string, secret: boolean): void {
  try {
    writeFileSync(file, `${text}\n`, secret ? { mode: 0o600 } : {});
    // The mode above counts only for a new file.
    if (secret) chmodSync(file, 0o600);
  } catch (error) {
    throw usage(`${file} cannot be written (${textOf(error)}); name another file`);
  }
}
