/** Owns how a mirror of the broker is kept: a snapshot, then patches in order; a gap is detected, never guessed over. */
import type { ReplyState } from "./auto-replies.ts";
import type { LibraryDocument } from "./library.ts";
import { LIMITS } from "./limits.ts";
import type { LiveEvent, LivePatch, LiveSnapshot, Series } from "./live.ts";
import type { ConnectionView, Permission, Tag, Token } from "./nouns.ts";

/** What a window knows. Rows that a patch does not name keep their identity, so that a view redraws only what moved. */
export interface LiveState
  extends Omit<LiveSnapshot, "type" | "tokens" | "tags" | "permissions" | "library" | "replies" | "connections"> {
  readonly tokens: ReadonlyMap<string, Token>;
  readonly tags: ReadonlyMap<string, Tag>;
  readonly permissions: ReadonlyMap<string, Permission>;
  readonly library: ReadonlyMap<string, LibraryDocument>;
  /** By the id of the rule's document. */
  readonly replies: ReadonlyMap<string, ReplyState>;
  /** Live ones in the order in which they opened; a closed one stays, with `closed` set, until a patch removes it. */
  readonly connections: ReadonlyMap<string, ConnectionView>;
}

/** Either the next state, or a gap: `state` is then the last one known to be right, and the mirror must ask again. */
export type Reduced =
  | { readonly kind: "live"; readonly state: LiveState }
  | { readonly kind: "gap"; readonly state: LiveState | undefined; readonly expectedSeq: number | undefined };

/**
 * The state after `event`. A snapshot is always taken. A patch is taken only when its `seq` is that of the state plus 1;
 * a patch before any snapshot, or out of order, is a gap. Pure: neither argument is changed.
 */
export function reduceLive(state: LiveState | undefined, event: LiveEvent): Reduced {
  if (event.type === "snapshot") return { kind: "live", state: stateOf(event) };
  if (state === undefined) return { kind: "gap", state, expectedSeq: undefined };
  if (event.seq !== state.seq + 1) return { kind: "gap", state, expectedSeq: state.seq + 1 };
  return { kind: "live", state: patched(state, event) };
}

function stateOf({ type: _, ...snapshot }: LiveSnapshot): LiveState {
  return {
    ...snapshot,
    tokens: byId(snapshot.tokens),
    tags: byId(snapshot.tags),
    permissions: byId(snapshot.permissions),
    library: byId(snapshot.library),
    replies: byId(snapshot.replies),
    connections: byId(snapshot.connections),
  };
}

function patched(state: LiveState, patch: LivePatch): LiveState {
  return {
    ...state,
    seq: patch.seq,
    revision: patch.revision,
    server: patch.server ?? state.server,
    settings: patch.settings ?? state.settings,
    tokens: withSeen(withRows(state.tokens, patch.tokens), patch.seen),
    tags: withRows(state.tags, patch.tags),
    permissions: withRows(state.permissions, patch.permissions),
    library: withRows(state.library, patch.library),
    replies: withRows(state.replies, patch.replies),
    connections: withConnections(state.connections, patch),
    doorlog: withEntries(state.doorlog, patch.doorlog),
    refusals: withEntries(state.refusals, patch.refusals),
    revocations: withEntries(state.revocations, patch.revocations),
    kicks: withEntries(state.kicks, patch.kicks),
    audit: withEntries(state.audit, patch.audit),
    stats: patch.stats ?? state.stats,
    series: withPoints(state.series, patch.series),
  };
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function withRows<T extends { readonly id: string }>(
  rows: ReadonlyMap<string, T>,
  change: { readonly set: readonly T[]; readonly remove: readonly string[] } | undefined,
): ReadonlyMap<string, T> {
  if (change === undefined) return rows;
  const next = new Map(rows);
  for (const id of change.remove) next.delete(id);
  for (const row of change.set) next.set(row.id, row);
  return next;
}

function withSeen(rows: ReadonlyMap<string, Token>, seen: LivePatch["seen"]): ReadonlyMap<string, Token> {
  if (seen === undefined) return rows;
  const next = new Map(rows);
  for (const [id, lastSeenAt] of seen) {
    const row = next.get(id);
    if (row !== undefined) next.set(id, { ...row, lastSeenAt });
  }
  return next;
}

function withConnections(rows: ReadonlyMap<string, ConnectionView>, patch: LivePatch) {
  if (patch.connections === undefined && patch.traffic === undefined) return rows;
  const next = new Map(rows);
  for (const row of patch.connections?.set ?? []) next.set(row.id, row);
  for (const [id, messagesIn, messagesOut, bytesIn, bytesOut, ...rest] of patch.traffic ?? []) {
    const row = next.get(id);
    if (row === undefined || row.closed !== null) continue;
    const [queueFrames, queueBytes, dropped, refused, latencyMs, state] = rest;
    const counters = { messagesIn, messagesOut, bytesIn, bytesOut, queueFrames, queueBytes, dropped, refused };
    next.set(id, { ...row, ...counters, latencyMs, state });
  }
  for (const { id, closed } of patch.connections?.close ?? []) {
    const row = next.get(id);
    if (row !== undefined) next.set(id, { ...row, state: "closed", closed, queueFrames: 0, queueBytes: 0 });
  }
  for (const id of patch.connections?.remove ?? []) next.delete(id);
  return next;
}

/** `entries` and `added` are newest first; an added entry with a known id replaces it where it stands. */
function withEntries<T extends { readonly id: string }>(entries: T[], added: readonly T[] | undefined): T[] {
  if (added === undefined || added.length === 0) return entries;
  const known = new Set(entries.map((entry) => entry.id));
  const changed = byId(added);
  const fresh = added.filter((entry) => !known.has(entry.id));
  return [...fresh, ...entries.map((entry) => changed.get(entry.id) ?? entry)].slice(0, LIMITS.liveJournalRows);
}

/** Points that are not newer than the last known one are dropped: a snapshot may have brought them already. */
function withPoints(series: Series, added: Series | undefined): Series {
  if (added === undefined) return series;
  const last = series.at.at(-1) ?? Number.NEGATIVE_INFINITY;
  const from = added.at.findIndex((at) => at > last);
  if (from < 0) return series;
  const joined = (name: keyof Series) => [...series[name], ...added[name].slice(from)].slice(-LIMITS.seriesSeconds);
  return { at: joined("at"), in: joined("in"), out: joined("out"), connections: joined("connections") };
}
