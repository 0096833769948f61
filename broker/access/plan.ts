/** Owns planning: edits, rows or a settings patch become the rows to write, the rows that undo them, and the policy afterwards. Pure. */
import type { Edit } from "../contract/edits.ts";
import type { SettingsPatch } from "../contract/nouns.ts";
import { checkPattern } from "../contract/topics.ts";
import type { ChangeSummary, PolicyRows } from "../ports/store.ts";
import { Draft } from "./draft.ts";
import { draftEdit } from "./draft-edit.ts";
import type { Created, PlanEnvironment } from "./plan-environment.ts";
import { type OperatorRefusal, wrongField } from "./refusal.ts";
import { applyRows, type Snapshot } from "./snapshot.ts";
import { findFault } from "./soundness.ts";
import { summarise } from "./summary.ts";

export type { Created, PlanEnvironment };

export const NO_ROWS: PolicyRows = {
  tokens: [],
  tags: [],
  permissions: [],
  deletedTokens: [],
  deletedTags: [],
  deletedPermissions: [],
};

/** Empty `rows` (and then `after` is the snapshot itself): nothing changes. */
export interface Plan {
  readonly ok: true;
  readonly rows: PolicyRows;
  readonly undo: PolicyRows;
  readonly after: Snapshot;
  readonly summary: readonly ChangeSummary[];
  readonly created: readonly Created[];
}

/** A plan to which more is added. */
export type PlanBase = Omit<Plan, "ok" | "created">;

export type PlanResult = Plan | { readonly ok: false; readonly refusal: OperatorRefusal };

/** Later edits see earlier ones; the policy at the end of the list is what must hold together; all or nothing. Edits are valid by schema. */
export function planEdits(snapshot: Snapshot, edits: readonly Edit[], environment: PlanEnvironment): PlanResult {
  const draft = new Draft(snapshot);
  const created: Created[] = [];
  for (const [index, edit] of edits.entries()) {
    const path = edits.length > 1 ? `edits.${index}.` : "";
    const refusal = draftEdit(draft, edit, { environment, path, created });
    if (refusal !== undefined) return { ok: false, refusal };
  }
  return finish(draft, created);
}

/**
 * Rows as a revert or an import brings them. Permissions of deleted tokens and tags go along; a permission put for a (token, tag) that has
 * another one takes its place.
 */
export function planRows(snapshot: Snapshot, rows: PolicyRows): PlanResult {
  const draft = new Draft(snapshot);
  for (const id of rows.deletedPermissions) draft.permissions.delete(id, "permissions");
  for (const id of rows.deletedTags) draft.deleteTag(id, "tags");
  for (const id of rows.deletedTokens) draft.deleteToken(id, "tokens");
  for (const [index, token] of rows.tokens.entries()) draft.tokens.put(token, `tokens.${index}.secret`);
  for (const [index, tag] of rows.tags.entries()) draft.putTag(tag, `tags.${index}.pattern`);
  for (const permission of rows.permissions) draft.putPermission(permission, "permissions");
  draft.settings = rows.settings ?? draft.settings;
  return finish(draft, []);
}

/** T7: refuses to turn overlaps off while tags overlap. A change of enforcement closes nobody. */
export function planSettings(snapshot: Snapshot, patch: SettingsPatch): PlanResult {
  for (const [index, { pattern }] of (patch.anonymous ?? []).entries()) {
    const checked = checkPattern(pattern);
    if (!checked.ok) return { ok: false, refusal: wrongField(`anonymous.${index}.pattern`, checked.reason) };
  }
  const draft = new Draft(snapshot);
  const named = Object.entries(patch).filter(([, value]) => value !== undefined);
  draft.settings = { ...draft.settings, ...Object.fromEntries(named) };
  return finish(draft, []);
}

function finish(draft: Draft, created: readonly Created[]): PlanResult {
  const refusal = findFault(draft);
  if (refusal !== undefined) return { ok: false, refusal };
  const { before } = draft;
  const rows = draft.rows();
  const after = isEmptyPolicy(rows) ? before : applyRows(before, rows, before.revision + 1);
  return {
    ok: true,
    rows,
    undo: draft.undo(),
    after,
    summary: summarise(before, after, rows),
    created: created.filter(({ id }) => after.tokens.has(id) || after.tags.has(id) || after.permissions.has(id)),
  };
}

/** No row of the policy itself; sections may have some. */
export function isEmptyPolicy(rows: PolicyRows): boolean {
  const { tokens, tags, permissions, deletedTokens, deletedTags, deletedPermissions, settings } = rows;
  const lists = [tokens, tags, permissions, deletedTokens, deletedTags, deletedPermissions];
  return settings === undefined && lists.every((list) => list.length === 0);
}

/** The policy stays as it is. */
export const unchanged = (current: Snapshot): PlanBase => ({
  rows: NO_ROWS,
  undo: NO_ROWS,
  after: current,
  summary: [],
});
