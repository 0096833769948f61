/** Owns a store that forgets: the policy of a broker without a data folder, and of most tests. */
import type { LibraryDocument } from "../contract/library.ts";
import type { Permission, Settings, Tag } from "../contract/nouns.ts";
import {
  type AuditEffect,
  type AuditRow,
  type LibraryChange,
  type PolicyChange,
  type PolicyRows,
  type Store,
  type StoredAudit,
  type StoredPolicy,
  type StoredToken,
  StoreError,
} from "../ports/store.ts";
import { MemoryChatStore } from "./memory-store/memory-chat-store.ts";

interface Tables {
  readonly tokens: Map<string, StoredToken>;
  readonly tags: Map<string, Tag>;
  readonly permissions: Map<string, Permission>;
  readonly settings: Settings | null;
}

/** `new MemoryStore()`: empty, revision 0. As strict as the database: unique secrets, patterns and pairs, no dangling permission. */
export class MemoryStore implements Store {
  readonly chat = new MemoryChatStore(() => this.#assertOpen());
  #revision = 0;
  #tables: Tables = { tokens: new Map(), tags: new Map(), permissions: new Map(), settings: null };
  /** Oldest first. */
  readonly #audit: { row: StoredAudit; readonly undo: PolicyRows }[] = [];
  #documents: ReadonlyMap<string, LibraryDocument> = new Map();
  #closed = false;

  load(): StoredPolicy {
    this.#assertOpen();
    const { tokens, tags, permissions, settings } = this.#tables;
    return structuredClone({
      revision: this.#revision,
      tokens: [...tokens.values()],
      tags: [...tags.values()],
      permissions: [...permissions.values()],
      settings,
    });
  }

  commit(change: PolicyChange, audit: AuditRow, reverts?: string): void {
    this.#assertOpen();
    if (change.revision !== this.#revision + 1) {
      throw failed(`the change makes revision ${change.revision}, the stored one is ${this.#revision}`);
    }
    if (audit.revision !== change.revision) throw failed("the audit row belongs to another revision");
    if (this.#audit.some(({ row }) => row.id === audit.id)) throw failed("the audit row is there already");
    if (reverts !== undefined && !this.#audit.some(({ row }) => row.id === reverts)) {
      throw failed("the change to revert is not in the audit");
    }
    const { rows, undo, audited } = structuredClone({ rows: change.rows, undo: change.undo, audited: audit });
    const documents = withDocuments(this.#documents, change.rows.library);
    const next = withRows(this.#tables, rows);
    assertSound(next);
    if (rows.rooms !== undefined) this.chat.take(rows.rooms);
    // Nothing below can fail: everything changes or nothing.
    const reverted = this.#audit.find(({ row }) => row.id === reverts);
    if (reverted) reverted.row = { ...reverted.row, revertedBy: change.revision };
    const row: StoredAudit = { ...audited, effect: null, revertedBy: null };
    this.#audit.push({ row, undo });
    this.#tables = next;
    this.#documents = documents;
    this.#revision = change.revision;
  }

  listDocuments(): readonly LibraryDocument[] {
    this.#assertOpen();
    return structuredClone([...this.#documents.values()]);
  }

  writeDocuments(change: LibraryChange): void {
    this.#assertOpen();
    this.#documents = withDocuments(this.#documents, change);
  }

  recordEffect(auditId: string, effect: AuditEffect): void {
    this.#assertOpen();
    const entry = this.#audit.find(({ row }) => row.id === auditId);
    if (!entry) throw failed("there is no such audit row");
    entry.row = { ...entry.row, effect: structuredClone(effect) };
  }

  listAudit(options: { readonly before?: number; readonly limit: number }): readonly StoredAudit[] {
    this.#assertOpen();
    const before = options.before ?? Number.POSITIVE_INFINITY;
    const below = this.#audit.filter(({ row }) => row.revision < before).reverse();
    return structuredClone(below.slice(0, options.limit).map(({ row }) => row));
  }

  getAudit(id: string): { readonly row: StoredAudit; readonly undo: PolicyRows } | undefined {
    this.#assertOpen();
    return structuredClone(this.#audit.find(({ row }) => row.id === id));
  }

  auditSize(): { readonly rows: number; readonly oldestAt: string | null } {
    this.#assertOpen();
    return { rows: this.#audit.length, oldestAt: this.#audit[0]?.row.at ?? null };
  }

  trimAudit({ keepRows, before = "" }: { readonly keepRows: number; readonly before?: string }): number {
    this.#assertOpen();
    const { length } = this.#audit;
    const kept = this.#audit.filter(
      ({ row }, at) => at === length - 1 || (at >= length - keepRows && row.at >= before),
    );
    this.#audit.splice(0, length, ...kept);
    return length - kept.length;
  }

  async backup(_path: string): Promise<void> {
    throw failed("this broker keeps its policy in memory; there is no database to copy");
  }

  close(): void {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) throw failed("the store is closed");
  }
}

function failed(message: string): StoreError {
  return new StoreError("failed", message);
}

function withDocuments(documents: ReadonlyMap<string, LibraryDocument>, change: LibraryChange | undefined) {
  if (change === undefined) return documents;
  const next = new Map(documents);
  for (const id of change.deleted) next.delete(id);
  for (const document of structuredClone(change.put)) next.set(document.id, document);
  return next;
}

function withRows(tables: Tables, rows: PolicyRows): Tables {
  const next = {
    tokens: new Map(tables.tokens),
    tags: new Map(tables.tags),
    permissions: new Map(tables.permissions),
    settings: rows.settings ?? tables.settings,
  };
  for (const id of rows.deletedPermissions) next.permissions.delete(id);
  for (const id of rows.deletedTags) next.tags.delete(id);
  for (const id of rows.deletedTokens) next.tokens.delete(id);
  for (const token of rows.tokens) next.tokens.set(token.id, token);
  for (const tag of rows.tags) next.tags.set(tag.id, tag);
  for (const permission of rows.permissions) next.permissions.set(permission.id, permission);
  return next;
}

function assertSound({ tokens, tags, permissions }: Tables): void {
  assertUnique(tokens.values(), (token) => token.secretHash, "two tokens have the same secret");
  assertUnique(tags.values(), (tag) => tag.pattern, "two tags have the same pattern");
  assertUnique(
    permissions.values(),
    (each) => JSON.stringify([each.tokenId, each.tagId]),
    "two permissions of one pair",
  );
  for (const permission of permissions.values()) {
    if (!tokens.has(permission.tokenId)) throw failed("a permission's token is missing");
    if (!tags.has(permission.tagId)) throw failed("a permission's tag is missing");
  }
}

function assertUnique<T>(rows: Iterable<T>, key: (row: T) => string, message: string): void {
  const seen = new Set<string>();
  for (const row of rows) {
    if (seen.has(key(row))) throw failed(message);
    seen.add(key(row));
  }
}
