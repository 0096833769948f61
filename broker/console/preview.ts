/** Owns the question before the edit: who would be closed, and which recent publishes would have been refused (R7). */
import { judge } from "../access/judge.ts";
import { type Plan, planEdits } from "../access/plan.ts";
import type { Edit, EditPreview } from "../contract/edits.ts";
import type { LibraryChange } from "../ports/store.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { accepted } from "./apply-edit.ts";
import { previewEnvironment } from "./plan-environment.ts";
import { judgeRooms, roomNames } from "./room-plan.ts";
import type { Rooms } from "./rooms.ts";
import { judgeSimulated } from "./sandbox-plan.ts";

/** @throws Refused exactly where applying the edits would be refused */
export function previewEdits(rooms: Rooms, edits: readonly Edit[]): EditPreview {
  return previewPlan(rooms, accepted(planEdits(rooms.policy.current, edits, previewEnvironment(rooms))));
}

/** What the edit does to the library, and whose clients it may disconnect (B12). */
interface Simulated {
  readonly sandbox: Sandbox;
  readonly change: LibraryChange | undefined;
}

/** Judges the plan with the function that applying it uses, and does nothing. */
export function previewPlan(rooms: Rooms, { after, rows }: Plan, simulated?: Simulated): EditPreview {
  const { policy, registry, clock, recent, chat } = rooms;
  const before = policy.current;
  const judged = judge(before, after, (tokenId) => registry.subjectsOf(tokenId), registry.size, clock.now());
  const ofRooms = judgeRooms(judged, chat, rows.rooms);
  const verdict = simulated === undefined ? ofRooms : judgeSimulated(ofRooms, simulated.sandbox, simulated.change);
  return {
    revision: before.revision,
    closed: [...verdict.closed],
    ...(verdict.ended.length === 0 ? {} : { ended: [...verdict.ended] }),
    narrowed: [...verdict.narrowed],
    kept: verdict.kept,
    wouldRefuse: recent.wouldRefuse(after, before),
    ...roomNames(rows.rooms),
  };
}
