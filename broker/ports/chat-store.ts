/** Owns the ChatStore port: chat rooms, their members and what was said in them. Synchronous and durable like the Store beside it. */
import type { Subject } from "../contract/nouns.ts";
import type { RoomKind } from "../contract/rooms.ts";
import type { StoreError } from "./store.ts";

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

/** Messages that were just added, in their order. */
export interface AddedMessages {
  readonly messages: readonly StoredRoomMessage[];
  /** They are durable already, and nobody is called. */
  readonly isDurable: boolean;
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
 * Order and atomicity: each call is one transaction. When it returns, what it wrote is durable (survives SIGKILL), but for `addMessages`; when
 * it throws, nothing of it is stored. Every call throws StoreError.
 */
export interface ChatStore {
  /** All rooms in the order in which they were made. */
  loadRooms(): readonly LoadedRoom[];
  /** Beside an edit, which brings its rooms in its commit. @throws StoreError (kind "failed") when the name is taken, or a member named twice */
  addRoom(room: StoredRoom): void;
  /**
   * Keeps the messages and gives each its id, without a wait for the disk: until they have settled nobody reads them. `settled` is called in a
   * later turn: with null when they are durable, with the error when all of them were taken back. The next call comes after that. Of each
   * room at least the newest `keep` messages stay, and at most a tenth more.
   * @throws StoreError (kind "failed") when a room is missing
   */
  addMessages(
    messages: readonly StoredRoomMessageDraft[],
    keep: number,
    settled: (error: StoreError | null) => void,
  ): AddedMessages;
  /**
   * The same at once, the caller waiting for the disk. It may come while others settle: when it returns those are durable too, and their
   * `settled` is not called any more; when it throws they go on as they were. No messages: waits for those alone.
   * @throws StoreError (kind "failed") when a room is missing
   */
  addMessagesNow(messages: readonly StoredRoomMessageDraft[], keep: number): readonly StoredRoomMessage[];
  /** Newest first: at most `limit` messages of the room with an id below `before`. */
  messages(options: {
    readonly room: string;
    readonly before?: number;
    readonly limit: number;
  }): readonly StoredRoomMessage[];
}
