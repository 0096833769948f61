/** The second corridor: an edit is planned, stored, taken and answered. */
import { type Created, isEmptyPolicy, NO_ROWS, type Plan, type PlanResult, planEdits } from "../../access/plan.ts";
import type { Snapshot } from "../../access/snapshot.ts";
import type { Actor } from "../../contract/console.ts";
import type { Edit, EditEffect } from "../../contract/edits.ts";
import type { AuditRow, SectionRows } from "../../ports/store.ts";
import type { ViewSources } from "../lists/views.ts";
import type { Announcer } from "../live/announcer.ts";
import { asking, Refused } from "../refused.ts";
import { newId, planEnvironment } from "./plan-environment.ts";
import { recordEffectLater, recordRevocation } from "./record.ts";
import type { RevocationTimes } from "./revocation-times.ts";
import type { Sections } from "./sections.ts";
import { judgeEdit, type Taken, take } from "./take.ts";

/** What an edit is given when its turn has come (`EditQueue`), and passes through. */
export interface Corridor extends ViewSources {
  readonly sections: Sections;
  readonly announcer: Announcer;
  readonly times: RevocationTimes;
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
  /** False for an edit that cannot be undone. */
  readonly revertible?: boolean;
}

/** Plans and applies a list of edits as one. @throws Refused with nothing changed */
export function applyEdits(corridor: Corridor, edits: readonly Edit[], actor: Actor): Applied {
  const { core } = corridor;
  const before = core.policy.current;
  const planned = accepted(planEdits(before, edits, planEnvironment(core)));
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
  const { core, sections, announcer } = corridor;
  const { rows, undo, after, summary } = planned;
  if (isEmptyPolicy(rows) && !sections.isEdit(rows)) return applyBeside(corridor, rows);
  sections.settle();
  const { store, clock } = core;
  const { revision } = after;
  const at = new Date(clock.now()).toISOString();
  const { revertible = true } = beside;
  const audit: AuditRow = { id: newId(core.chance, "aud"), at, revision, actor, summary, revertible };
  // Judged before the commit, in the same turn: nothing can come between, and the close frames need not wait for it.
  const verdict = judgeEdit(corridor, after, rows);
  asking(() => store.commit({ revision, rows, undo }, audit, beside.reverts));
  const committedAt = clock.elapsed();
  const { enforced } = take(corridor, rows, { after, verdict }, committedAt);
  recordRevocation(corridor, { revision, actor, at, summary, kept: verdict.kept }, enforced);
  recordEffectLater(corridor, audit, enforced.closed);
  announcer.committed({ revision, rows, audit });
  announcer.policyReplaced(committedAt);
  return effectOf(revision, { verdict, enforced });
}

/** A change of sections that makes no revision and no audit row, and may close sessions all the same (B12). @throws Refused with nothing changed */
export function applyBeside(corridor: Corridor, change: SectionRows): EditEffect {
  const { core, sections } = corridor;
  const { current } = core.policy;
  if (sections.isEmpty(change)) {
    return { revision: current.revision, closed: [], narrowed: [], kept: core.registry.size, leaked: 0 };
  }
  const rows = { ...NO_ROWS, ...change };
  const verdict = judgeEdit(corridor, current, rows);
  asking(() => sections.write(rows));
  const taken = take(corridor, rows, { after: current, verdict }, core.clock.elapsed());
  corridor.announcer.committed({ revision: current.revision, rows, audit: null });
  return effectOf(current.revision, taken);
}

function effectOf(revision: number, { verdict, enforced }: Taken): EditEffect {
  return {
    revision,
    closed: [...enforced.closed],
    ...(enforced.ended.length === 0 ? {} : { ended: [...enforced.ended] }),
    narrowed: [...verdict.narrowed],
    kept: verdict.kept,
    leaked: enforced.leaked(),
  };
}
