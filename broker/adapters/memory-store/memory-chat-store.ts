/** Owns chat rooms that are forgotten with the process. */
import type { Subject } from "../../contract/nouns.ts";
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
import { StoreError } from "../../ports/store.ts";

interface Kept {
  room: Omit<StoredRoom, "members">;
  members: readonly StoredMember[];
  /** Oldest first. */
  readonly messages: StoredRoomMessage[];
}

export class MemoryChatStore implements ChatStore {
  #rooms = new Map<string, Kept>();
  readonly #assertOpen: () => void;
  #lastId = 0;

  /** `assertOpen` throws once the store beside it is closed. */
  constructor(assertOpen: () => void) {
    this.#assertOpen = assertOpen;
  }

  loadRooms(): readonly LoadedRoom[] {
    this.#assertOpen();
    const rooms = [...this.#rooms.values()].map(({ room, members, messages }) => {
      return { ...room, members, messages: messages.length, last: messages.at(-1) ?? null };
    });
    return structuredClone(rooms);
  }

  addRoom({ members, ...room }: StoredRoom): void {
    this.#assertOpen();
    if (this.#rooms.has(room.name)) throw failed("a room of this name is there already");
    const keys = members.map(({ subject }) => keyOf(subject));
    if (new Set(keys).size < keys.length) throw failed("a member is named twice");
    this.#rooms.set(room.name, { ...structuredClone({ room, members }), messages: [] });
  }

  /** Of an edit: all of it or nothing. @throws StoreError like the calls that it is made of */
  take({ deleted, made, changed }: RoomsChange): void {
    const before = this.#rooms;
    this.#rooms = new Map([...before].map(([name, kept]) => [name, { ...kept }]));
    try {
      for (const name of deleted) this.#rooms.delete(name);
      for (const room of made) this.addRoom(room);
      for (const { name, kind, added, removed } of changed) {
        const kept = this.#kept(name);
        if (kind !== undefined) kept.room = { ...kept.room, kind };
        for (const { subject } of removed) removeMember(kept, subject);
        for (const member of added) addMember(kept, member);
      }
    } catch (error) {
      this.#rooms = before;
      throw error;
    }
  }

  addMessages(...[drafts, keep]: Parameters<ChatStore["addMessages"]>): AddedMessages {
    return { messages: this.addMessagesNow(drafts, keep), isDurable: true };
  }

  addMessagesNow(drafts: readonly StoredRoomMessageDraft[], keep: number): readonly StoredRoomMessage[] {
    this.#assertOpen();
    // Every room is looked for before anything is kept: all or nothing.
    const places = drafts.map((draft) => ({ draft, kept: this.#kept(draft.room) }));
    return places.map(({ draft, kept: { messages } }) => {
      const message = { ...structuredClone(draft), id: ++this.#lastId };
      messages.push(message);
      if (messages.length > keep + keep / 10) messages.splice(0, messages.length - keep);
      return message;
    });
  }

  messages(options: { readonly room: string; readonly before?: number; readonly limit: number }) {
    this.#assertOpen();
    const before = options.before ?? Number.POSITIVE_INFINITY;
    const below = (this.#rooms.get(options.room)?.messages ?? []).filter(({ id }) => id < before);
    return structuredClone(below.reverse().slice(0, options.limit));
  }

  #kept(room: string): Kept {
    this.#assertOpen();
    const kept = this.#rooms.get(room);
    if (kept === undefined) throw failed("the room is missing");
    return kept;
  }
}

function keyOf({ userType, userId }: Subject): string {
  return JSON.stringify([userType, userId]);
}

function failed(message: string): StoreError {
  return new StoreError("failed", message);
}

function addMember(room: Kept, member: StoredMember): void {
  if (room.members.some(({ subject }) => keyOf(subject) === keyOf(member.subject))) {
    throw failed("the subject is a member already");
  }
  room.members = [...room.members, structuredClone(member)];
}

function removeMember(room: Kept, subject: Subject): void {
  room.members = room.members.filter((member) => keyOf(member.subject) !== keyOf(subject));
}
