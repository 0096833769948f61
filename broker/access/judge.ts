/** Which sessions a change of the policy closes or ends, and why. The one function of preview and enforcement (R1 to R4, R7, R11). */

import { REVOCATIONS, type RevocationCause } from "../contract/codes.ts";
import type { NarrowedSession, PredictedClose, PredictedEnd } from "../contract/edits.ts";
import { LIMITS } from "../contract/limits.ts";
import { cutToBytes } from "../contract/text.ts";
import type { StoredToken } from "../ports/store.ts";
import { principalOf, principalsOf } from "./anonymous.ts";
import { type FilterChange, FilterChanges } from "./filter-changes.ts";
import { lostPublishPatterns } from "./lost-publish.ts";
import { type Snapshot, tokenState } from "./snapshot.ts";
import { newUserTypes, userTypeIn } from "./subject.ts";

/** What the judge needs to know of a session, connected or away. */
export interface SessionFacts {
  readonly id: string;
  readonly tokenId: string;
  readonly filters: readonly string[];
  /** Filters that it hears as a member of a shared group; judged as the others. */
  readonly sharedFilters?: readonly string[];
  /** Grows with the time of connecting: the newest has the highest (R3). */
  readonly order: number;
  /** X4: it can be told that it lost a subscription, and need not be closed for it in minimal mode. */
  readonly tellsLoss?: boolean;
  /** It speaks as its token's subject: another subject ends it (Q5). */
  readonly isSubjectBound?: boolean;
  /** R11: its client is away. It has no connection to close, so it ends, and no limit counts it. */
  readonly away?: {
    readonly clientId: string | null;
    /** Messages that wait for the client. */
    readonly waiting: number;
  };
}

export interface Verdict {
  readonly closed: readonly PredictedClose[];
  /** Sessions whose clients are away, and that end. */
  readonly ended: readonly PredictedEnd[];
  readonly narrowed: readonly NarrowedSession[];
  /** Connected sessions of the whole broker that stay. */
  readonly kept: number;
}

/** What the verdict is gathered in. */
interface Found {
  readonly closed: PredictedClose[];
  readonly ended: PredictedEnd[];
  readonly narrowed: NarrowedSession[];
}

/**
 * Judges every session that the difference of the two policies touches, at `nowMs` (epoch milliseconds). 4002 comes before 4003 before
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
  const found: Found = { closed: [], ended: [], narrowed: [] };
  const newTypes = newUserTypes(before.tokens, after.tokens);
  // T8: rights that nobody edited end where a topic becomes one for few.
  const hasOtherPrivacy = newTypes.size > 0 || before.privateRooms !== after.privateRooms;
  for (const token of principalsOf(before)) {
    const next = principalOf(after, token.id);
    const ended = endOfToken(token, next, nowMs);
    if (next === undefined || ended !== undefined) {
      const cause = ended ?? "token-deleted";
      for (const session of sessionsOfToken(token.id)) lose(found, session, cause);
      continue;
    }
    const hasOtherGrants = before.grants.get(token.id) !== after.grants.get(token.id);
    const limit = loweredLimit(token, next);
    const isOther = !isSameSubject(token, next);
    const mayLoseFilters = hasOtherGrants || hasOtherPrivacy;
    if (!mayLoseFilters && limit === undefined && !isOther) continue;

    let open = [...sessionsOfToken(token.id)];
    if (isOther) open = judgeSubject(open, found);
    if (mayLoseFilters) {
      const changes = new FilterChanges(before, after, token.id);
      const mayNarrow = after.settings.enforcement === "minimal";
      open = judgeFilters(changes, newTypes, mayNarrow, open, found);
    }
    if (limit !== undefined) open = judgeLimit(limit, open, found);
    if (hasOtherGrants) found.narrowed.push(...narrow(open, lostPublishPatterns(before, after, token.id)));
  }
  return { ...found, kept: totalSessions - found.closed.length };
}

/** R1: why every session of the token ends. */
function endOfToken(token: StoredToken, next: StoredToken | undefined, nowMs: number): RevocationCause | undefined {
  if (next === undefined) return "token-deleted";
  const state = tokenState(next, nowMs);
  if (state === "disabled") return "token-disabled";
  if (state === "expired") return "token-expired";
  return next.secretHash === token.secretHash ? undefined : "secret-changed";
}

/** Q5: closes the sessions that speak as the token's former subject; answers those that stay. */
function judgeSubject(open: readonly SessionFacts[], found: Found): SessionFacts[] {
  return open.filter((session) => {
    if (session.isSubjectBound) lose(found, session, "subject-changed");
    return !session.isSubjectBound;
  });
}

function isSameSubject({ subject: one }: StoredToken, { subject: other }: StoredToken): boolean {
  return one?.userType === other?.userType && one?.userId === other?.userId;
}

/** R2, R4, X4, Q6: closes the sessions with a filter whose rights changed, or takes just those filters; answers the sessions that stay. */
function judgeFilters(
  changes: FilterChanges,
  newTypes: ReadonlySet<string>,
  mayNarrow: boolean,
  open: readonly SessionFacts[],
  found: Found,
): SessionFacts[] {
  return open.filter((session) => {
    const filters = heldBy(session);
    const anothers = session.isSubjectBound ? anothersTopics(filters, newTypes) : [];
    const [first] = anothers;
    const change = first === undefined ? changes.firstThatCloses(filters) : changes.becameAnothers(first);
    if (change === undefined) return true;
    if (!mayNarrow || !session.tellsLoss) {
      lose(found, session, change.cause, change);
      return false;
    }
    for (const topicPattern of new Set([...anothers, ...changes.allThatClose(filters)])) {
      found.narrowed.push({ connectionId: session.id, tokenId: session.tokenId, topicPattern, lost: "subscribe" });
    }
    return true;
  });
}

function heldBy({ filters, sharedFilters }: SessionFacts): readonly string[] {
  return sharedFilters === undefined || sharedFilters.length === 0 ? filters : [...filters, ...sharedFilters];
}

/** Q6: topics that are some other subject's own now; the session's own is not among its filters. */
function anothersTopics(filters: readonly string[], newTypes: ReadonlySet<string>): readonly string[] {
  return newTypes.size === 0 ? [] : filters.filter((filter) => newTypes.has(userTypeIn(filter) ?? ""));
}

/** R3: the limit, if it was lowered. One that was raised or kept closes nobody. */
function loweredLimit(token: StoredToken, next: StoredToken): number | undefined {
  const [was, is] = [token.maxConnections, next.maxConnections];
  return is > 0 && (was === 0 || is < was) ? is : undefined;
}

/** R3: closes the newest over the limit; answers those that stay. */
function judgeLimit(limit: number, open: readonly SessionFacts[], found: Found): SessionFacts[] {
  const connected = open.filter(({ away }) => away === undefined);
  if (connected.length <= limit) return [...open];
  const oldestFirst = connected.toSorted((one, other) => one.order - other.order);
  const reason = `${REVOCATIONS["limit-lowered"].text} to ${limit}`;
  for (const session of oldestFirst.slice(limit).reverse()) {
    found.closed.push({ connectionId: session.id, ...lossOf(session, "limit-lowered"), reason });
  }
  return oldestFirst.slice(0, limit);
}

function narrow(open: readonly SessionFacts[], patterns: readonly string[]): NarrowedSession[] {
  return open.flatMap(({ id, tokenId, away }) =>
    away !== undefined
      ? []
      : patterns.map((topicPattern) => ({ connectionId: id, tokenId, topicPattern, lost: "publish" as const })),
  );
}

/** The session is closed, or ends where its client is away. */
function lose(found: Found, session: SessionFacts, cause: RevocationCause, change?: FilterChange): void {
  const loss = lossOf(session, cause, change);
  if (session.away === undefined) {
    found.closed.push({ connectionId: session.id, ...loss });
  } else {
    const { clientId, waiting } = session.away;
    found.ended.push({ sessionId: session.id, clientId, messagesLost: waiting, ...loss });
  }
}

function lossOf(
  session: SessionFacts,
  cause: RevocationCause,
  change?: FilterChange,
): Omit<PredictedClose, "connectionId"> {
  const { code, text } = REVOCATIONS[cause];
  return {
    tokenId: session.tokenId,
    code,
    reason: change === undefined ? text : cutToBytes(`${text}: ${change.pattern}`, LIMITS.closeReasonBytes),
    filter: change?.filter ?? null,
    today: change?.today ?? "none",
    after: change?.after ?? "none",
  };
}
