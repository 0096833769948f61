/** Owns the question before the edit: who would be closed, and which recent publishes would have been refused (R7). */
import { type Plan, planEdits } from "../../access/plan.ts";
import type { Edit, EditPreview } from "../../contract/edits.ts";
import { accepted, type Corridor } from "./apply-edit.ts";
import { previewEnvironment } from "./plan-environment.ts";
import { judgeEdit } from "./take.ts";

/** What a preview asks; it changes nothing. */
export type PreviewParts = Pick<Corridor, "core" | "sections">;

/** @throws Refused exactly where applying the edits would be refused */
export function previewEdits(asked: PreviewParts, edits: readonly Edit[]): EditPreview {
  const { core } = asked;
  return previewPlan(asked, accepted(planEdits(core.policy.current, edits, previewEnvironment(core))));
}

/** Judges the plan with the function that applying it uses, and does nothing. */
export function previewPlan(asked: PreviewParts, { after, rows }: Plan): EditPreview {
  const { policy, recent } = asked.core;
  const before = policy.current;
  const verdict = judgeEdit(asked, after, rows);
  return {
    revision: before.revision,
    closed: [...verdict.closed],
    ...(verdict.ended.length === 0 ? {} : { ended: [...verdict.ended] }),
    narrowed: [...verdict.narrowed],
    kept: verdict.kept,
    wouldRefuse: recent.wouldRefuse(after, before),
    ...asked.sections.preview(rows),
  };
}
