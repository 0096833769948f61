/** Owns the SQL that runs while serving, prepared once. */
import type Database from "better-sqlite3";
import type { AuditTableRow, DocumentRow, PermissionRow, TagRow, TokenRow } from "./rows.ts";

const TOKEN = [
  "id",
  "name",
  "secret_hash",
  "sealed_secret",
  "secret_hint",
  "max_connections",
  "enabled",
  "expires_at",
  "user_type",
  "user_id",
  "username",
  "messages_per_second",
  "burst",
  "note",
  "created_at",
  "updated_at",
] as const satisfies readonly (keyof TokenRow)[];
const TAG = ["id", "pattern", "description", "created_at", "updated_at"] as const satisfies readonly (keyof TagRow)[];
const PERMISSION = ["id", "token_id", "tag_id", "access"] as const satisfies readonly (keyof PermissionRow)[];
const DOCUMENT = ["id", "body"] as const satisfies readonly (keyof DocumentRow)[];
const AUDIT = [
  "revision",
  "id",
  "at",
  "actor",
  "summary",
  "revertible",
  "effect",
  "reverted_by",
] as const satisfies readonly (keyof AuditTableRow)[];

/** What this room uses of a prepared statement. */
interface Prepared<P extends unknown[], R> {
  run(...values: P): { readonly changes: number };
  get(...values: P): R | undefined;
  all(...values: P): R[];
}

export type Statements = ReturnType<typeof prepareStatements>;

/**
 * Rows are replaced by id and by nothing else: INSERT OR REPLACE would silently delete *another* row with the same secret. `park…` takes
 * a row's unique value out of the way (no value begins with NUL), so that one change may swap values between rows.
 */
export function prepareStatements(database: Database.Database) {
  const sql = <P extends unknown[], R = unknown>(text: string): Prepared<P, R> => database.prepare<P, R>(text);
  return {
    policy: sql<[], { revision: number; settings: string | null }>("SELECT revision, settings FROM policy"),
    raiseRevision: sql<[number]>("UPDATE policy SET revision = revision + 1 WHERE revision + 1 = ?"),
    putSettings: sql<[string]>("UPDATE policy SET settings = ?"),
    tokens: sql<[], TokenRow>(select("token", TOKEN)),
    tags: sql<[], TagRow>(select("tag", TAG)),
    permissions: sql<[], PermissionRow>(select("permission", PERMISSION)),
    deleteToken: sql<[string]>("DELETE FROM token WHERE id = ?"),
    deleteTag: sql<[string]>("DELETE FROM tag WHERE id = ?"),
    deletePermission: sql<[string]>("DELETE FROM permission WHERE id = ?"),
    parkToken: sql<[string]>("UPDATE token SET secret_hash = char(0) || id WHERE id = ?"),
    parkTag: sql<[string]>("UPDATE tag SET pattern = char(0) || id WHERE id = ?"),
    parkPermission: sql<[string]>("UPDATE permission SET token_id = char(0) || id WHERE id = ?"),
    putToken: sql<[TokenRow]>(upsert("token", TOKEN)),
    putTag: sql<[TagRow]>(upsert("tag", TAG)),
    putPermission: sql<[PermissionRow]>(upsert("permission", PERMISSION)),
    documents: sql<[], DocumentRow>(select("document", DOCUMENT)),
    deleteDocument: sql<[string]>("DELETE FROM document WHERE id = ?"),
    putDocument: sql<[DocumentRow]>(upsert("document", DOCUMENT)),
    addAudit: sql<[AuditTableRow & { readonly undo: string }]>(insert("audit", [...AUDIT, "undo"])),
    markReverted: sql<[number, string]>("UPDATE audit SET reverted_by = ? WHERE id = ?"),
    recordEffect: sql<[string, string]>("UPDATE audit SET effect = ? WHERE id = ?"),
    listAudit: sql<[number, number], AuditTableRow>(
      `SELECT ${AUDIT.join(", ")} FROM audit WHERE revision < ? ORDER BY revision DESC LIMIT ?`,
    ),
    auditSize: sql<[], { rows: number; oldestAt: string | null }>(
      "SELECT count(*) AS rows, (SELECT at FROM audit ORDER BY revision LIMIT 1) AS oldestAt FROM audit",
    ),
    // Above no row lies a bound: the newest stays whatever the bounds say.
    trimAudit: sql<[{ keepRows: number; before: string }]>(
      `DELETE FROM audit WHERE revision < (SELECT max(revision) FROM audit) AND (at < @before OR
       revision <= (SELECT revision FROM audit ORDER BY revision DESC LIMIT 1 OFFSET @keepRows))`,
    ),
    getAudit: sql<[string], AuditTableRow & { readonly undo: string }>(
      `SELECT ${AUDIT.join(", ")}, undo FROM audit WHERE id = ?`,
    ),
  };
}

const select = (table: string, columns: readonly string[]): string =>
  `SELECT ${columns.join(", ")} FROM ${table} ORDER BY position`;

const insert = (table: string, columns: readonly string[]): string =>
  `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((column) => `@${column}`).join(", ")})`;

const upsert = (table: string, columns: readonly string[]): string =>
  `${insert(table, columns)} ON CONFLICT (id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`;
