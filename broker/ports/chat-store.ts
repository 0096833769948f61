/** Owns the ChatStore port: chat rooms, their members and what was said in them. Synchronous and durable like the Store beside it. */
import type { Subject } from "../contract/nouns.ts";
import type { RoomKind } from "../contract/rooms.ts";

export interface StoredMember {
  readonly subject: Subject;
  /** ISO 8601 UTC. */
  readonly addedAt: string;
}

export interface StoredRoom {
  /** Unique. */
  readonly name: string;
  readonly kind: RoomKind;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** In the order in which they were added; no subject twice. */
  readonly members: readonly StoredMember[];
}

export interface StoredRoomMessageDraft {
  readonly room: string;
  readonly body: string;
  /** null: the broker itself, or its operator. */
  readonly author: Subject | null;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
}

export interface StoredRoomMessage extends StoredRoomMessageDraft {
  /** Grows with every message of the store and is never given twice. */
  readonly id: number;
}

export interface LoadedRoom extends StoredRoom {
  /** Messages that are kept of it. */
  readonly messages: number;
  /** The newest of them. */
  readonly last: StoredRoomMessage | null;
}

/** What an edit changes of one room. Members leave first; one who is no member may be named. */
export interface RoomDelta {
  readonly name: string;
  /** Absent stays as it is. */
  readonly kind?: RoomKind;
  readonly added: readonly StoredMember[];
  readonly removed: readonly StoredMember[];
}

/** What an edit changes of the rooms; a deleted one goes with its messages. Deletes are applied first. */
export interface RoomsChange {
  readonly deleted: readonly string[];
  readonly made: readonly StoredRoom[];
  readonly changed: readonly RoomDelta[];
}

/**
 * Order and atomicity: each call is one transaction. When it returns, what it wrote is durable (survives SIGKILL); when it throws, nothing
 * of it is stored. Every call throws StoreError.
 */
export interface ChatStore {
  /** All rooms in the order in which they were made. */
  loadRooms(): readonly LoadedRoom[];
  /** @throws StoreError (kind "failed") when the name is taken */
  addRoom(room: StoredRoom): void;
  /** The room goes with its members and messages; false when there is none. */
  deleteRoom(name: string): boolean;
  /** @throws StoreError (kind "failed") when the room is missing or the subject is a member already */
  addMember(room: string, member: StoredMember): void;
  /** False when the subject was no member. */
  removeMember(room: string, subject: Subject): boolean;
  /**
   * Keeps the message and gives it its id. Of the room at least the newest `keep` messages stay, and at most a tenth more.
   * @throws StoreError (kind "failed") when the room is missing
   */
  addMessage(message: StoredRoomMessageDraft, keep: number): StoredRoomMessage;
  /** Newest first: at most `limit` messages of the room with an id below `before`. */
  messages(options: {
    readonly room: string;
    readonly before?: number;
    readonly limit: number;
  }): readonly StoredRoomMessage[];
}
