/** Owns the messages of chat rooms on disk: written at once, read when they are durable. */
import type Database from "better-sqlite3";
import type { AddedMessages, ChatStore, StoredRoomMessage, StoredRoomMessageDraft } from "../../ports/chat-store.ts";
import { StoreError } from "../../ports/store.ts";
import { type ChatStatements, type MessageRow, positionOf } from "./chat-statements.ts";
import { toStoreError } from "./faults.ts";
import type { LogSync } from "./log-sync.ts";
import { subjectFrom } from "./rows.ts";
import { unhurried } from "./unhurried.ts";

/** Messages that are written and not durable yet: all from this id on. */
interface Unsettled {
  readonly from: number;
  /** The disk refused them, and they could not be taken back yet. */
  isCondemned: boolean;
}

type Settled = Parameters<ChatStore["addMessages"]>[2];

/** Both refuse calls after the close, and name faults as the Store port does; `writing` also when the file is not there any more. */
export interface StoreAccess {
  readonly reading: <T>(run: () => T) => T;
  readonly writing: <T>(run: () => T) => T;
}

export interface MessageParts {
  readonly database: Database.Database;
  readonly sql: ChatStatements;
  readonly access: StoreAccess;
  /** Asked when there is something to sync. */
  readonly log: () => LogSync;
}

export class SqliteMessages {
  readonly #parts: MessageParts;
  /** Messages kept of each room that was written to, so that pruning need not count. */
  readonly #counts = new Map<number, number>();
  #unsettled: Unsettled | null = null;

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  add(drafts: readonly StoredRoomMessageDraft[], keep: number, settled: Settled): AddedMessages {
    const { database, access, log } = this.#parts;
    const { sync, messages } = access.writing(() => {
      const { sync } = log();
      return { sync, messages: unhurried(database, () => this.#write(drafts, keep)) };
    });
    const from = messages[0]?.id;
    if (from === undefined) return { messages, isDurable: true };
    const unsettled = { from, isCondemned: false };
    this.#unsettled = unsettled;
    sync((error) => {
      // Another commit has waited for them meanwhile, and the disk took that.
      if (this.#unsettled !== unsettled) return;
      if (error === null) this.#unsettled = null;
      else this.#condemn(unsettled);
      settled(error === null ? null : toStoreError(error));
    });
    return { messages, isDurable: false };
  }

  addNow(drafts: readonly StoredRoomMessageDraft[], keep: number): readonly StoredRoomMessage[] {
    const messages = this.#write(drafts, keep);
    // The wait of this commit was for all of the log.
    this.#unsettled = null;
    return messages;
  }

  /** Below this id everything is durable, and so read. */
  get settledBelow(): number {
    return this.#unsettled?.from ?? Number.MAX_SAFE_INTEGER;
  }

  list({ room, before = this.settledBelow, limit }: { room: string; before?: number; limit: number }) {
    const below = Math.min(before, this.settledBelow);
    return this.#parts.access.reading(() =>
      this.#parts.sql.messages.all(room, below, limit).map((row) => fromRow(row, room)),
    );
  }

  /** The room is deleted. */
  forgetCount(position: number): void {
    this.#counts.delete(position);
  }

  /** Until they are taken back nobody reads them, and nothing is written. */
  #condemn(unsettled: Unsettled): void {
    unsettled.isCondemned = true;
    try {
      this.#takeBack(unsettled);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }

  #takeBack({ from }: Unsettled): void {
    this.#transaction(() => this.#parts.sql.deleteFrom.run(from));
    // Pages that a disk refused once count as written. The log begins anew, or what comes later would stand behind a gap in it.
    const busy = this.#parts.access.writing(() =>
      this.#parts.database.pragma("wal_checkpoint(TRUNCATE)", { simple: true }),
    );
    if (busy !== 0) throw new StoreError("busy", "the log cannot begin anew while somebody reads it");
    this.#counts.clear();
    this.#unsettled = null;
  }

  #write(drafts: readonly StoredRoomMessageDraft[], keep: number): StoredRoomMessage[] {
    if (this.#unsettled?.isCondemned) this.#takeBack(this.#unsettled);
    return this.#transaction(() => {
      // A commit of nothing would not wait for the disk.
      if (drafts.length === 0) this.#parts.sql.touch.run();
      return drafts.map((draft) => this.#writeOne(draft, keep));
    });
  }

  #writeOne(draft: StoredRoomMessageDraft, keep: number): StoredRoomMessage {
    const { sql } = this.#parts;
    const position = positionOf(sql, draft.room);
    const { body, author, createdAt } = draft;
    const { userType = null, userId = null, username = null } = author ?? {};
    const id = Number(sql.addMessage.run(position, body, userType, userId, username, createdAt).lastInsertRowid);
    this.#prune(position, keep);
    return { ...draft, id };
  }

  /** In steps of a tenth: a room at its bound would otherwise pay for a delete with every message. */
  #prune(position: number, keep: number): void {
    const { sql } = this.#parts;
    const count = (this.#counts.get(position) ?? (sql.count.get(position)?.count ?? 1) - 1) + 1;
    this.#counts.set(position, count);
    if (count <= keep + keep / 10) return;
    sql.prune.run(position, position, keep);
    this.#counts.set(position, keep);
  }

  #transaction<T>(write: () => T): T {
    const { database, access } = this.#parts;
    try {
      return access.writing(() => database.transaction(write).immediate());
    } catch (error) {
      // What was counted may have been rolled back.
      this.#counts.clear();
      throw error;
    }
  }
}

export function fromRow(row: MessageRow, room: string): StoredRoomMessage {
  return { id: row.id, room, body: row.body, author: subjectFrom(row), createdAt: row.created_at };
}
