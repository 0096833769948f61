/** Owns taking an edit of chat rooms back: only where nothing is lost by it, and with what brings it back again (A5). */
import { ownTopicOf } from "../access/subject.ts";
import type { ChatRoom } from "../chat/chat-room.ts";
import type { ChatRooms } from "../chat/chat-rooms.ts";
import type { RoomDelta, RoomsChange } from "../ports/chat-store.ts";
import type { ChangeSummary } from "../ports/store.ts";
import { conflict } from "./refused.ts";
import { type RoomsEdit, roomCalled, roomChanged, roomDeleted, roomMade } from "./room-plan.ts";

/** @throws Refused CONFLICT when messages would be lost, or the rooms are others by now */
export function undoRooms(chat: ChatRooms, rooms: RoomsChange): RoomsEdit {
  const summary: ChangeSummary[] = [];
  const gone = rooms.deleted.map((name) => {
    const room = present(chat, name);
    const { kind, createdAt, memberRows: members, messages } = room;
    if (messages > 0) {
      const lost = messages === 1 ? "the message" : `the ${messages} messages`;
      const where = kind === "direct" ? `the room ${roomCalled({ name, kind, members })}` : name;
      throw conflict(`This edit cannot be undone, because ${lost} in ${where} would be lost; delete the room instead`, {
        name,
      });
    }
    summary.push(roomDeleted(room));
    return { name, kind, createdAt, members };
  });
  for (const room of rooms.made) {
    if (chat.get(room.name) !== undefined) throw conflict(`There is a room ${room.name} already`, { name: room.name });
    summary.push(roomMade(room));
  }
  const changed = rooms.changed.map((delta) => {
    const room = present(chat, delta.name);
    assertFits(room, delta);
    summary.push(...roomChanged(room, delta));
    const { name, kind, added, removed } = delta;
    return { name, added: removed, removed: added, ...(kind === undefined ? {} : { kind: room.kind }) };
  });
  return { rooms, undo: { deleted: rooms.made.map(({ name }) => name), made: gone, changed }, summary };
}

function present(chat: ChatRooms, name: string): ChatRoom {
  const room = chat.get(name);
  if (room === undefined) throw conflict(`The room ${name} is no longer there`, { name });
  return room;
}

function assertFits(room: ChatRoom, { name, added, removed }: RoomDelta): void {
  for (const { subject } of added) {
    if (room.isMember(subject)) throw conflict(`${ownTopicOf(subject)} is a member of ${name} again already`, { name });
  }
  for (const { subject } of removed) {
    if (!room.isMember(subject)) throw conflict(`${ownTopicOf(subject)} is no member of ${name} any more`, { name });
  }
}

/**
 * Keys of what an edit touches, by the rows that undo it: two edits meet in one when they are of the same member, or when one of them made or
 * deleted the room. `as` says which of the two edits it is.
 */
export function touchedRooms(rooms: RoomsChange | undefined, as: "undone" | "later"): string[] {
  if (rooms === undefined) return [];
  const whole = [...rooms.deleted, ...rooms.made.map(({ name }) => name)].flatMap((name) =>
    as === "undone" ? [`room ${name} whole`, `room ${name} part`] : [`room ${name} whole`],
  );
  const parts = rooms.changed.flatMap(({ name, added, removed }) => [
    as === "undone" ? `room ${name} whole` : `room ${name} part`,
    ...[...added, ...removed].map(({ subject }) => `room ${name} ${ownTopicOf(subject)}`),
  ]);
  return [...whole, ...parts];
}
