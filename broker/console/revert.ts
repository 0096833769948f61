/** Owns undoing an edit of the audit journal: its undo rows, as a new edit, unless something later stands on it. */
import { type Plan, planRows } from "../access/plan.ts";
import type { Snapshot } from "../access/snapshot.ts";
import type { Actor } from "../contract/console.ts";
import type { EditEffect, EditPreview } from "../contract/edits.ts";
import { LIMITS } from "../contract/limits.ts";
import type { PolicyRows, StoredAudit } from "../ports/store.ts";
import { accepted, applyPlan, type Corridor } from "./apply-edit.ts";
import { previewPlan } from "./preview.ts";
import { asking, conflict, notFound } from "./refused.ts";
import { withRooms } from "./room-plan.ts";
import { touchedRooms, undoRooms } from "./room-undo.ts";
import type { Rooms } from "./rooms.ts";
import { withTopicUndo } from "./topics/topic-edits.ts";
import { auditView, fixedBecause } from "./views.ts";

/** @throws Refused: NOT_FOUND, CONFLICT when it was undone already or contradicts what is there now, or the store's refusal */
export function revertAudit(corridor: Corridor, id: string, actor: Actor): EditEffect {
  const { rooms, announcer } = corridor;
  const { row, planned } = planRevert(rooms, id);
  const effect = applyPlan(corridor, planned, actor, { reverts: id });
  announcer.audited(auditView({ ...row, revertedBy: effect.revision }));
  return effect;
}

/** Whom the undo would close; nothing is changed. @throws Refused exactly where `revertAudit` would be refused */
export function previewRevert(rooms: Rooms, id: string): EditPreview {
  return previewPlan(rooms, planRevert(rooms, id).planned);
}

function planRevert(rooms: Rooms, id: string): { readonly row: StoredAudit; readonly planned: Plan } {
  const found = asking(() => rooms.store.getAudit(id));
  if (found === undefined) throw notFound("audit entry", id);
  const { row, undo } = found;
  if (row.revertedBy !== null) {
    throw conflict(`This edit was undone already, by revision ${row.revertedBy}`, { revertedBy: row.revertedBy });
  }
  if (!row.revertible)
    throw conflict(`This edit cannot be undone, because ${fixedBecause(row)}`, { auditId: id, revision: row.revision });
  const later = laterEditOfTheSame(rooms, row, undo);
  if (later !== undefined) {
    const message = `Revision ${later.revision} changed the same things later; undo that first`;
    throw conflict(message, { auditId: later.id, revision: later.revision });
  }
  const planned = accepted(planRows(rooms.policy.current, undo));
  const withAll = undo.rooms === undefined ? planned : withRooms(planned, undoRooms(rooms.chat, undo.rooms));
  return { row, planned: undo.topics === undefined ? withAll : withTopicUndo(withAll, rooms.topics, undo.topics) };
}

/** The newest edit after `row` that touches a row of `undo` and is in force: taking `row` back would silently take that back too. */
function laterEditOfTheSame(rooms: Rooms, row: StoredAudit, undo: PolicyRows): StoredAudit | undefined {
  const touched = new Set(touchedBy(undo, rooms.policy.current, "undone"));
  return inForce(editsAfter(rooms, row.revision)).find((edit) => {
    const later = asking(() => rooms.store.getAudit(edit.id));
    return later !== undefined && touchedBy(later.undo, rooms.policy.current, "later").some((key) => touched.has(key));
  });
}

/** Newest first. */
function editsAfter({ store }: Rooms, revision: number): StoredAudit[] {
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

/** Ids, and the pair of each permission: another permission of the pair stands in the way of one that comes back. */
function touchedBy(undo: PolicyRows, { permissions }: Snapshot, as: "undone" | "later"): string[] {
  const rows = [...undo.tokens, ...undo.tags, ...undo.permissions].map(({ id }) => id);
  const deleted = [...undo.deletedTokens, ...undo.deletedTags, ...undo.deletedPermissions];
  const made = undo.deletedPermissions.flatMap((id) => permissions.get(id) ?? []);
  const pairs = [...undo.permissions, ...made].map(({ tokenId, tagId }) => `${tokenId} ${tagId}`);
  const topics = (undo.topics ?? []).map(({ name }) => `topic ${name}`);
  const settings = undo.settings === undefined ? [] : ["settings"];
  return [...rows, ...deleted, ...pairs, ...settings, ...touchedRooms(undo.rooms, as), ...topics];
}
