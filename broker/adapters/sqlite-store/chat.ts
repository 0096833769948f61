/** Owns chat rooms on disk: each call one transaction, durable before it returns. */
import type Database from "better-sqlite3";
import type { Subject } from "../../contract/nouns.ts";
import { RoomKind } from "../../contract/rooms.ts";
import type {
  ChatStore,
  LoadedRoom,
  RoomsChange,
  StoredMember,
  StoredRoom,
  StoredRoomMessage,
  StoredRoomMessageDraft,
} from "../../ports/chat-store.ts";
import { StoreError } from "../../ports/store.ts";
import { type ChatStatements, type MessageRow, prepareChat } from "./chat-statements.ts";

export class SqliteChatStore implements ChatStore {
  readonly #database: Database.Database;
  readonly #sql: ChatStatements;
  readonly #guarded: <T>(run: () => T) => T;
  /** Messages kept of each room that was written to, so that pruning need not count. */
  readonly #counts = new Map<number, number>();

  /** `guarded` refuses calls after the close, and names faults as the Store port does. */
  constructor(database: Database.Database, guarded: <T>(run: () => T) => T) {
    this.#database = database;
    this.#sql = prepareChat(database);
    this.#guarded = guarded;
  }

  loadRooms(): readonly LoadedRoom[] {
    return this.#guarded(() => this.#database.transaction(() => this.#loadRooms())());
  }

  addRoom(room: StoredRoom): void {
    this.#writing(() => this.#addRoom(room));
  }

  deleteRoom(name: string): boolean {
    return this.#writing(() => this.#deleteRoom(name));
  }

  /** Inside the transaction of an edit. @throws StoreError (kind "failed") when a name is taken or missing, or a member is one already */
  take({ deleted, made, changed }: RoomsChange): void {
    for (const name of deleted) this.#deleteRoom(name);
    for (const room of made) this.#addRoom(room);
    for (const { name, kind, added, removed } of changed) {
      const position = this.#positionOf(name);
      if (kind !== undefined) this.#sql.setKind.run(kind, position);
      for (const { subject } of removed) this.#sql.removeMember.run(name, subject.userType, subject.userId);
      for (const member of added) this.#addMember(position, member);
    }
  }

  addMember(room: string, member: StoredMember): void {
    this.#writing(() => this.#addMember(this.#positionOf(room), member));
  }

  removeMember(room: string, { userType, userId }: Subject): boolean {
    return this.#writing(() => this.#sql.removeMember.run(room, userType, userId).changes === 1);
  }

  addMessage(draft: StoredRoomMessageDraft, keep: number): StoredRoomMessage {
    return this.#writing(() => {
      const position = this.#positionOf(draft.room);
      const { body, author, createdAt } = draft;
      const values = [position, body, author?.userType ?? null, author?.userId ?? null, createdAt] as const;
      const id = Number(this.#sql.addMessage.run(...values).lastInsertRowid);
      this.#prune(position, keep);
      return { ...draft, id };
    });
  }

  messages(options: { readonly room: string; readonly before?: number; readonly limit: number }) {
    const { room, before = Number.MAX_SAFE_INTEGER, limit } = options;
    return this.#guarded(() => this.#sql.messages.all(room, before, limit).map((row) => fromRow(row, room)));
  }

  #loadRooms(): LoadedRoom[] {
    const members = Map.groupBy(this.#sql.members.all(), ({ room }) => room);
    const last = new Map(this.#sql.lastMessages.all().map((row) => [row.room, row]));
    return this.#sql.rooms.all().map(({ position, name, kind, created_at, messages }) => {
      const newest = last.get(position);
      return {
        name,
        kind: RoomKind.parse(kind),
        createdAt: created_at,
        members: (members.get(position) ?? []).map(({ user_type, user_id, added_at }) => ({
          subject: { userType: user_type, userId: user_id },
          addedAt: added_at,
        })),
        messages,
        last: newest === undefined ? null : fromRow(newest, name),
      };
    });
  }

  #addRoom({ name, kind, createdAt, members }: StoredRoom): void {
    const position = Number(this.#sql.addRoom.run(name, kind, createdAt).lastInsertRowid);
    for (const member of members) this.#addMember(position, member);
  }

  #deleteRoom(name: string): boolean {
    const position = this.#sql.position.get(name)?.position;
    if (position === undefined) return false;
    this.#counts.delete(position);
    return this.#sql.deleteRoom.run(position).changes === 1;
  }

  #addMember(position: number, { subject, addedAt }: StoredMember): void {
    this.#sql.addMember.run(position, subject.userType, subject.userId, addedAt);
  }

  #positionOf(room: string): number {
    const found = this.#sql.position.get(room);
    if (found === undefined) throw new StoreError("failed", "the room is missing");
    return found.position;
  }

  /** In steps of a tenth: a room at its bound would otherwise pay for a delete with every message. */
  #prune(position: number, keep: number): void {
    const count = (this.#counts.get(position) ?? (this.#sql.count.get(position)?.count ?? 1) - 1) + 1;
    this.#counts.set(position, count);
    if (count <= keep + keep / 10) return;
    this.#sql.prune.run(position, position, keep);
    this.#counts.set(position, keep);
  }

  #writing<T>(write: () => T): T {
    try {
      return this.#guarded(() => this.#database.transaction(write).immediate());
    } catch (error) {
      // What was counted may have been rolled back.
      this.#counts.clear();
      throw error;
    }
  }
}

function fromRow({ id, body, user_type, user_id, created_at }: MessageRow, room: string): StoredRoomMessage {
  const author = user_type === null || user_id === null ? null : { userType: user_type, userId: user_id };
  return { id, room, body, author, createdAt: created_at };
}
