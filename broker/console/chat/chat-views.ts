/** Owns chat rooms as views show them. */
import { ownTopicOf } from "../../access/subject.ts";
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { Room, RoomDetail, RoomMember } from "../../contract/rooms.ts";
import { subjectName } from "../../contract/subject-text.ts";
import type { ConsoleCore } from "../console-core.ts";

export function roomView({ chat }: Pick<ConsoleCore, "chat">, room: ChatRoom): Room {
  return {
    name: room.name,
    kind: room.kind,
    topic: room.topic,
    createdAt: room.createdAt,
    members: room.memberCount,
    between: room.kind === "direct" ? room.members.map((subject) => chat.named(subject)) : null,
    online: room.place.subjects,
    connections: room.place.connections,
    messages: room.messages,
    posted: room.posted,
    lastMessage: chat.last(room),
  };
}

export function roomDetail(core: Pick<ConsoleCore, "chat">, room: ChatRoom): RoomDetail {
  return { ...roomView(core, room), people: peopleOf(core, room) };
}

/** Members in the order in which they were added, then the others who are there, by name. */
export function peopleOf({ chat }: Pick<ConsoleCore, "chat">, room: ChatRoom): RoomMember[] {
  const connections = new Map<string, number>();
  const guests: RoomMember[] = [];
  for (const { subject, sessions } of room.place.online()) {
    connections.set(ownTopicOf(subject), sessions.size);
    if (!room.isMember(subject))
      guests.push({ subject: chat.named(subject), isMember: false, connections: sessions.size });
  }
  const members = room.members.map((subject) => ({
    subject: chat.named(subject),
    isMember: true,
    connections: connections.get(ownTopicOf(subject)) ?? 0,
  }));
  return [...members, ...guests.sort((a, b) => (subjectName(a.subject) < subjectName(b.subject) ? -1 : 1))];
}
