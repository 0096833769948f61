/** Owns the policy as an immutable value: what decisions are made from. */

import { DEFAULT_SETTINGS, type Permission, type Settings, type Tag } from "../contract/nouns.ts";
import { topicOfRoom } from "../contract/room-text.ts";
import type { RoomsChange, StoredRoom } from "../ports/chat-store.ts";
import type { PolicyRows, StoredPolicy, StoredToken } from "../ports/store.ts";
import { anonymousGrants, anonymousToken } from "./anonymous.ts";

/** One right of one token, with the pattern of its tag. */
export interface Grant {
  readonly permissionId: string;
  readonly tagId: string;
  readonly pattern: string;
  readonly access: Permission["access"];
}

export interface Snapshot {
  readonly revision: number;
  readonly settings: Settings;
  readonly tokens: ReadonlyMap<string, StoredToken>;
  /** X3: who acts for clients without a token; disabled while it has no rights. It is in no list of tokens. */
  readonly anonymous: StoredToken;
  /** By SHA-256 of the secret. */
  readonly tokensByHash: ReadonlyMap<string, StoredToken>;
  readonly tags: ReadonlyMap<string, Tag>;
  readonly permissions: ReadonlyMap<string, Permission>;
  /** By token id. A list that no change touched is the same object in the next snapshot. */
  readonly grants: ReadonlyMap<string, readonly Grant[]>;
  /** T8: topics of the private chat rooms. One set until a room comes, goes or changes its kind. */
  readonly privateRooms: ReadonlySet<string>;
}

/** The stored policy, compiled. A store that was never written has the default settings. */
export function snapshotOf(stored: StoredPolicy, rooms: Iterable<Pick<StoredRoom, "name" | "kind">> = []): Snapshot {
  const tokens = byId(stored.tokens);
  const tags = byId(stored.tags);
  const permissions = byId(stored.permissions);
  // Settings that a newer version added take their default until they are saved once.
  const settings = { ...DEFAULT_SETTINGS, ...stored.settings };
  const anonymous = anonymousToken(settings);
  return {
    revision: stored.revision,
    settings,
    tokens,
    anonymous,
    tokensByHash: byHash(tokens),
    tags,
    permissions,
    grants: grantsOf(permissions, tags, () => true).set(anonymous.id, anonymousGrants(settings)),
    privateRooms: new Set(
      Array.from(rooms)
        .filter(isPrivate)
        .map(({ name }) => topicOfRoom(name)),
    ),
  };
}

/** The policy after these rows: deletes first, then puts. What the rows do not touch is shared with the snapshot before. */
export function applyRows(snapshot: Snapshot, rows: PolicyRows, revision: number): Snapshot {
  const tokens = changed(snapshot.tokens, rows.deletedTokens, rows.tokens);
  const tags = changed(snapshot.tags, rows.deletedTags, rows.tags);
  const permissions = changed(snapshot.permissions, rows.deletedPermissions, rows.permissions);
  const settings = rows.settings ?? snapshot.settings;
  return {
    revision,
    settings,
    tokens,
    anonymous: rows.settings === undefined ? snapshot.anonymous : anonymousToken(settings),
    tokensByHash: nextByHash(snapshot, rows),
    tags,
    permissions,
    grants: nextGrants(snapshot, rows, permissions, tags),
    privateRooms: nextPrivateRooms(snapshot.privateRooms, rows.rooms),
  };
}

/** A room of two is known by its name. */
const isPrivate = ({ kind }: Pick<StoredRoom, "kind">): boolean => kind === "private";

function nextPrivateRooms(before: ReadonlySet<string>, rooms: RoomsChange | undefined): ReadonlySet<string> {
  if (rooms === undefined) return before;
  const next = new Set(before);
  for (const name of rooms.deleted) next.delete(topicOfRoom(name));
  for (const { name, kind } of [...rooms.made, ...rooms.changed]) {
    if (kind === "private") next.add(topicOfRoom(name));
    else if (kind !== undefined) next.delete(topicOfRoom(name));
  }
  return next.size === before.size && [...next].every((topic) => before.has(topic)) ? before : next;
}

/** Whether a token may be used at this moment (epoch milliseconds). */
export function tokenState(token: StoredToken, nowMs: number): "enabled" | "disabled" | "expired" {
  if (!token.enabled) return "disabled";
  return token.expiresAt !== null && Date.parse(token.expiresAt) <= nowMs ? "expired" : "enabled";
}

type Row = { readonly id: string };

const byId = <T extends Row>(rows: readonly T[]): ReadonlyMap<string, T> => new Map(rows.map((row) => [row.id, row]));

const byHash = (tokens: ReadonlyMap<string, StoredToken>): ReadonlyMap<string, StoredToken> =>
  new Map(Array.from(tokens.values(), (token) => [token.secretHash, token]));

/** Copied and not made anew, which takes several times as long with a hundred thousand tokens. */
function nextByHash({ tokens, tokensByHash }: Snapshot, rows: PolicyRows): Snapshot["tokensByHash"] {
  if (rows.deletedTokens.length === 0 && rows.tokens.length === 0) return tokensByHash;
  const next = new Map(tokensByHash);
  const gone = [...rows.deletedTokens, ...rows.tokens.map(({ id }) => id)];
  for (const id of gone) next.delete(tokens.get(id)?.secretHash ?? "");
  for (const token of rows.tokens) next.set(token.secretHash, token);
  return next;
}

function changed<T extends Row>(
  rows: ReadonlyMap<string, T>,
  deleted: readonly string[],
  put: readonly T[],
): ReadonlyMap<string, T> {
  if (deleted.length === 0 && put.length === 0) return rows;
  const next = new Map(rows);
  for (const id of deleted) next.delete(id);
  for (const row of put) next.set(row.id, row);
  return next;
}

function nextGrants(
  before: Snapshot,
  rows: PolicyRows,
  permissions: Snapshot["permissions"],
  tags: Snapshot["tags"],
): Snapshot["grants"] {
  const touched = touchedTokens(before, rows, permissions);
  const isAnonymousTouched = rows.settings !== undefined && !isSame(rows.settings.anonymous, before.settings.anonymous);
  if (touched.size === 0 && !isAnonymousTouched) return before.grants;
  const next = new Map(before.grants);
  if (isAnonymousTouched && rows.settings) next.set(before.anonymous.id, anonymousGrants(rows.settings));
  for (const tokenId of touched) next.delete(tokenId);
  for (const [tokenId, grants] of grantsOf(permissions, tags, (id) => touched.has(id))) next.set(tokenId, grants);
  return next;
}

const isSame = (one: Settings["anonymous"], other: Settings["anonymous"]): boolean =>
  one.length === other.length &&
  one.every(({ pattern, access }, i) => other[i]?.pattern === pattern && other[i]?.access === access);

/** Tokens whose grants these rows may change. A tag's description is in no grant. */
function touchedTokens(before: Snapshot, rows: PolicyRows, permissions: Snapshot["permissions"]): ReadonlySet<string> {
  const touched = new Set(rows.permissions.map(({ tokenId }) => tokenId));
  for (const id of [...rows.deletedPermissions, ...rows.permissions.map((row) => row.id)]) {
    const old = before.permissions.get(id);
    if (old !== undefined) touched.add(old.tokenId);
  }
  const repatterned = rows.tags.filter(({ id, pattern }) => before.tags.get(id)?.pattern !== pattern);
  const tagIds = new Set([...rows.deletedTags, ...repatterned.map(({ id }) => id)]);
  if (tagIds.size === 0) return touched;
  for (const { tagId, tokenId } of permissions.values()) if (tagIds.has(tagId)) touched.add(tokenId);
  return touched;
}

function grantsOf(
  permissions: Snapshot["permissions"],
  tags: Snapshot["tags"],
  isWanted: (tokenId: string) => boolean,
): Map<string, readonly Grant[]> {
  const grants = new Map<string, Grant[]>();
  for (const { id, tokenId, tagId, access } of permissions.values()) {
    const tag = isWanted(tokenId) ? tags.get(tagId) : undefined;
    if (tag === undefined) continue;
    const grant = { permissionId: id, tagId, pattern: tag.pattern, access };
    const list = grants.get(tokenId);
    if (list === undefined) grants.set(tokenId, [grant]);
    else list.push(grant);
  }
  return grants;
}
