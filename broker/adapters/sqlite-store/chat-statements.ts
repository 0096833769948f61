/** Owns the SQL of chat rooms, prepared once. */
import type Database from "better-sqlite3";
import { StoreError } from "../../ports/store.ts";

export interface RoomRow {
  readonly position: number;
  readonly name: string;
  readonly kind: string;
  readonly created_at: string;
  readonly messages: number;
}

export interface MemberRow {
  readonly room: number;
  readonly user_type: string;
  readonly user_id: string;
  readonly username: string | null;
  readonly added_at: string;
}

export interface MessageRow {
  readonly id: number;
  readonly body: string;
  readonly user_type: string | null;
  readonly user_id: string | null;
  readonly username: string | null;
  readonly created_at: string;
}

/** What this room uses of a prepared statement. */
interface Prepared<P extends unknown[], R> {
  run(...values: P): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  get(...values: P): R | undefined;
  all(...values: P): R[];
}

export type ChatStatements = ReturnType<typeof prepareChat>;

export function prepareChat(database: Database.Database) {
  const sql = <P extends unknown[], R = unknown>(text: string): Prepared<P, R> => database.prepare<P, R>(text);
  return {
    rooms: sql<[number], RoomRow>(
      `SELECT position, name, kind, created_at,
         (SELECT count(*) FROM chat_message WHERE room = position AND id < ?) AS messages
       FROM chat_room ORDER BY position`,
    ),
    position: sql<[string], { position: number }>("SELECT position FROM chat_room WHERE name = ?"),
    addRoom: sql<[string, string, string]>("INSERT INTO chat_room (name, kind, created_at) VALUES (?, ?, ?)"),
    setKind: sql<[string, number]>("UPDATE chat_room SET kind = ? WHERE position = ?"),
    deleteRoom: sql<[number]>("DELETE FROM chat_room WHERE position = ?"),
    members: sql<[], MemberRow>(
      "SELECT room, user_type, user_id, username, added_at FROM chat_member ORDER BY position",
    ),
    addMember: sql<[number, string, string, string | null, string]>(
      "INSERT INTO chat_member (room, user_type, user_id, username, added_at) VALUES (?, ?, ?, ?, ?)",
    ),
    removeMember: sql<[string, string, string]>(
      `DELETE FROM chat_member
       WHERE room = (SELECT position FROM chat_room WHERE name = ?) AND user_type = ? AND user_id = ?`,
    ),
    addMessage: sql<[number, string, string | null, string | null, string | null, string]>(
      "INSERT INTO chat_message (room, body, user_type, user_id, username, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    deleteFrom: sql<[number]>("DELETE FROM chat_message WHERE id >= ?"),
    /** Changes nothing, and is a write all the same. */
    touch: sql<[]>("UPDATE policy SET revision = revision"),
    count: sql<[number], { count: number }>("SELECT count(*) AS count FROM chat_message WHERE room = ?"),
    prune: sql<[number, number, number]>(
      `DELETE FROM chat_message WHERE room = ? AND id <= (
         SELECT id FROM chat_message WHERE room = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    ),
    lastMessages: sql<[number], MessageRow & { room: number }>(
      `SELECT id, room, body, user_type, user_id, username, created_at FROM chat_message
       WHERE id IN (SELECT max(id) FROM chat_message WHERE id < ? GROUP BY room)`,
    ),
    messages: sql<[string, number, number], MessageRow>(
      `SELECT id, body, user_type, user_id, username, created_at FROM chat_message
       WHERE room = (SELECT position FROM chat_room WHERE name = ?) AND id < ? ORDER BY id DESC LIMIT ?`,
    ),
  };
}

/** Where the room stands in the database. @throws StoreError (kind "failed") when there is none */
export function positionOf(sql: ChatStatements, room: string): number {
  const found = sql.position.get(room);
  if (found === undefined) throw new StoreError("failed", "the room is missing");
  return found.position;
}
