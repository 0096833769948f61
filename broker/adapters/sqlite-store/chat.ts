/** Owns chat rooms and their members on disk: each call one transaction. */
import type Database from "better-sqlite3";
import { RoomKind } from "../../contract/rooms.ts";
import type {
  AddedMessages,
  ChatStore,
  LoadedRoom,
  RoomsChange,
  StoredMember,
  StoredRoom,
  StoredRoomMessage,
  StoredRoomMessageDraft,
} from "../../ports/chat-store.ts";
import { fromRow, SqliteMessages, type StoreAccess } from "./chat-messages.ts";
import { type ChatStatements, positionOf, prepareChat } from "./chat-statements.ts";
import type { LogSync } from "./log-sync.ts";
import { readable, subjectFrom } from "./rows.ts";

export class SqliteChatStore implements ChatStore {
  readonly #database: Database.Database;
  readonly #sql: ChatStatements;
  readonly #access: StoreAccess;
  readonly #messages: SqliteMessages;

  /** `log` is asked when there is something to sync. */
  constructor(database: Database.Database, access: StoreAccess, log: () => LogSync) {
    this.#database = database;
    this.#sql = prepareChat(database);
    this.#access = access;
    this.#messages = new SqliteMessages({ database, sql: this.#sql, access, log });
  }

  loadRooms(): readonly LoadedRoom[] {
    return this.#access.reading(() => this.#database.transaction(() => this.#loadRooms())());
  }

  addRoom(room: StoredRoom): void {
    this.#writing(() => this.#addRoom(room));
  }

  /** Inside the transaction of an edit. @throws StoreError (kind "failed") when a name is taken or missing, or a member is one already */
  take({ deleted, made, changed }: RoomsChange): void {
    for (const name of deleted) this.#deleteRoom(name);
    for (const room of made) this.#addRoom(room);
    for (const { name, kind, added, removed } of changed) {
      const position = positionOf(this.#sql, name);
      if (kind !== undefined) this.#sql.setKind.run(kind, position);
      for (const { subject } of removed) this.#sql.removeMember.run(name, subject.userType, subject.userId);
      for (const member of added) this.#addMember(position, member);
    }
  }

  addMessages(...[drafts, keep, settled]: Parameters<ChatStore["addMessages"]>): AddedMessages {
    return this.#messages.add(drafts, keep, settled);
  }

  addMessagesNow(drafts: readonly StoredRoomMessageDraft[], keep: number): readonly StoredRoomMessage[] {
    return this.#messages.addNow(drafts, keep);
  }

  messages(options: Parameters<ChatStore["messages"]>[0]): readonly StoredRoomMessage[] {
    return this.#messages.list(options);
  }

  #loadRooms(): LoadedRoom[] {
    const members = Map.groupBy(this.#sql.members.all(), ({ room }) => room);
    const below = this.#messages.settledBelow;
    const last = new Map(this.#sql.lastMessages.all(below).map((row) => [row.room, row]));
    return this.#sql.rooms.all(below).map(({ position, name, kind, created_at, messages }) => {
      const newest = last.get(position);
      return {
        name,
        kind: readable("chat room", name, () => RoomKind.parse(kind)),
        createdAt: created_at,
        members: (members.get(position) ?? []).flatMap((row) => {
          const subject = subjectFrom(row);
          return subject === null ? [] : [{ subject, addedAt: row.added_at }];
        }),
        messages,
        last: newest === undefined ? null : fromRow(newest, name),
      };
    });
  }

  #addRoom({ name, kind, createdAt, members }: StoredRoom): void {
    const position = Number(this.#sql.addRoom.run(name, kind, createdAt).lastInsertRowid);
    for (const member of members) this.#addMember(position, member);
  }

  #deleteRoom(name: string): void {
    const position = this.#sql.position.get(name)?.position;
    if (position === undefined) return;
    this.#messages.forgetCount(position);
    this.#sql.deleteRoom.run(position);
  }

  #addMember(position: number, { subject, addedAt }: StoredMember): void {
    this.#sql.addMember.run(position, subject.userType, subject.userId, subject.username ?? null, addedAt);
  }

  #writing<T>(write: () => T): T {
    return this.#access.writing(() => this.#database.transaction(write).immediate());
  }
}
