/** Owns one chat room as it stands in memory: who may enter it, and who is there (H1, H4). */
import { ownTopicOf } from "../access/subject.ts";
import type { Subject } from "../contract/nouns.ts";
import { topicOfRoom } from "../contract/room-text.ts";
import type { RoomKind } from "../contract/rooms.ts";
import type { LoadedRoom, StoredMember, StoredRoomMessage } from "../ports/chat-store.ts";
import type { Place } from "../presence/place.ts";
import type { Presence } from "../presence/presence.ts";
import type { Session } from "../sessions/session.ts";

export class ChatRoom {
  readonly name: string;
  kind: RoomKind;
  readonly createdAt: string;
  /** The engine's topic of the room (H7), and the place of those who are in it. */
  readonly topic: string;
  /** Messages kept of it. */
  messages: number;
  /** Messages kept at the start and said since; only grows. */
  posted: number;
  /** The newest message. */
  last: StoredRoomMessage | null;
  /** False from the moment in which it was deleted. */
  isOpen = true;
  readonly #members = new Map<string, StoredMember>();
  readonly #presence: Presence<Session>;

  constructor({ name, kind, createdAt, members, messages, last }: LoadedRoom, presence: Presence<Session>) {
    this.name = name;
    this.kind = kind;
    this.createdAt = createdAt;
    this.topic = topicOfRoom(name);
    this.messages = messages;
    this.posted = messages;
    this.last = last;
    this.#presence = presence;
    for (const member of members) this.addMember(member);
  }

  /** H1: a public room is open to every subject, a private one to its members. */
  welcomes(subject: Subject): boolean {
    return this.kind === "public" || this.isMember(subject);
  }

  /** In the order in which they were added. */
  get members(): readonly Subject[] {
    return this.memberRows.map(({ subject }) => subject);
  }

  get memberRows(): readonly StoredMember[] {
    return [...this.#members.values()];
  }

  member(subject: Subject): StoredMember | undefined {
    return this.#members.get(ownTopicOf(subject));
  }

  get memberCount(): number {
    return this.#members.size;
  }

  isMember(subject: Subject): boolean {
    return this.#members.has(ownTopicOf(subject));
  }

  addMember(member: StoredMember): void {
    this.#members.set(ownTopicOf(member.subject), member);
  }

  removeMember(subject: Subject): void {
    this.#members.delete(ownTopicOf(subject));
  }

  /** Who is there now. */
  get place(): Place<Session> {
    return this.#presence.at(this.topic);
  }

  /** Copied: they may end during the walk. */
  get sessions(): readonly Session[] {
    return [...this.place.online()].flatMap(({ sessions }) => [...sessions]);
  }

  sessionsOf(subject: Subject): readonly Session[] {
    return [...(this.place.find(subject)?.sessions ?? [])];
  }
}
