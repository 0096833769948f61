/** Owns undoing an edit of the audit journal: its undo rows, as a new edit, unless something later stands on it. */
import { type Plan, planRows } from "../access/plan.ts";
import { AUDIT_FIXED, NOT_UNDONE } from "../contract/codes.ts";
import type { Actor } from "../contract/console.ts";
import type { EditEffect, EditPreview, KeptRoom } from "../contract/edits.ts";
import type { RoomsChange } from "../ports/chat-store.ts";
import type { PolicyRows, StoredAudit } from "../ports/store.ts";
import { accepted, applyPlan, type Corridor, isEmpty } from "./apply-edit.ts";
import { type LaterEdit, laterEdits, laterOf, touchedBy } from "./later-edits.ts";
import { previewPlan } from "./preview.ts";
import { asking, conflict, notFound } from "./refused.ts";
import { deletedRooms, NO_ROOMS, roomCalled, withRooms } from "./room-plan.ts";
import { touchedRooms, undoEachRoom, undoRooms } from "./room-undo.ts";
import type { Rooms } from "./rooms.ts";
import { withTopicUndo } from "./topics/topic-edits.ts";
import { auditView, fixedBecause } from "./views.ts";

interface Undo {
  readonly row: StoredAudit;
  readonly planned: Plan;
  /** Rooms that the edit touched and that stay as they are. */
  readonly kept: readonly KeptRoom[];
}

/** @throws Refused: NOT_FOUND, CONFLICT when it was undone already or contradicts what is there now, or the store's refusal */
export function revertAudit(corridor: Corridor, id: string, actor: Actor): EditEffect {
  const { rooms, announcer } = corridor;
  const { row, planned, kept } = planRevert(rooms, id);
  const told = kept.map(({ name, because }) => ({
    subject: `Room ${name}`,
    object: NOT_UNDONE,
    before: "",
    after: because,
  }));
  const summary = [...planned.summary, ...told];
  const effect = applyPlan(corridor, { ...planned, summary }, actor, { reverts: id });
  announcer.audited(auditView({ ...row, revertedBy: effect.revision }));
  return effect;
}

/** Whom the undo would close; nothing is changed. @throws Refused exactly where `revertAudit` would be refused */
export function previewRevert(rooms: Rooms, id: string): EditPreview {
  const { planned, kept } = planRevert(rooms, id);
  return { ...previewPlan(rooms, planned), ...(kept.length === 0 ? {} : { keptRooms: [...kept] }) };
}

function planRevert(rooms: Rooms, id: string): Undo {
  const found = asking(() => rooms.store.getAudit(id));
  if (found === undefined) throw notFound("audit entry", id);
  const { row, undo } = found;
  if (row.revertedBy !== null) {
    throw conflict(`This edit was undone already, by revision ${row.revertedBy}`, { revertedBy: row.revertedBy });
  }
  if (!row.revertible)
    throw conflict(`This edit cannot be undone, because ${fixedBecause(row)}`, { auditId: id, revision: row.revision });
  const later = laterEdits(rooms, row);
  const { rooms: undoneRooms, topics: undoneTopics, ...policy } = undo;
  const isPolicy = !isEmpty(policy);
  assertStands(rooms, isPolicy ? policy : undo, later);
  const planned = accepted(planRows(rooms.policy.current, policy));
  if (isPolicy) return withRoomsThatCan(rooms, { row, planned, kept: [] }, undoneRooms, later);
  const withAll = undoneRooms === undefined ? planned : withRooms(planned, undoRooms(rooms.chat, undoneRooms));
  const whole = undoneTopics === undefined ? withAll : withTopicUndo(withAll, rooms.topics, undoneTopics);
  return { row, planned: whole, kept: [] };
}

/** H11: policy and rooms came by one file. The policy goes back as a whole, whatever was said in a room since. */
function withRoomsThatCan(
  { chat }: Rooms,
  { row, planned }: Undo,
  rooms: RoomsChange = NO_ROOMS,
  later: readonly LaterEdit[],
): Undo {
  const { edit, kept } = undoEachRoom(chat, rooms, (one) => {
    const edited = laterOf(later, touchedRooms(one, "undone"));
    return edited === undefined ? undefined : `revision ${edited.revision} changed it later`;
  });
  const back = new Set(rooms.made.map(roomCalled));
  const lost = deletedRooms(row.summary).filter((name) => !back.has(name));
  return {
    row,
    planned: edit === undefined ? planned : withRooms(planned, edit),
    kept: [...lost.map((name) => ({ name, because: AUDIT_FIXED.deleted })), ...kept],
  };
}

/** @throws Refused CONFLICT when a later edit that is in force touched what the undo touches */
function assertStands({ policy }: Rooms, undo: PolicyRows, edits: readonly LaterEdit[]): void {
  const later = laterOf(edits, touchedBy(undo, policy.current, "undone"));
  if (later === undefined) return;
  const message = `Revision ${later.revision} changed the same things later; undo that first`;
  throw conflict(message, { auditId: later.id, revision: later.revision });
}
