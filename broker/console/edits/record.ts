/** Owns what is written down after an edit has been enforced: the revocation, measured again until every socket has gone, and the audit row's effect. */
import type { ClosedSession } from "../../contract/edits.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { RevocationView } from "../../contract/live.ts";
import type { Enforced } from "../../enforcement/enforce.ts";
import { type AuditEffect, type AuditRow, type ChangeSummary, StoreError } from "../../ports/store.ts";
import type { ConsoleCore } from "../console-core.ts";
import { auditView, summaryView } from "../lists/views.ts";
import type { Announcer } from "../live/announcer.ts";
import { spread } from "../live/spread.ts";
import { newId } from "./plan-environment.ts";
import type { RevocationTimes } from "./revocation-times.ts";

export interface RevocationFacts {
  readonly revision: number;
  readonly actor: string;
  /** ISO 8601. */
  readonly at: string;
  readonly summary: readonly ChangeSummary[];
  readonly kept: number;
}

/** Adds a revocation that closed somebody to its journal, and replaces it there while sockets go (R6). */
export function recordRevocation(
  { core, times }: { readonly core: ConsoleCore; readonly times: RevocationTimes },
  facts: RevocationFacts,
  enforced: Enforced,
): void {
  const { closed } = enforced;
  if (closed.length === 0) return;
  const { clock, journals } = core;
  // What is known at once is worked out once: a revocation of thousands is measured again many times.
  const known = {
    id: newId(core.chance, "rev"),
    at: facts.at,
    revision: facts.revision,
    actor: facts.actor,
    summary: summaryView(facts.summary),
    closed: closed.length,
    kept: facts.kept,
    framesDiscarded: closed.reduce((sum, { framesDiscarded }) => sum + framesDiscarded, 0),
    codes: countCodes(closed),
    closeMs: spread(closed.map(({ commitToCloseMs }) => commitToCloseMs)),
  };
  const view = (): RevocationView => ({ ...known, leaked: enforced.leaked(), goneMs: spread(enforced.goneMs()) });
  times.closed(closed.map(({ commitToCloseMs }) => commitToCloseMs));
  journals.revocations.add(view());
  const deadline = clock.elapsed() + LIMITS.closeHandshakeMs * 2;
  const measureAgain = () => {
    journals.revocations.replace(view());
    // Whoever has not gone by then is not measured: its transport is destroyed after `closeHandshakeMs`.
    if (!enforced.allGone() && clock.elapsed() < deadline) clock.after(LIMITS.livePatchMs, measureAgain);
    else times.gone(enforced.goneMs());
  };
  clock.after(LIMITS.livePatchMs, measureAgain);
}

/** Announces the audit row, and stores its effect in a later turn: the close frames must not wait for a second write. */
export function recordEffectLater(
  { core, announcer }: { readonly core: ConsoleCore; readonly announcer: Announcer },
  audit: AuditRow,
  closed: readonly ClosedSession[],
): void {
  const { clock, store, log } = core;
  const effect: AuditEffect = { closed: closed.length, codes: countCodes(closed) };
  announcer.audited(auditView({ ...audit, effect, revertedBy: null }));
  clock.after(0, () => {
    try {
      store.recordEffect(audit.id, effect);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.warn({ audit: audit.id, kind: error.kind }, "the effect of an edit was not recorded");
    }
  });
}

function countCodes(closed: readonly { readonly code: number }[]): { code: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const { code } of closed) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || a.code - b.code);
}
