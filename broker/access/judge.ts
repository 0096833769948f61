/** Owns the verdict: which live sessions a change of the policy closes, and why. The one function of preview and enforcement (R1 to R4, R7). */
import { REVOCATIONS, type RevocationCause } from "../contract/codes.ts";
import type { NarrowedSession, PredictedClose } from "../contract/edits.ts";
import { LIMITS } from "../contract/limits.ts";
import { cutToBytes } from "../contract/text.ts";
import type { StoredToken } from "../ports/store.ts";
import { type FilterChange, FilterChanges } from "./filter-changes.ts";
import { lostPublishPatterns } from "./lost-publish.ts";
import { type Snapshot, tokenState } from "./snapshot.ts";

/** What the judge needs to know of a live session. */
export interface SessionFacts {
  readonly id: string;
  readonly tokenId: string;
  readonly filters: readonly string[];
  /** Grows with the time of connecting: the newest has the highest (R3). */
  readonly order: number;
}

export interface Verdict {
  readonly closed: readonly PredictedClose[];
  readonly narrowed: readonly NarrowedSession[];
  /** Sessions of the whole broker that stay. */
  readonly kept: number;
}

/**
 * Judges every live session that the difference of the two policies touches, at `nowMs` (epoch milliseconds). 4002 comes before 4003 before
 * 4004; the limit counts what the other two left. A token whose time has run out by `nowMs` closes too, with or without a difference (R1).
 * The mode of R4 is that of `after`.
 */
export function judge(
  before: Snapshot,
  after: Snapshot,
  sessionsOfToken: (tokenId: string) => Iterable<SessionFacts>,
  totalSessions: number,
  nowMs: number,
): Verdict {
  const closed: PredictedClose[] = [];
  const narrowed: NarrowedSession[] = [];
  for (const token of before.tokens.values()) {
    const next = after.tokens.get(token.id);
    const ended = endOfToken(token, next, nowMs);
    if (next === undefined || ended !== undefined) {
      const cause = ended ?? "token-deleted";
      for (const session of sessionsOfToken(token.id)) closed.push(closeOf(session, cause));
      continue;
    }
    const hasOtherGrants = before.grants.get(token.id) !== after.grants.get(token.id);
    const limit = loweredLimit(token, next);
    if (!hasOtherGrants && limit === undefined) continue;

    let open = [...sessionsOfToken(token.id)];
    if (hasOtherGrants) open = judgeFilters(before, after, token.id, open, closed);
    if (limit !== undefined) open = judgeLimit(limit, open, closed);
    if (hasOtherGrants) narrowed.push(...narrow(open, lostPublishPatterns(before, after, token.id)));
  }
  return { closed, narrowed, kept: totalSessions - closed.length };
}

/** R1: why every session of the token ends. */
function endOfToken(token: StoredToken, next: StoredToken | undefined, nowMs: number): RevocationCause | undefined {
  if (next === undefined) return "token-deleted";
  const state = tokenState(next, nowMs);
  if (state === "disabled") return "token-disabled";
  if (state === "expired") return "token-expired";
  return next.secretHash === token.secretHash ? undefined : "secret-changed";
}

/** R2, R4: closes the sessions with a filter whose rights changed; answers those that stay. */
function judgeFilters(
  before: Snapshot,
  after: Snapshot,
  tokenId: string,
  open: readonly SessionFacts[],
  closed: PredictedClose[],
): SessionFacts[] {
  const changes = new FilterChanges(before, after, tokenId);
  return open.filter((session) => {
    const change = changes.firstThatCloses(session.filters);
    if (change !== undefined) closed.push(closeOf(session, change.cause, change));
    return change === undefined;
  });
}

/** R3: the limit, if it was lowered. One that was raised or kept closes nobody. */
function loweredLimit(token: StoredToken, next: StoredToken): number | undefined {
  const [was, is] = [token.maxConnections, next.maxConnections];
  return is > 0 && (was === 0 || is < was) ? is : undefined;
}

/** R3: closes the newest over the limit; answers those that stay. */
function judgeLimit(limit: number, open: readonly SessionFacts[], closed: PredictedClose[]): SessionFacts[] {
  if (open.length <= limit) return [...open];
  const oldestFirst = open.toSorted((one, other) => one.order - other.order);
  for (const session of oldestFirst.slice(limit).reverse()) {
    closed.push({ ...closeOf(session, "limit-lowered"), reason: `${REVOCATIONS["limit-lowered"].text} to ${limit}` });
  }
  return oldestFirst.slice(0, limit);
}

function narrow(open: readonly SessionFacts[], patterns: readonly string[]): NarrowedSession[] {
  return open.flatMap(({ id, tokenId }) =>
    patterns.map((topicPattern) => ({ connectionId: id, tokenId, topicPattern, lost: "publish" as const })),
  );
}

function closeOf(session: SessionFacts, cause: RevocationCause, change?: FilterChange): PredictedClose {
  const { code, text } = REVOCATIONS[cause];
  return {
    connectionId: session.id,
    tokenId: session.tokenId,
    code,
    reason: change === undefined ? text : cutToBytes(`${text}: ${change.pattern}`, LIMITS.closeReasonBytes),
    filter: change?.filter ?? null,
    today: change?.today ?? "none",
    after: change?.after ?? "none",
  };
}
