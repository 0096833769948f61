/** Owns the question whether an edit of the audit journal still stands alone: which later edit touched the same things (A5). */
import type { Snapshot } from "../../access/snapshot.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { PolicyRows, StoredAudit } from "../../ports/store.ts";
import type { ConsoleCore } from "../console-core.ts";
import { asking } from "../refused.ts";
import type { PreviewParts } from "./preview.ts";

export interface LaterEdit {
  readonly row: StoredAudit;
  readonly touched: ReadonlySet<string>;
}

/** Those that are in force, newest first, with what each touched: taking `row` back would silently take that back too. */
export function laterEdits({ core, sections }: PreviewParts, { revision }: StoredAudit): LaterEdit[] {
  return inForce(editsAfter(core, revision)).flatMap((row) => {
    const found = asking(() => core.store.getAudit(row.id));
    if (found === undefined) return [];
    const { undo } = found;
    return [{ row, touched: new Set([...touchedBy(undo, core.policy.current), ...sections.touched(undo, "later")]) }];
  });
}

/** The newest of them that touched one of `keys`. */
export function laterOf(later: readonly LaterEdit[], keys: readonly string[]): StoredAudit | undefined {
  return later.find(({ touched }) => keys.some((key) => touched.has(key)))?.row;
}

/** What of the policy it touched: ids, and the pair of each permission, since another permission of the pair stands in the way of one that comes back. */
export function touchedBy(undo: PolicyRows, { permissions }: Snapshot): string[] {
  const rows = [...undo.tokens, ...undo.tags, ...undo.permissions].map(({ id }) => id);
  const deleted = [...undo.deletedTokens, ...undo.deletedTags, ...undo.deletedPermissions];
  const made = undo.deletedPermissions.flatMap((id) => permissions.get(id) ?? []);
  const pairs = [...undo.permissions, ...made].map(({ tokenId, tagId }) => `${tokenId} ${tagId}`);
  const settings = undo.settings === undefined ? [] : ["settings"];
  return [...rows, ...deleted, ...pairs, ...settings];
}

/** Newest first. */
function editsAfter({ store }: Pick<ConsoleCore, "store">, revision: number): StoredAudit[] {
  const edits: StoredAudit[] = [];
  for (let before: number | undefined; ; ) {
    const limit = LIMITS.pageMax;
    const page = asking(() => store.listAudit(before === undefined ? { limit } : { before, limit }));
    const after = page.filter((edit) => edit.revision > revision);
    edits.push(...after);
    const last = page.at(-1);
    if (last === undefined || after.length < page.length || page.length < limit) return edits;
    before = last.revision;
  }
}

/** Edits that were undone go out together with the edit that undid them, newest first: an undone undo leaves the first edit in force. */
function inForce(edits: readonly StoredAudit[]): StoredAudit[] {
  const left = new Map(edits.map((edit) => [edit.revision, edit]));
  for (const edit of edits) {
    if (edit.revertedBy === null || !left.has(edit.revision) || !left.has(edit.revertedBy)) continue;
    left.delete(edit.revision);
    left.delete(edit.revertedBy);
  }
  return [...left.values()];
}
