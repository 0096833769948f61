/** Owns the question before the edit: who would be closed, and which recent publishes would have been refused (R7). */
import { judge } from "../access/judge.ts";
import { type Plan, planEdits } from "../access/plan.ts";
import type { Edit, EditPreview } from "../contract/edits.ts";
import { accepted } from "./apply-edit.ts";
import { planEnvironment } from "./plan-environment.ts";
import { judgeRooms, roomNames } from "./room-plan.ts";
import type { Rooms } from "./rooms.ts";

/** @throws Refused exactly where applying the edits would be refused */
export function previewEdits(rooms: Rooms, edits: readonly Edit[]): EditPreview {
  return previewPlan(rooms, accepted(planEdits(rooms.policy.current, edits, planEnvironment(rooms))));
}

/** Judges the plan with the function that applying it uses, and does nothing. */
export function previewPlan({ policy, registry, clock, recent, chat }: Rooms, { after, rows }: Plan): EditPreview {
  const before = policy.current;
  const judged = judge(before, after, (tokenId) => registry.ofToken(tokenId), registry.size, clock.now());
  const verdict = judgeRooms(judged, chat, rows.rooms);
  return {
    revision: before.revision,
    closed: [...verdict.closed],
    narrowed: [...verdict.narrowed],
    kept: verdict.kept,
    wouldRefuse: recent.wouldRefuse(after, before),
    ...roomNames(rows.rooms),
  };
}
