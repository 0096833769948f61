/** Owns small valid policy rows for tests of stores. */
import { NO_ROWS } from "../access/plan.ts";
import type { Permission, Tag } from "../contract/nouns.ts";
import type { AuditRow, PolicyChange, PolicyRows, StoredToken } from "../ports/store.ts";

export { NO_ROWS };

const AT = "2026-01-01T00:00:00.000Z";

/** A token whose unique values follow from its id. */
export const tokenRow = (id: string, fields: Partial<StoredToken> = {}): StoredToken => ({
  id,
  name: `Token ${id}`,
  secretHash: `hash-of-${id}`,
  sealedSecret: `box-of-${id}`,
  secretHint: "••••",
  maxConnections: 0,
  enabled: true,
  expiresAt: null,
  subject: null,
  messagesPerSecond: null,
  burst: null,
  note: "",
  createdAt: AT,
  updatedAt: AT,
  ...fields,
});

export const tagRow = (id: string, pattern: string): Tag => ({
  id,
  pattern,
  description: "",
  createdAt: AT,
  updatedAt: AT,
});

export const permissionRow = (
  id: string,
  tokenId: string,
  tagId: string,
  access: Permission["access"] = "read",
): Permission => ({ id, tokenId, tagId, access });

export const auditRow = (revision: number, fields: Partial<AuditRow> = {}): AuditRow => ({
  id: `aud_${revision}`,
  at: AT,
  revision,
  actor: "admin key",
  summary: [{ subject: "token", object: `t${revision}`, before: "absent", after: "created" }],
  revertible: true,
  ...fields,
});

export const change = (revision: number, rows: Partial<PolicyRows>, undo: Partial<PolicyRows> = {}): PolicyChange => ({
  revision,
  rows: { ...NO_ROWS, ...rows },
  undo: { ...NO_ROWS, ...undo },
});
