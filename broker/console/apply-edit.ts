/** Owns the second corridor: an edit is planned, stored, swapped in, swept through the live sessions, and answered. */
import { judge } from "../access/judge.ts";
import { type Created, type Plan, type PlanResult, planEdits } from "../access/plan.ts";
import type { Snapshot } from "../access/snapshot.ts";
import type { Actor } from "../contract/console.ts";
import type { Edit, EditEffect } from "../contract/edits.ts";
import type { Settings } from "../contract/nouns.ts";
import { topicOfRoom } from "../contract/room-text.ts";
import { enforce } from "../enforcement/enforce.ts";
import type { RoomsChange } from "../ports/chat-store.ts";
import type { AuditRow, LibraryChange, PolicyRows } from "../ports/store.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Announcer } from "./announcer.ts";
import { newId, planEnvironment } from "./plan-environment.ts";
import { recordEffectLater, recordRevocation } from "./record.ts";
import { asking, Refused } from "./refused.ts";
import type { RevocationTimes } from "./revocation-times.ts";
import { judgeRooms } from "./room-plan.ts";
import type { Rooms } from "./rooms.ts";
import { judgeSimulated } from "./sandbox-plan.ts";
import { takeTopicEdit } from "./topics/topic-edits.ts";

/** What every edit passes through. */
export interface Corridor {
  readonly rooms: Rooms;
  readonly sandbox: Sandbox;
  readonly announcer: Announcer;
  readonly times: RevocationTimes;
  /** Takes changed settings into the rooms that keep their own copy. */
  applySettings(settings: Settings): void;
}

export interface Applied {
  readonly effect: EditEffect;
  /** New resources in the order of their edits; a token's secret is here and nowhere else. */
  readonly created: readonly Created[];
  /** The policy that the edit was made against. */
  readonly before: Snapshot;
}

/** What is written in the transaction of an edit beside its rows. */
export interface Beside {
  /** The audit row that the edit undoes. */
  readonly reverts?: string;
  readonly library?: LibraryChange;
  /** False for an edit that cannot be undone. */
  readonly revertible?: boolean;
}

/** Plans and applies a list of edits as one. @throws Refused with nothing changed */
export function applyEdits(corridor: Corridor, edits: readonly Edit[], actor: Actor): Applied {
  const { rooms } = corridor;
  const before = rooms.policy.current;
  const planned = accepted(planEdits(before, edits, planEnvironment(rooms)));
  return { effect: applyPlan(corridor, planned, actor), created: planned.created, before };
}

/** The plan, if it was not refused. @throws Refused */
export function accepted(result: PlanResult): Plan {
  if (!result.ok) throw new Refused(result.refusal);
  return result;
}

/**
 * From commit to close frames in one turn: no await between commit, swap and sweep, so no message slips between the old policy and the
 * new. Empty rows change nothing and leave no trace. @throws Refused with nothing changed
 */
export function applyPlan(corridor: Corridor, planned: Plan, actor: Actor, beside: Beside = {}): EditEffect {
  const { rooms, announcer } = corridor;
  const { policy, store, registry, clock, layer } = rooms;
  const before = policy.current;
  if (isEmpty(planned.rows)) {
    return { revision: before.revision, closed: [], narrowed: [], kept: registry.size, leaked: 0 };
  }
  // What was said before the edit is heard before it: nothing of a room that goes, or of who is shut out, is under way any more.
  rooms.chat.drain();
  const { rows, undo, after } = planned;
  const { revision } = after;
  const at = new Date(clock.now()).toISOString();
  const { revertible = true } = beside;
  const audit: AuditRow = { id: newId(rooms.chance, "aud"), at, revision, actor, summary: planned.summary, revertible };
  const now = clock.now();
  // Judged before the commit, in the same turn: nothing can come between, and the close frames need not wait for it.
  const judged = judge(before, after, (tokenId) => registry.subjectsOf(tokenId), registry.size, now);
  const verdict = judgeSimulated(judgeRooms(judged, rooms.chat, rows.rooms), corridor.sandbox, beside.library);
  const change = { revision, rows, undo, ...(beside.library === undefined ? {} : { library: beside.library }) };
  asking(() => store.commit(change, audit, beside.reverts));
  const committedAt = clock.elapsed();
  if (rows.rooms !== undefined) forgetPrivate(rooms, rows.rooms);
  policy.replace(after);
  if (rows.rooms !== undefined) rooms.chat.take(rows.rooms);
  for (const edit of rows.topics ?? []) takeTopicEdit(rooms.topics, edit);
  const enforced = enforce(verdict, registry, clock, committedAt);
  layer.announce(revision);
  if (rows.settings !== undefined) corridor.applySettings(rows.settings);
  recordRevocation(corridor, { revision, actor, at, summary: planned.summary, kept: verdict.kept }, enforced);
  recordEffectLater(corridor, audit, enforced.closed);
  announcer.policyReplaced(committedAt);
  return {
    revision,
    closed: [...enforced.closed],
    ...(enforced.ended.length === 0 ? {} : { ended: [...enforced.ended] }),
    narrowed: [...verdict.narrowed],
    kept: verdict.kept,
    leaked: enforced.leaked(),
  };
}

/**
 * What the topic of a private room keeps goes with the room: it would be a topic like any other, and heard by everybody (T8). While it is
 * private still, so that those only are told who could hear it.
 */
function forgetPrivate({ policy, topics }: Rooms, { deleted }: RoomsChange): void {
  const { privateRooms } = policy.current;
  for (const topic of deleted.map(topicOfRoom)) if (privateRooms.has(topic)) topics.delete(topic);
}

export function isEmpty(rows: PolicyRows): boolean {
  const { tokens, tags, permissions, deletedTokens, deletedTags, deletedPermissions, settings, rooms, topics } = rows;
  const lists = [tokens, tags, permissions, deletedTokens, deletedTags, deletedPermissions];
  return (
    settings === undefined && rooms === undefined && topics === undefined && lists.every((list) => list.length === 0)
  );
}
