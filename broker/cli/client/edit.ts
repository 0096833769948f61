/** Owns saving or previewing an edit, and telling who it closed with milliseconds. */
import { type Command, Option } from "commander";
import { z } from "zod";
import { type Edit, EditEffect, EditPreview } from "../../contract/edits.ts";
import { countText } from "../../contract/quantities.ts";
import type { Surroundings } from "../surroundings.ts";
import type { AdminApi } from "./admin-api.ts";
import { listTokens } from "./find.ts";
import { milliseconds, tableOf } from "./table.ts";

export const Applied = EditEffect.extend({
  created: z.array(z.object({ kind: z.string(), id: z.string(), secret: z.string().optional() })),
});
export type Applied = z.infer<typeof Applied>;

export function withPreview(command: Command): Command {
  return command.addOption(new Option("--preview", "change nothing; print whom it would close"));
}

/** Saves the edit, or with `--preview` asks what it would do. `done` says in one sentence what was saved. */
export async function saveEdit(
  command: Command,
  api: AdminApi,
  surroundings: Surroundings,
  edit: Edit,
  done: (applied: Applied) => readonly string[],
): Promise<void> {
  const options: { preview?: boolean; json?: boolean } = command.opts();
  if (options.preview) {
    const preview = await api.call(EditPreview, "POST", "/access/preview", { edit });
    return printPreview(api, surroundings, preview, options.json === true);
  }
  const applied = await api.call(Applied, "POST", "/edits", { edits: [edit] });
  await printApplied(api, surroundings, applied, options.json === true, done(applied));
}

export async function printApplied(
  api: AdminApi,
  { out }: Surroundings,
  applied: Applied,
  json: boolean,
  done: readonly string[],
): Promise<void> {
  if (json) return out(JSON.stringify(applied));
  for (const line of done) out(line);
  const { closed, kept, leaked, revision } = applied;
  out(`Revision ${revision}: closed ${closed.length || "nobody"}, kept ${kept}, leaked ${leaked}${endedText(applied)}`);
  if (closed.length === 0) return;
  const nameOf = await tokenNames(api);
  const rows = closed.map((session) => [
    session.connectionId,
    nameOf(session.tokenId),
    session.code,
    session.reason,
    milliseconds(session.commitToCloseMs),
    milliseconds(session.commitToGoneMs),
  ]);
  for (const line of tableOf(["CONNECTION", "TOKEN", "CODE", "REASON", "CLOSED", "GONE"], rows, "")) out(line);
}

/** R11: sessions without a connection are in none of the rows. */
function endedText({ ended = [] }: Pick<EditPreview, "ended">): string {
  return ended.length === 0 ? "" : `, ${countText(ended.length, "session")} ended while away`;
}

export async function printPreview(
  api: AdminApi,
  { out }: Surroundings,
  preview: EditPreview,
  json: boolean,
): Promise<void> {
  if (json) return out(JSON.stringify(preview));
  const { closed, narrowed, kept, wouldRefuse } = preview;
  out(`Would close ${closed.length || "nobody"}, keep ${kept}${endedText(preview)}; nothing is changed`);
  const nameOf = await tokenNames(api);
  const rows = closed.map((session) => [
    session.connectionId,
    nameOf(session.tokenId),
    session.code,
    session.reason,
    session.filter,
    session.today,
    session.after,
  ]);
  if (rows.length > 0) {
    for (const line of tableOf(["CONNECTION", "TOKEN", "CODE", "REASON", "FILTER", "TODAY", "AFTER"], rows, ""))
      out(line);
  }
  for (const { connectionId, lost, topicPattern } of narrowed)
    out(`${connectionId} stays and may no longer ${lost === "publish" ? "publish to" : "hear"} ${topicPattern}`);
  if (wouldRefuse.count > 0) out(`${wouldRefuse.count} publishes of the last 5 minutes would have been refused`);
}

/** Names for a table; a deleted token has none any more and shows its id. */
async function tokenNames(api: AdminApi): Promise<(id: string) => string> {
  const names = new Map((await listTokens(api)).map((token) => [token.id, token.name]));
  return (id) => names.get(id) ?? id;
}
