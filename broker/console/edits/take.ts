/** The second half of an edit: what was committed is judged, put in force and enforced, in one turn of the event loop. */
import { judge, type Verdict } from "../../access/judge.ts";
import { applyRows, type Snapshot } from "../../access/snapshot.ts";
import { type Enforced, enforce } from "../../enforcement/enforce.ts";
import type { PolicyRows } from "../../ports/store.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { EditEntry } from "./entry.ts";
import type { Sections } from "./sections.ts";

/** What taking an edit touches. */
export interface Taker {
  readonly core: Pick<ConsoleCore, "policy" | "registry" | "clock">;
  readonly sections: Sections;
}

/** Judged against the policy that is current still. */
export interface Judged {
  readonly after: Snapshot;
  readonly verdict: Verdict;
}

export interface Taken {
  readonly verdict: Verdict;
  readonly enforced: Enforced;
}

/** The one judgement of previews and of edits (R7). `after`: the current policy with the rows in it. */
export function judgeEdit({ core, sections }: Taker, after: Snapshot, rows: PolicyRows): Verdict {
  const { policy, registry, clock } = core;
  const before = policy.current;
  const ofPolicy =
    after === before
      ? { closed: [], ended: [], narrowed: [], kept: registry.size }
      : judge(before, after, (tokenId) => registry.subjectsOf(tokenId), registry.size, clock.now());
  return sections.judge(ofPolicy, rows);
}

/** On a node that did not commit the entry: everything that `take` needs follows from it. The entries before it have been taken. */
export function takeEntry(taker: Taker, { revision, rows, audit }: EditEntry): Taken {
  const { policy, clock } = taker.core;
  const after = audit === null ? policy.current : applyRows(policy.current, rows, revision);
  return take(taker, rows, { after, verdict: judgeEdit(taker, after, rows) }, clock.elapsed());
}

/** From here on the rows are in force, and the close frames are out when it returns. `committedAt`: elapsed milliseconds. */
export function take(taker: Taker, rows: PolicyRows, { after, verdict }: Judged, committedAt: number): Taken {
  const { core, sections } = taker;
  const { policy, registry, clock } = core;
  sections.take(rows);
  if (after !== policy.current) policy.replace(after);
  const enforced = enforce(verdict, registry, clock, committedAt);
  sections.follow(rows);
  return { verdict, enforced };
}
