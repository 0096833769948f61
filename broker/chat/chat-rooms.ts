/** Owns the chat rooms: each change is stored first, then in force, then announced. */
import type { Usernames } from "../access/usernames.ts";
import { LIMITS } from "../contract/limits.ts";
import type { Subject } from "../contract/nouns.ts";
import type { RoomMessage } from "../contract/rooms.ts";
import { Listeners } from "../faults/listeners.ts";
import type {
  ChatStore,
  RoomsChange,
  StoredRoom,
  StoredRoomMessage,
  StoredRoomMessageDraft,
} from "../ports/chat-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Log } from "../ports/log.ts";
import { StoreError } from "../ports/store.ts";
import type { Presence } from "../presence/presence.ts";
import type { Session } from "../sessions/session.ts";
import { type AvatarOf, authorOf } from "./author.ts";
import { ChatRoom } from "./chat-room.ts";
import { Posts } from "./posts.ts";

/** Announcements of what already happened, for views; nothing decides by them. */
export interface ChatListener {
  /** It is new, or its members, who is there, or its last message are others now. */
  changed(room: ChatRoom): void;
  said(room: ChatRoom, message: RoomMessage): void;
  gone(room: ChatRoom): void;
}

/** Who hears what became of a message. */
export interface Told {
  /** It is durable, and may be sent. */
  kept(message: RoomMessage): void;
  /** Nothing of it is stored. */
  refused(error: StoreError): void;
}

export interface ChatRoomParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly faults?: Faults | undefined;
  readonly store: ChatStore;
  readonly usernames: Usernames;
  readonly presence: Presence<Session>;
  readonly avatarOf: AvatarOf;
}

/** Every call that writes throws StoreError, with nothing changed. */
export class ChatRooms {
  readonly #rooms = new Map<string, ChatRoom>();
  readonly #listeners: Listeners<ChatListener>;
  readonly #parts: ChatRoomParts;
  readonly #posts: Posts;

  constructor(parts: ChatRoomParts) {
    this.#parts = parts;
    this.#listeners = new Listeners(parts.faults);
    this.#posts = new Posts(parts.store, parts.faults);
    for (const room of parts.store.loadRooms()) this.#rooms.set(room.name, new ChatRoom(room, parts.presence));
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** In the order in which they were made. */
  all(): Iterable<ChatRoom> {
    return this.#rooms.values();
  }

  get(name: string): ChatRoom | undefined {
    return this.#rooms.get(name);
  }

  /** The subject with what people call it now. */
  named(subject: Subject): Subject {
    return this.#parts.usernames.named(subject);
  }

  /** Returns a function that ends the listening. */
  listen(listener: ChatListener): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Takes an edit that has been stored already. From here on nobody enters a deleted room; closing whom the edit shuts out is the caller's, in
   * the same turn (H5).
   */
  take({ deleted, made, changed }: RoomsChange): void {
    for (const name of deleted) this.#forget(name);
    for (const room of made) this.#take(room);
    for (const { name, kind, added, removed } of changed) {
      const room = this.#rooms.get(name);
      if (room === undefined) continue;
      if (kind !== undefined) room.kind = kind;
      for (const { subject } of removed) room.removeMember(subject);
      for (const member of added) room.addMember(member);
      this.#announceChanged(room);
    }
  }

  /** The session stands, and its subject may be there. */
  enter(room: ChatRoom, session: Session, subject: Subject): void {
    this.#parts.presence.enter(room.topic, session, subject);
    this.#announceChanged(room);
  }

  /** The session has ended. */
  leave(room: ChatRoom, session: Session): void {
    this.#parts.presence.leave(room.topic, session);
    if (room.isOpen) this.#announceChanged(room);
  }

  /** H3: in the order of these calls `told` hears of each. The loop does not wait for the disk. The body is checked; `author` null is the operator; `createdAt` is an earlier time (ISO 8601 UTC). */
  post(room: ChatRoom, body: string, author: Subject | null, told: Told, createdAt?: string): void {
    this.#posts.add({
      draft: this.#draft(room, body, author, createdAt),
      kept: (stored) => told.kept(this.#said(room, stored)),
      refused: (error) => {
        this.#logRefused(room, error);
        told.refused(error);
      },
    });
  }

  /** The same for who cannot wait: durable when this returns, and so is what was said before, which has been told of. @throws StoreError */
  keep(room: ChatRoom, body: string, author: Subject | null): RoomMessage {
    try {
      return this.#said(room, this.#posts.addNow(this.#draft(room, body, author)));
    } catch (error) {
      if (error instanceof StoreError) this.#logRefused(room, error);
      throw error;
    }
  }

  /** Nothing that was posted is under way any more when this returns. */
  drain(): void {
    this.#posts.drain();
  }

  /** Newest first: at most `limit` messages with an id below `before`. */
  messages(room: ChatRoom, before: number | undefined, limit: number): RoomMessage[] {
    const below = before === undefined ? {} : { before };
    return this.#parts.store.messages({ room: room.name, limit, ...below }).map((stored) => this.#message(stored));
  }

  /** The newest message. */
  last({ last }: ChatRoom): RoomMessage | null {
    return last === null ? null : this.#message(last);
  }

  #take(row: StoredRoom): ChatRoom {
    const room = new ChatRoom({ ...row, messages: 0, last: null }, this.#parts.presence);
    this.#rooms.set(room.name, room);
    this.#announceChanged(room);
    return room;
  }

  #forget(name: string): void {
    const room = this.#rooms.get(name);
    if (room === undefined) return;
    this.#rooms.delete(name);
    room.isOpen = false;
    this.#listeners.tell((listener) => listener.gone(room));
  }

  /** The author is kept with the name that it has now: its tokens may go. */
  #draft({ name }: ChatRoom, body: string, author: Subject | null, createdAt?: string): StoredRoomMessageDraft {
    const { clock, usernames } = this.#parts;
    return {
      room: name,
      body,
      author: author === null ? null : usernames.named(author),
      createdAt: createdAt ?? new Date(clock.now()).toISOString(),
    };
  }

  #said(room: ChatRoom, stored: StoredRoomMessage): RoomMessage {
    const message = this.#message(stored);
    room.posted++;
    room.messages = Math.min(room.messages + 1, LIMITS.messagesPerRoom);
    room.last = stored;
    this.#listeners.tell((listener) => listener.said(room, message));
    return message;
  }

  #logRefused({ name }: ChatRoom, { kind, message }: StoreError): void {
    this.#parts.log.warn({ room: name, kind, error: message }, "a chat message was not stored");
  }

  #announceChanged(room: ChatRoom): void {
    this.#listeners.tell((listener) => listener.changed(room));
  }

  #message({ id, body, author, createdAt }: StoredRoomMessage): RoomMessage {
    const { usernames, avatarOf } = this.#parts;
    return { id, body, author: authorOf(author, usernames, avatarOf), created_at: createdAt };
  }
}
