/** Owns undoing an edit of the audit journal: its undo rows, as a new edit, unless something later stands on it. */
import { isEmptyPolicy, type Plan, planRows } from "../../access/plan.ts";
import type { Actor } from "../../contract/console.ts";
import type { EditEffect, EditPreview } from "../../contract/edits.ts";
import type { StoredAudit } from "../../ports/store.ts";
import { auditView, fixedBecause } from "../lists/views.ts";
import { asking, conflict, notFound } from "../refused.ts";
import { accepted, applyPlan, type Corridor } from "./apply-edit.ts";
import { type LaterEdit, laterEdits, laterOf, touchedBy } from "./later-edits.ts";
import { type PreviewParts, previewPlan } from "./preview.ts";
import type { SectionsUndo } from "./sections.ts";

interface Undo extends Pick<SectionsUndo, "told" | "preview"> {
  readonly row: StoredAudit;
  readonly planned: Plan;
}

/** @throws Refused: NOT_FOUND, CONFLICT when it was undone already or contradicts what is there now, or the store's refusal */
export function revertAudit(corridor: Corridor, id: string, actor: Actor): EditEffect {
  const { row, planned, told } = planRevert(corridor, id);
  const summary = [...planned.summary, ...told];
  const effect = applyPlan(corridor, { ...planned, summary }, actor, { reverts: id });
  corridor.announcer.audited(auditView({ ...row, revertedBy: effect.revision }));
  return effect;
}

/** Whom the undo would close; nothing is changed. @throws Refused exactly where `revertAudit` would be refused */
export function previewRevert(asked: PreviewParts, id: string): EditPreview {
  const { planned, preview } = planRevert(asked, id);
  return { ...previewPlan(asked, planned), ...preview };
}

function planRevert(asked: PreviewParts, id: string): Undo {
  const { core, sections } = asked;
  const found = asking(() => core.store.getAudit(id));
  if (found === undefined) throw notFound("audit entry", id);
  const { row, undo } = found;
  if (row.revertedBy !== null) {
    throw conflict(`This edit was undone already, by revision ${row.revertedBy}`, { revertedBy: row.revertedBy });
  }
  if (!row.revertible)
    throw conflict(`This edit cannot be undone, because ${fixedBecause(row)}`, { auditId: id, revision: row.revision });
  const later = laterEdits(asked, row);
  // What came with a policy by one file goes back as far as it can, and does not hold the policy up.
  const isPartial = !isEmptyPolicy(undo);
  const touched = isPartial ? touchedBy(undo, core.policy.current) : sections.touched(undo, "undone");
  assertStands(touched, later);
  const planned = accepted(planRows(core.policy.current, undo));
  const { edits, told, preview } = sections.undo(undo, { row, isPartial, later: (keys) => laterOf(later, keys) });
  return { row, planned: edits.length === 0 ? planned : sections.carry(planned, edits), told, preview };
}

/** @throws Refused CONFLICT when a later edit that is in force touched what the undo touches */
function assertStands(touched: readonly string[], edits: readonly LaterEdit[]): void {
  const later = laterOf(edits, touched);
  if (later === undefined) return;
  const message = `Revision ${later.revision} changed the same things later; undo that first`;
  throw conflict(message, { auditId: later.id, revision: later.revision });
}
