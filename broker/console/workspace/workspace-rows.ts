/** Owns turning a workspace file into rows: what is there already keeps its id and secret, what the file does not name goes. */
import type { Created, PlanEnvironment } from "../../access/plan.ts";
import type { Snapshot } from "../../access/snapshot.ts";
import type { Permission, Settings, Tag } from "../../contract/nouns.ts";
import { checkPattern } from "../../contract/topics.ts";
import type { Workspace } from "../../contract/workspace.ts";
import type { PolicyRows, StoredToken } from "../../ports/store.ts";
import { badField } from "../refused.ts";

type FileToken = Workspace["tokens"][number];

export interface ImportRows {
  readonly rows: PolicyRows;
  /** New tokens with their secrets, and new tags. */
  readonly created: Created[];
}

/** @throws Refused BAD_REQUEST naming the field of the file that is wrong */
export function rowsOf(file: Workspace, current: Snapshot, environment: PlanEnvironment): ImportRows {
  const created: Created[] = [];
  const tags = fileTags(file, current, environment, created);
  const tokens = fileTokens(file, current, environment, created);
  const permissions = filePermissions(file, tags, tokens, current, environment);
  return {
    rows: {
      tokens,
      tags: [...tags.values()],
      permissions,
      deletedTokens: missing(current.tokens, tokens),
      deletedTags: missing(current.tags, [...tags.values()]),
      deletedPermissions: missing(current.permissions, permissions),
      settings: fileSettings(file, current.settings),
    },
    created,
  };
}

/** The file's settings over the current ones. */
function fileSettings({ settings = {} }: Workspace, current: Settings): Settings {
  for (const [index, { pattern }] of (settings.anonymous ?? []).entries()) {
    const checked = checkPattern(pattern);
    if (!checked.ok) throw badField(`settings.anonymous.${index}.pattern`, checked.reason);
  }
  const named = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(named) };
}

/** By pattern, which is what a tag is known by in the file. */
function fileTags(
  file: Workspace,
  current: Snapshot,
  { now, newId }: PlanEnvironment,
  created: Created[],
): ReadonlyMap<string, Tag> {
  const known = new Map([...current.tags.values()].map((tag) => [tag.pattern, tag]));
  const tags = new Map<string, Tag>();
  for (const [index, { pattern, description = "" }] of file.tags.entries()) {
    const checked = checkPattern(pattern);
    if (!checked.ok) throw badField(`tags.${index}.pattern`, checked.reason);
    if (tags.has(pattern)) throw badField(`tags.${index}.pattern`, `the file names ${pattern} twice`);
    const old = known.get(pattern);
    const tag = old ?? { id: newId("tag"), pattern, description, createdAt: now, updatedAt: now };
    if (old === undefined) created.push({ kind: "tag", id: tag.id });
    tags.set(pattern, tag.description === description ? tag : { ...tag, description, updatedAt: now });
  }
  return tags;
}

/** In the order of the file. A token is the one with its id, else the only one with its name, else a new one. */
function fileTokens(
  file: Workspace,
  current: Snapshot,
  environment: PlanEnvironment,
  created: Created[],
): readonly StoredToken[] {
  const matched = matchTokens(file, current);
  return file.tokens.map((token, index) => {
    const old = matched[index];
    const secret = token.secret ?? (old === undefined ? environment.newSecret() : undefined);
    const id = old?.id ?? token.id ?? environment.newId("tok");
    if (old === undefined && secret !== undefined) created.push({ kind: "token", id, secret });
    return storedToken(token, id, old, secret, environment);
  });
}

/** @throws Refused when two tokens of the file are the same one */
function matchTokens(file: Workspace, current: Snapshot): (StoredToken | undefined)[] {
  const ids = new Set<string>();
  for (const [index, { id }] of file.tokens.entries()) {
    if (id === undefined) continue;
    if (ids.has(id)) throw badField(`tokens.${index}.id`, `the file names ${id} twice`);
    ids.add(id);
  }
  const byName = new Map<string, StoredToken[]>();
  for (const token of current.tokens.values()) {
    if (token.name === null || ids.has(token.id)) continue;
    byName.set(token.name, [...(byName.get(token.name) ?? []), token]);
  }
  return file.tokens.map(({ id, name }) => {
    const known = id === undefined ? undefined : current.tokens.get(id);
    const named = name === undefined || name === null ? [] : (byName.get(name) ?? []);
    if (known !== undefined || named.length !== 1 || typeof name !== "string") return known;
    byName.delete(name);
    return named[0];
  });
}

function storedToken(
  file: FileToken,
  id: string,
  old: StoredToken | undefined,
  secret: string | undefined,
  { now, newSecret, hash, seal }: PlanEnvironment,
): StoredToken {
  const fields = {
    name: file.name ?? null,
    maxConnections: file.maxConnections ?? 0,
    enabled: file.enabled ?? true,
    expiresAt: file.expiresAt === undefined || file.expiresAt === null ? null : toUtc(file.expiresAt),
    subject: file.subject ?? null,
    messagesPerSecond: file.messagesPerSecond ?? null,
    burst: file.burst ?? null,
    note: file.note ?? "",
  };
  if (old === undefined) return { id, ...fields, ...seal(secret ?? newSecret()), createdAt: now, updatedAt: now };
  // The same secret sealed again would be another text: a file that changes nothing must make no row.
  const isNew = secret !== undefined && hash(secret) !== old.secretHash;
  return { ...old, ...fields, ...(isNew ? seal(secret) : {}), updatedAt: now };
}

function toUtc(time: string): string {
  return new Date(time).toISOString();
}

function filePermissions(
  file: Workspace,
  tags: ReadonlyMap<string, Tag>,
  tokens: readonly StoredToken[],
  current: Snapshot,
  { newId }: PlanEnvironment,
): readonly Permission[] {
  const pair = (tokenId: string, tagId: string) => `${tokenId} ${tagId}`;
  const known = new Map([...current.permissions.values()].map((each) => [pair(each.tokenId, each.tagId), each]));
  const made = new Map<string, Permission>();
  for (const [index, { permissions }] of file.tokens.entries()) {
    const tokenId = tokens[index]?.id ?? "";
    for (const [place, { pattern, access }] of permissions.entries()) {
      const path = `tokens.${index}.permissions.${place}.pattern`;
      const tag = tags.get(pattern);
      if (tag === undefined) throw badField(path, `${pattern} is not among the file's tags`);
      const key = pair(tokenId, tag.id);
      if (made.has(key)) throw badField(path, `the token has ${pattern} twice`);
      const old = known.get(key);
      const id = old?.id ?? newId("prm");
      made.set(key, old?.access === access ? old : { id, tokenId, tagId: tag.id, access });
    }
  }
  return [...made.values()];
}

function missing(current: ReadonlyMap<string, unknown>, rows: readonly { readonly id: string }[]): string[] {
  const kept = new Set(rows.map(({ id }) => id));
  return [...current.keys()].filter((id) => !kept.has(id));
}
