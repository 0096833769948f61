/** Owns the operator's use cases of chat rooms: made, changed and deleted, with whom that closes (H5, H6). */

import { ownTopicOf } from "../access/subject.ts";
import type { ChatRoom } from "../chat/chat-room.ts";
import { REVOCATIONS } from "../contract/codes.ts";
import type { Actor } from "../contract/console.ts";
import type { ClosedSession, PredictedClose } from "../contract/edits.ts";
import { LIMITS } from "../contract/limits.ts";
import type { Subject } from "../contract/nouns.ts";
import { checkRoomName, DIRECT_PREFIX } from "../contract/room-text.ts";
import type { RoomDetail, RoomPreview } from "../contract/rooms.ts";
import { enforce } from "../enforcement/enforce.ts";
import type { ChangeSummary } from "../ports/store.ts";
import type { Session } from "../sessions/session.ts";
import { directName } from "./chat-direct.ts";
import { roomDetail } from "./chat-views.ts";
import { recordRevocation } from "./record.ts";
import { asking, badField, conflict, notFound } from "./refused.ts";
import type { RevocationTimes } from "./revocation-times.ts";
import type { Rooms } from "./rooms.ts";

/** What a change that closes somebody needs: the rooms, and where its times are kept. */
export interface ChatDesk {
  readonly rooms: Rooms;
  readonly times: RevocationTimes;
}

/** Whom a change closed, measured (R6). */
export interface Closing {
  closed: ClosedSession[];
  leaked: number;
}

/** @throws Refused NOT_FOUND */
export function findRoom({ chat }: Rooms, name: string): ChatRoom {
  const room = chat.get(name);
  if (room === undefined) throw notFound("room", name);
  return room;
}

/** @throws Refused with nothing made */
export function createRoom(
  rooms: Rooms,
  input: { name: string; kind?: "public" | "private" | undefined; members?: readonly Subject[] | undefined },
): RoomDetail {
  const { name, kind = "public", members = [] } = input;
  const checked = checkRoomName(name);
  if (!checked.ok) throw badField("name", checked.reason);
  if (name.startsWith(DIRECT_PREFIX))
    throw badField("name", `names that begin with ${DIRECT_PREFIX} belong to direct rooms`);
  if (rooms.chat.get(name) !== undefined) throw conflict(`There is a room ${name} already`, { name });
  if (new Set(members.map(ownTopicOf)).size < members.length) throw badField("members", "names somebody twice");
  assertPlace(rooms);
  return roomDetail(
    rooms,
    asking(() => rooms.chat.create(name, kind, members)),
  );
}

/** Finds or makes the one private room of two (H6). @throws Refused with nothing made */
export function directRoom(rooms: Rooms, [one, other]: readonly [Subject, Subject]): RoomDetail & { created: boolean } {
  if (ownTopicOf(one) === ownTopicOf(other)) throw badField("between", "a direct room is of two different subjects");
  const name = directName(one, other);
  const known = rooms.chat.get(name);
  if (known !== undefined) return { ...roomDetail(rooms, known), created: false };
  assertPlace(rooms);
  const room = asking(() => rooms.chat.create(name, "direct", [one, other]));
  return { ...roomDetail(rooms, room), created: true };
}

/** Closes everybody in it with 4404 in the same turn. @throws Refused with nothing changed */
export function deleteRoom(desk: ChatDesk, name: string, actor: Actor): Closing & { name: string; messages: number } {
  const { rooms } = desk;
  const room = findRoom(rooms, name);
  const { messages } = room;
  const closed = closesOf(room, room.sessions, "room-deleted");
  asking(() => rooms.chat.delete(room));
  const summary = {
    subject: `room ${name}`,
    object: room.topic,
    before: `${room.place.subjects} online`,
    after: "deleted",
  };
  return { name, messages, ...close(desk, closed, summary, actor) };
}

export function previewDelete(rooms: Rooms, name: string): RoomPreview {
  const room = findRoom(rooms, name);
  return { closed: closesOf(room, room.sessions, "room-deleted") };
}

/** @throws Refused with nothing changed */
export function addMember(rooms: Rooms, name: string, subject: Subject): RoomDetail {
  const room = findRoom(rooms, name);
  if (room.kind === "direct") throw conflict("A direct room is of its two subjects alone", { name });
  if (room.isMember(subject)) throw conflict(`${subject.userId} is a member already`, { name, subject });
  if (room.memberCount >= LIMITS.membersPerRoom) {
    throw conflict(`A room has at most ${LIMITS.membersPerRoom} members`, { name });
  }
  asking(() => rooms.chat.addMember(room, subject));
  return roomDetail(rooms, room);
}

/** Closes the subject's sessions in this room with 4003 in the same turn, in a public room too. @throws Refused with nothing changed */
export function removeMember(desk: ChatDesk, name: string, subject: Subject, actor: Actor): RoomDetail & Closing {
  const { rooms } = desk;
  const room = removable(rooms, name, subject);
  const closed = closesOf(room, room.sessionsOf(subject), "member-removed");
  asking(() => rooms.chat.removeMember(room, subject));
  const summary = { subject: subject.userId, object: room.topic, before: "member", after: "none" };
  const closing = close(desk, closed, summary, actor);
  return { ...roomDetail(rooms, room), ...closing };
}

export function previewRemoveMember(rooms: Rooms, name: string, subject: Subject): RoomPreview {
  const room = removable(rooms, name, subject);
  return { closed: closesOf(room, room.sessionsOf(subject), "member-removed") };
}

function removable(rooms: Rooms, name: string, subject: Subject): ChatRoom {
  const room = findRoom(rooms, name);
  if (room.kind === "direct") throw conflict("A direct room is of its two subjects; delete the room instead", { name });
  if (!room.isMember(subject) && room.sessionsOf(subject).length === 0) {
    throw notFound("member", `${subject.userType}:${subject.userId}`);
  }
  return room;
}

function closesOf(
  room: ChatRoom,
  sessions: readonly Session[],
  cause: "member-removed" | "room-deleted",
): PredictedClose[] {
  const { code, text } = REVOCATIONS[cause];
  return sessions.map(({ id, tokenId }) => ({
    connectionId: id,
    tokenId,
    code,
    reason: text,
    filter: room.topic,
    today: "readwrite",
    after: "none",
  }));
}

function close(
  { rooms, times }: ChatDesk,
  closed: readonly PredictedClose[],
  summary: ChangeSummary,
  actor: Actor,
): Closing {
  const { registry, clock, policy } = rooms;
  const enforced = enforce({ closed, narrowed: [] }, registry, clock, clock.elapsed());
  const at = new Date(clock.now()).toISOString();
  recordRevocation(
    { rooms, times },
    { revision: policy.current.revision, actor, at, summary: [summary], kept: registry.size },
    enforced,
  );
  return { closed: [...enforced.closed], leaked: enforced.leaked() };
}

function assertPlace({ chat }: Rooms): void {
  if (chat.size >= LIMITS.rooms) throw conflict(`There are ${LIMITS.rooms} rooms already; delete one first`, {});
}
