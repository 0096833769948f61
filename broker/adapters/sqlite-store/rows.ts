/** Owns how the port's values lie in table rows, and back. */
import { LibraryDocument } from "../../contract/library.ts";
import { Access, DEFAULT_SETTINGS, type Permission, Settings, type Subject, type Tag } from "../../contract/nouns.ts";
import { AuditEffect, AuditSummary, AuditUndo, isTime, reasonOf } from "../../contract/stored-json.ts";
import { checkPattern } from "../../contract/topics.ts";
import {
  type AuditRow,
  type ChangeSummary,
  type PolicyRows,
  type StoredAudit,
  type StoredToken,
  StoreError,
  type TopicEdit,
} from "../../ports/store.ts";

export interface TokenRow {
  readonly id: string;
  readonly name: string | null;
  readonly secret_hash: string;
  readonly sealed_secret: string;
  readonly secret_hint: string;
  readonly max_connections: number;
  readonly enabled: number;
  readonly expires_at: string | null;
  readonly user_type: string | null;
  readonly user_id: string | null;
  readonly username: string | null;
  readonly messages_per_second: number | null;
  readonly burst: number | null;
  readonly note: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface TagRow {
  readonly id: string;
  readonly pattern: string;
  readonly description: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface PermissionRow {
  readonly id: string;
  readonly token_id: string;
  readonly tag_id: string;
  readonly access: string;
}

export interface AuditTableRow {
  readonly revision: number;
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly summary: string;
  readonly revertible: number;
  readonly effect: string | null;
  readonly reverted_by: number | null;
}

export interface DocumentRow {
  readonly id: string;
  readonly body: string;
}

/** Null where the row names nobody. */
export function subjectFrom(row: {
  readonly user_type: string | null;
  readonly user_id: string | null;
  readonly username: string | null;
}): Subject | null {
  const { user_type: userType, user_id: userId, username } = row;
  if (userType === null || userId === null) return null;
  return username === null ? { userType, userId } : { userType, userId, username };
}

export const toTokenRow = (token: StoredToken): TokenRow => ({
  id: token.id,
  name: token.name,
  secret_hash: token.secretHash,
  sealed_secret: token.sealedSecret,
  secret_hint: token.secretHint,
  max_connections: token.maxConnections,
  enabled: token.enabled ? 1 : 0,
  expires_at: token.expiresAt,
  user_type: token.subject?.userType ?? null,
  user_id: token.subject?.userId ?? null,
  username: token.subject?.username ?? null,
  messages_per_second: token.messagesPerSecond,
  burst: token.burst,
  note: token.note,
  created_at: token.createdAt,
  updated_at: token.updatedAt,
});

export const fromTokenRow = (row: TokenRow): StoredToken =>
  readable("token", row.id, () => {
    for (const at of [row.expires_at ?? row.created_at, row.created_at, row.updated_at]) asTime(at);
    return tokenOf(row);
  });

const tokenOf = (row: TokenRow): StoredToken => ({
  id: row.id,
  name: row.name,
  secretHash: row.secret_hash,
  sealedSecret: row.sealed_secret,
  secretHint: row.secret_hint,
  maxConnections: row.max_connections,
  enabled: row.enabled === 1,
  expiresAt: row.expires_at,
  subject: subjectFrom(row),
  messagesPerSecond: row.messages_per_second,
  burst: row.burst,
  note: row.note,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export const toTagRow = (tag: Tag): TagRow => ({
  id: tag.id,
  pattern: tag.pattern,
  description: tag.description,
  created_at: tag.createdAt,
  updated_at: tag.updatedAt,
});

export const fromTagRow = (row: TagRow): Tag =>
  readable("tag", row.id, () => {
    const checked = checkPattern(row.pattern);
    if (!checked.ok) throw new Error(checked.reason);
    return {
      id: row.id,
      pattern: row.pattern,
      description: row.description,
      createdAt: asTime(row.created_at),
      updatedAt: asTime(row.updated_at),
    };
  });

export const toPermissionRow = (permission: Permission): PermissionRow => ({
  id: permission.id,
  token_id: permission.tokenId,
  tag_id: permission.tagId,
  access: permission.access,
});

export const fromPermissionRow = (row: PermissionRow): Permission =>
  readable("permission", row.id, () => ({
    id: row.id,
    tokenId: row.token_id,
    tagId: row.tag_id,
    access: Access.parse(row.access),
  }));

export const toAuditTableRow = (audit: AuditRow, undo: PolicyRows): AuditTableRow & { readonly undo: string } => ({
  revision: audit.revision,
  id: audit.id,
  at: audit.at,
  actor: audit.actor,
  summary: JSON.stringify(audit.summary),
  revertible: audit.revertible ? 1 : 0,
  effect: null,
  reverted_by: null,
  undo: JSON.stringify(undo),
});

/** A damaged row must not hide the others: it is listed as what it is. */
export const fromAuditTableRow = (row: AuditTableRow): StoredAudit => {
  const summary = AuditSummary.safeParse(jsonOf(row.summary));
  const effect = AuditEffect.safeParse(row.effect === null ? null : jsonOf(row.effect));
  const isWhole = summary.success && effect.success;
  return {
    id: row.id,
    at: isTime(row.at) ? row.at : new Date(0).toISOString(),
    revision: row.revision,
    actor: row.actor,
    summary: summary.success ? summary.data : [UNREADABLE],
    revertible: isWhole && row.revertible === 1,
    effect: effect.success ? effect.data : null,
    revertedBy: row.reverted_by,
  };
};

const UNREADABLE: ChangeSummary = {
  subject: "unreadable",
  object: "row",
  before: "",
  after: "damaged in the database",
};

/** A revert plans these rows like any edit before they are written again. @throws StoreError when they are damaged */
export function fromUndo(id: string, undo: string): PolicyRows {
  const rows = readable("audit row", id, () => AuditUndo.parse(JSON.parse(undo)) as unknown as PolicyRows);
  return rows.topics === undefined ? rows : { ...rows, topics: rows.topics.map(withMetadataText) };
}

/** Rows of earlier versions hold the object itself. */
function withMetadataText(edit: TopicEdit): TopicEdit {
  if (edit.kind === "delete" || typeof edit.metadata === "string") return edit;
  return { ...edit, metadata: JSON.stringify(edit.metadata) };
}

function asTime(at: string): string {
  if (!isTime(at)) throw new Error(`"${at}" is no time`);
  return at;
}

function jsonOf(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    // The table checks that it is JSON; a damaged page may hold anything.
    return undefined;
  }
}

/** @throws StoreError (kind "failed") that names the row; its text may hold what a person wrote, so only the first reason is told */
export function readable<T>(what: string, id: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new StoreError("failed", `the ${what} ${id} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** A setting that is younger than the stored text takes its default. */
export const fromSettings = (settings: string | null): Settings | null =>
  settings === null
    ? null
    : readable("row of", "settings", () =>
        Settings.parse({ ...DEFAULT_SETTINGS, ...(JSON.parse(settings) as object) }),
      );

/** @throws StoreError when it is no number that can be counted on */
export const fromRevision = (revision: number): number =>
  readable("row of", "the policy", () => {
    if (!Number.isSafeInteger(revision) || revision < 0) throw new Error(`revision ${revision}`);
    return revision;
  });

export const toDocumentRow = (document: LibraryDocument): DocumentRow => ({
  id: document.id,
  body: JSON.stringify(document),
});

export const fromDocumentRow = ({ id, body }: DocumentRow): LibraryDocument =>
  readable("document", id, () => LibraryDocument.parse(JSON.parse(body)));
