/** Owns the Store port: the durable policy, its audit journal and the library beside it. Synchronous, so that commit, swap and sweep are one turn. */
import type { LibraryDocument } from "../contract/library.ts";
import type { Permission, Settings, Subject, Tag } from "../contract/nouns.ts";
import type { ChatStore, RoomsChange } from "./chat-store.ts";

/** A token as it is stored: its secret only as a hash to look it up by, and sealed to show it again. */
export interface StoredToken {
  readonly id: string;
  readonly name: string | null;
  /** SHA-256 of the secret, lower-case hex; unique. */
  readonly secretHash: string;
  /** AES-256-GCM box of the secret, base64 (see the Secrets port). */
  readonly sealedSecret: string;
  readonly secretHint: string;
  readonly maxConnections: number;
  readonly enabled: boolean;
  /** ISO 8601 UTC. */
  readonly expiresAt: string | null;
  readonly subject: Subject | null;
  readonly messagesPerSecond: number | null;
  readonly burst: number | null;
  readonly note: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What is edited with the policy and is none, by the name of its section; absent where an edit does not touch it. */
export interface SectionRows {
  /** The whole settings, when they change. The one section that is part of the policy. */
  readonly settings?: Settings;
  readonly rooms?: RoomsChange;
  /** Topics are kept by the history; here an edit of them stands for its audit row and its undo alone. */
  readonly topics?: readonly TopicEdit[];
  /** No undo takes it back. */
  readonly library?: LibraryChange;
}

/** Rows that one edit writes and deletes. Deletes are applied first, then puts (insert or replace by id). */
export interface PolicyRows extends SectionRows {
  readonly tokens: readonly StoredToken[];
  readonly tags: readonly Tag[];
  readonly permissions: readonly Permission[];
  readonly deletedTokens: readonly string[];
  readonly deletedTags: readonly string[];
  readonly deletedPermissions: readonly string[];
}

/** An operator's edit of a topic. `metadata` is the text of a JSON object. */
export type TopicEdit =
  | { readonly kind: "make" | "describe"; readonly name: string; readonly metadata: string }
  | { readonly kind: "delete"; readonly name: string };

/** Documents of the library that one write puts (insert or replace by id) and deletes. Deletes are applied first. */
export interface LibraryChange {
  readonly put: readonly LibraryDocument[];
  readonly deleted: readonly string[];
}

/** One committed change. `undo` holds the rows that take it back. */
export interface PolicyChange {
  /** The revision that this change makes; always the stored one plus 1. */
  readonly revision: number;
  readonly rows: PolicyRows;
  readonly undo: PolicyRows;
}

export interface ChangeSummary {
  readonly subject: string;
  readonly object: string;
  readonly before: string;
  readonly after: string;
}

/** An audit row, written in the transaction of its change. Holds no secret in a field that views read. */
export interface AuditRow {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly revision: number;
  readonly actor: string;
  readonly summary: readonly ChangeSummary[];
  /** False for changes that undo cannot take back (none today but an import into an empty store). */
  readonly revertible: boolean;
}

/** What a change did to live sessions; recorded after the close frames are out. */
export interface AuditEffect {
  readonly closed: number;
  readonly codes: readonly { readonly code: number; readonly count: number }[];
}

export interface StoredAudit extends AuditRow {
  readonly effect: AuditEffect | null;
  readonly revertedBy: number | null;
}

export interface StoredPolicy {
  readonly revision: number;
  readonly tokens: readonly StoredToken[];
  readonly tags: readonly Tag[];
  readonly permissions: readonly Permission[];
  /** null in a store that was never written. */
  readonly settings: Settings | null;
}

/** The write did not happen, whole or in part; the store is as before the call. `gone`: its file was moved, replaced or deleted meanwhile. */
export class StoreError extends Error {
  readonly kind: "busy" | "full" | "gone" | "failed";
  constructor(kind: "busy" | "full" | "gone" | "failed", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.kind = kind;
  }
}

/**
 * Order and atomicity: `commit` is one transaction; when it returns the change is durable (survives SIGKILL), when it throws
 * nothing of it is stored. There is one writer. Calls after `close` throw.
 */
export interface Store {
  /** Rooms and conversations, in the same database; no part of the policy. An operator's edit of rooms is a `commit`. */
  readonly chat: ChatStore;
  /** The whole policy as last committed. */
  load(): StoredPolicy;
  /**
   * Writes the rows, the audit row and the revision. `reverts` marks that audit row as undone by this revision.
   * @throws StoreError; also (kind "failed") when `change.revision` is not the stored revision plus 1.
   */
  commit(change: PolicyChange, audit: AuditRow, reverts?: string): void;
  /** Documents of the library in the order of their first put. */
  listDocuments(): readonly LibraryDocument[];
  /** Writes documents: all or nothing, durable when it returns; moves no revision and leaves no audit row. @throws StoreError */
  writeDocuments(change: LibraryChange): void;
  /** Records what the change did. Losing this in a crash is harmless. @throws StoreError */
  recordEffect(auditId: string, effect: AuditEffect): void;
  /** Newest first; `before` is the revision to continue below. At most `limit` rows. */
  listAudit(options: { readonly before?: number; readonly limit: number }): readonly StoredAudit[];
  /** The audit row and the rows that undo it; undefined when there is none. */
  getAudit(id: string): { readonly row: StoredAudit; readonly undo: PolicyRows } | undefined;
  /** How much the journal holds. */
  auditSize(): { readonly rows: number; readonly oldestAt: string | null };
  /**
   * Takes away audit rows beyond the newest `keepRows`, and those from before `before` (ISO 8601); the newest row always stays. Answers
   * how many went. @throws StoreError
   */
  trimAudit(bounds: { readonly keepRows: number; readonly before?: string }): number;
  /** Copies the whole store into a new file while it goes on serving; `progress` hears a share of 0 to 1. @throws StoreError */
  backup(path: string, progress?: (share: number) => void): Promise<void>;
  /** Harmless twice. */
  close(): void;
}
