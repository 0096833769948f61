/** Owns the policy on disk: one SQLite database, one writer, every commit durable before it returns. */
import { rmSync } from "node:fs";
import type Database from "better-sqlite3";
import type { LibraryDocument } from "../contract/library.ts";
import { LIMITS } from "../contract/limits.ts";
import {
  type AuditEffect,
  type AuditRow,
  type LibraryChange,
  type PolicyChange,
  type PolicyRows,
  type Store,
  type StoredAudit,
  type StoredPolicy,
  StoreError,
} from "../ports/store.ts";
import { SqliteChatStore } from "./sqlite-store/chat.ts";
import { toStoreError } from "./sqlite-store/faults.ts";
import { FileWatch } from "./sqlite-store/file-watch.ts";
import { createPrivate, type WriterLock } from "./sqlite-store/lock.ts";
import { type LogSync, openLogSync } from "./sqlite-store/log-sync.ts";
import { MIGRATIONS } from "./sqlite-store/migrations.ts";
import { openDatabase } from "./sqlite-store/open.ts";
import { damaged, toOpenError } from "./sqlite-store/open-error.ts";
import * as rows from "./sqlite-store/rows.ts";
import { prepareStatements, type Statements } from "./sqlite-store/statements.ts";
import { unhurried } from "./sqlite-store/unhurried.ts";

export { StoreOpenError } from "./sqlite-store/open-error.ts";

export interface SqliteStoreOptions {
  /** How long another process's lock is waited for, at start and at every write; the event loop stands still meanwhile. */
  readonly busyMs?: number;
  /** The schema's steps; another list only in tests. */
  readonly migrations?: readonly string[];
  /** Milliseconds since the epoch; names the copy before a migration. */
  readonly now?: () => number;
  /** How the log of the database at a path is synced; another way only in tests. */
  readonly logSync?: (path: string) => LogSync;
}

/**
 * Opens the database at `path` or makes it (mode 0600, in a folder made with 0700). Beside it: `-wal` and `-shm` while open,
 * `<name>.lock.db` (one writer), and before a migration a copy `<path>.backup-v<N>-<time>`.
 * @throws StoreOpenError
 */
export function openSqliteStore(path: string, options: SqliteStoreOptions = {}): Store {
  const { busyMs = LIMITS.storeBusyMs, migrations = MIGRATIONS, now = Date.now, logSync = openLogSync } = options;
  const { database, lock } = openDatabase(path, { busyMs, migrations, now });
  const store = new SqliteStore(database, lock, logSync);
  try {
    assertReadable(store);
    return store;
  } catch (error) {
    store.close();
    const isDamage = error instanceof StoreError && error.kind === "failed";
    throw isDamage ? damaged(database.name, error.message, error) : toOpenError(database.name, error);
  }
}

/** SQLite's own check knows nothing of what our rows mean: what is served from is read once before anything is. */
function assertReadable(store: Store): void {
  store.load();
  store.listDocuments();
  store.chat.loadRooms();
}

/** Pages that a backup copies in one turn of the loop; more would hold up deliveries. */
const BACKUP_PAGES = 100;

class SqliteStore implements Store {
  readonly chat: SqliteChatStore;
  readonly #database: Database.Database;
  readonly #lock: WriterLock;
  readonly #sql: Statements;
  readonly #watch: FileWatch;
  /** Opened with the first chat message: then there surely is a log. */
  #log: LogSync | null = null;

  constructor(database: Database.Database, lock: WriterLock, logSync: (path: string) => LogSync) {
    this.#database = database;
    this.#lock = lock;
    this.#sql = prepareStatements(database);
    const log = () => (this.#log ??= logSync(database.name));
    this.#watch = new FileWatch(database.name);
    const access = {
      reading: <T>(run: () => T) => this.#guarded(run),
      writing: <T>(run: () => T) => this.#guardedWrite(run),
    };
    this.chat = new SqliteChatStore(database, access, log);
  }

  load(): StoredPolicy {
    return this.#guarded(() => this.#database.transaction(() => this.#load())());
  }

  commit(change: PolicyChange, audit: AuditRow, reverts?: string): void {
    // Immediate: the lock is taken before anything is read, so that nobody can come between.
    this.#guardedWrite(() => this.#database.transaction(() => this.#commit(change, audit, reverts)).immediate());
  }

  listDocuments(): readonly LibraryDocument[] {
    return this.#guarded(() => this.#sql.documents.all().map(rows.fromDocumentRow));
  }

  writeDocuments(change: LibraryChange): void {
    this.#guardedWrite(() => this.#database.transaction(() => this.#writeDocuments(change)).immediate());
  }

  recordEffect(auditId: string, effect: AuditEffect): void {
    // Not worth a wait for the disk: losing it is harmless, and the edit's sessions are closed already.
    this.#guardedWrite(() => {
      const run = () => this.#sql.recordEffect.run(JSON.stringify(effect), auditId);
      if (unhurried(this.#database, run).changes !== 1) throw new StoreError("failed", "there is no such audit row");
    });
  }

  listAudit(options: { readonly before?: number; readonly limit: number }): readonly StoredAudit[] {
    const before = options.before ?? Number.MAX_SAFE_INTEGER;
    return this.#guarded(() => this.#sql.listAudit.all(before, options.limit).map(rows.fromAuditTableRow));
  }

  getAudit(id: string): { readonly row: StoredAudit; readonly undo: PolicyRows } | undefined {
    return this.#guarded(() => {
      const found = this.#sql.getAudit.get(id);
      return found && { row: rows.fromAuditTableRow(found), undo: rows.fromUndo(id, found.undo) };
    });
  }

  auditSize(): { readonly rows: number; readonly oldestAt: string | null } {
    return this.#guarded(() => this.#sql.auditSize.get() ?? { rows: 0, oldestAt: null });
  }

  trimAudit({ keepRows, before = "" }: { readonly keepRows: number; readonly before?: string }): number {
    return this.#guardedWrite(() => this.#sql.trimAudit.run({ keepRows, before }).changes);
  }

  /** The copy is of one revision; commits made while it runs go into it. The file must not exist. */
  async backup(path: string, progress?: (share: number) => void): Promise<void> {
    this.#guarded(() => {
      if (createPrivate(path) === "there") throw new StoreError("failed", `${path} exists already`);
    });
    try {
      await this.#database.backup(path, {
        progress: ({ totalPages, remainingPages }) => {
          if (totalPages > 0) progress?.((totalPages - remainingPages) / totalPages);
          return BACKUP_PAGES;
        },
      });
    } catch (error) {
      rmSync(path, { force: true });
      throw toStoreError(error);
    }
  }

  close(): void {
    this.#log?.close();
    if (this.#database.open) this.#database.close();
    this.#lock.release();
  }

  #load(): StoredPolicy {
    const policy = this.#sql.policy.get();
    if (!policy) throw new StoreError("failed", "the policy's own row is missing");
    return {
      revision: rows.fromRevision(policy.revision),
      tokens: this.#sql.tokens.all().map(rows.fromTokenRow),
      tags: this.#sql.tags.all().map(rows.fromTagRow),
      permissions: this.#sql.permissions.all().map(rows.fromPermissionRow),
      settings: rows.fromSettings(policy.settings),
    };
  }

  #commit(change: PolicyChange, audit: AuditRow, reverts: string | undefined): void {
    const sql = this.#sql;
    if (audit.revision !== change.revision) throw new StoreError("failed", "the audit row belongs to another revision");
    if (sql.raiseRevision.run(change.revision).changes !== 1) {
      const stored = sql.policy.get()?.revision;
      throw new StoreError("failed", `the change makes revision ${change.revision}, the stored one is ${stored}`);
    }
    this.#write(change.rows);
    sql.addAudit.run(rows.toAuditTableRow(audit, change.undo));
    if (reverts !== undefined && sql.markReverted.run(change.revision, reverts).changes !== 1) {
      throw new StoreError("failed", "the change to revert is not in the audit");
    }
  }

  #write({ tokens, tags, permissions, settings, rooms, library, ...deleted }: PolicyRows): void {
    const sql = this.#sql;
    for (const id of deleted.deletedPermissions) sql.deletePermission.run(id);
    for (const id of deleted.deletedTags) sql.deleteTag.run(id);
    for (const id of deleted.deletedTokens) sql.deleteToken.run(id);
    for (const { id } of tokens) sql.parkToken.run(id);
    for (const { id } of tags) sql.parkTag.run(id);
    for (const { id } of permissions) sql.parkPermission.run(id);
    for (const token of tokens) sql.putToken.run(rows.toTokenRow(token));
    for (const tag of tags) sql.putTag.run(rows.toTagRow(tag));
    for (const permission of permissions) sql.putPermission.run(rows.toPermissionRow(permission));
    if (rooms) this.chat.take(rooms);
    if (library) this.#writeDocuments(library);
    if (settings) sql.putSettings.run(JSON.stringify(settings));
  }

  #writeDocuments({ put, deleted }: LibraryChange): void {
    for (const id of deleted) this.#sql.deleteDocument.run(id);
    for (const document of put) this.#sql.putDocument.run(rows.toDocumentRow(document));
  }

  #guardedWrite<T>(run: () => T): T {
    return this.#guarded(() => {
      if (!this.#watch.isThere) {
        throw new StoreError(
          "gone",
          `${this.#database.name} was moved, replaced or deleted; restart with the right data folder`,
        );
      }
      return run();
    });
  }

  #guarded<T>(run: () => T): T {
    if (!this.#database.open) throw new StoreError("failed", "the store is closed");
    try {
      return run();
    } catch (error) {
      throw toStoreError(error);
    }
  }
}
