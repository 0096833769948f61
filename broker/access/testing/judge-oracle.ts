/** Owns a slow second reading of R1 to R4 and R11, straight from the rows: no grants, no memory, no code of the judge. */
import { oracleCovers, oracleMatches } from "../../contract/tests/topic-oracle.ts";
import type { SessionFacts } from "../judge.ts";
import type { Snapshot } from "../snapshot.ts";

export interface NaiveVerdict {
  /** Close code by session. */
  readonly closed: ReadonlyMap<string, number>;
  /** The same of those that are away. */
  readonly ended: ReadonlyMap<string, number>;
  /** `session pattern`. */
  readonly narrowed: ReadonlySet<string>;
}

const answers = new Map<string, boolean>();

/** T5 by enumeration, remembered. */
export function slowCovers(granted: string, asked: string): boolean {
  const key = `${granted} ${asked}`;
  // The enumeration knows the topics of its alphabet only; a single topic needs none.
  const known = answers.get(key) ?? (/[+#]/.test(asked) ? oracleCovers(granted, asked) : oracleMatches(granted, asked));
  answers.set(key, known);
  return known;
}

/** The token's rights as `pattern=access`. */
export function rightsOf({ permissions, tags }: Snapshot, tokenId: string): string[] {
  return [...permissions.values()]
    .filter((permission) => permission.tokenId === tokenId)
    .map((permission) => `${tags.get(permission.tagId)?.pattern}=${permission.access}`);
}

const patternOf = (right: string): string => right.slice(0, right.indexOf("="));

function covering(snapshot: Snapshot, tokenId: string, filter: string): string {
  return rightsOf(snapshot, tokenId)
    .filter((right) => slowCovers(patternOf(right), filter))
    .sort()
    .join(" ");
}

function codeOf(before: Snapshot, after: Snapshot, session: SessionFacts, nowMs: number): number | undefined {
  const was = before.tokens.get(session.tokenId);
  const is = after.tokens.get(session.tokenId);
  if (is === undefined || !is.enabled || is.secretHash !== was?.secretHash) return 4002;
  if (is.expiresAt !== null && new Date(is.expiresAt).getTime() <= nowMs) return 4002;
  for (const filter of [...session.filters, ...(session.sharedFilters ?? [])]) {
    const old = covering(before, session.tokenId, filter);
    const next = covering(after, session.tokenId, filter);
    const closes = after.settings.enforcement === "strict" ? old !== next : old !== "" && next === "";
    if (closes) return 4003;
  }
  return undefined;
}

export function naiveJudge(
  before: Snapshot,
  after: Snapshot,
  sessions: readonly SessionFacts[],
  nowMs: number,
): NaiveVerdict {
  const closed = new Map<string, number>();
  const ended = new Map<string, number>();
  for (const session of sessions) {
    const code = codeOf(before, after, session, nowMs);
    if (code !== undefined) (session.away === undefined ? closed : ended).set(session.id, code);
  }
  // R3, one by one: the newest that stays goes, until the limit holds.
  for (const [id, { maxConnections: was }] of before.tokens) {
    const is = after.tokens.get(id)?.maxConnections ?? 0;
    if (is === 0 || (was !== 0 && was <= is)) continue;
    for (;;) {
      const open = sessions.filter(
        ({ away, tokenId, ...session }) => away === undefined && tokenId === id && !closed.has(session.id),
      );
      if (open.length <= is) break;
      const newest = open.reduce((one, other) => (other.order > one.order ? other : one));
      closed.set(newest.id, 4004);
    }
  }
  const narrowed = new Set<string>();
  for (const { id, tokenId, away } of sessions) {
    if (away !== undefined || closed.has(id)) continue;
    const writable = rightsOf(after, tokenId).filter((right) => right.endsWith("=readwrite"));
    for (const right of rightsOf(before, tokenId)) {
      if (!right.endsWith("=readwrite") || right.startsWith("$")) continue;
      if (!writable.some((granted) => slowCovers(patternOf(granted), patternOf(right)))) {
        narrowed.add(`${id} ${patternOf(right)}`);
      }
    }
  }
  return { closed, ended, narrowed };
}
