/** Owns the operator's use cases of chat rooms: made, changed and deleted, with whom that closes (H5, H6). */

import { unchanged } from "../../access/plan.ts";
import { ownTopicOf } from "../../access/subject.ts";
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { Actor } from "../../contract/console.ts";
import type { ClosedSession } from "../../contract/edits.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Subject } from "../../contract/nouns.ts";
import { checkRoomName, DIRECT_PREFIX } from "../../contract/room-text.ts";
import type { RoomDetail, RoomKind, RoomPreview } from "../../contract/rooms.ts";
import { subjectName } from "../../contract/subject-text.ts";
import type { RoomsChange, StoredMember } from "../../ports/chat-store.ts";
import type { ConsoleCore } from "../console-core.ts";
import { applyBeside, applyPlan, type Corridor } from "../edits/apply-edit.ts";
import { type PreviewParts, previewPlan } from "../edits/preview.ts";
import type { SectionEdit } from "../edits/section.ts";
import { badField, conflict, notFound } from "../refused.ts";
import { directName, findDirect } from "./chat-direct.ts";
import { roomDetail } from "./chat-views.ts";
import { memberChanged, NO_ROOMS, roomDeleted, roomMade } from "./room-plan.ts";
import { rowOf } from "./room-undo.ts";

/** Whom a change closed, measured (R6). */
export interface RoomClosing {
  closed: ClosedSession[];
  leaked: number;
}

/** @throws Refused NOT_FOUND */
export function findRoom({ chat }: Pick<ConsoleCore, "chat">, name: string): ChatRoom {
  const room = chat.get(name);
  if (room === undefined) throw notFound("room", name);
  return room;
}

/** @throws Refused with nothing made */
export function createRoom(
  corridor: Corridor,
  input: { name: string; kind?: "public" | "private" | undefined; members?: readonly Subject[] | undefined },
  actor: Actor,
): RoomDetail {
  const { core } = corridor;
  const { name, kind = "public", members = [] } = input;
  const checked = checkRoomName(name);
  if (!checked.ok) throw badField("name", checked.reason);
  if (name.startsWith(DIRECT_PREFIX))
    throw badField("name", `names that begin with ${DIRECT_PREFIX} belong to direct rooms`);
  if (core.chat.get(name) !== undefined) throw conflict(`There is a room ${name} already`, { name });
  if (new Set(members.map(ownTopicOf)).size < members.length) throw badField("members", "names somebody twice");
  assertPlace(core);
  makeRoom(corridor, { name, kind, members }, actor);
  return roomDetail(core, findRoom(core, name));
}

/** Finds or makes the one private room of two (H6). `actor` null: one of the two opens it, which is no edit (A5). @throws Refused with nothing made */
export function directRoom(
  corridor: Corridor,
  [one, other]: readonly [Subject, Subject],
  actor: Actor | null,
): RoomDetail & { created: boolean } {
  const { core } = corridor;
  if (ownTopicOf(one) === ownTopicOf(other)) throw badField("between", "a direct room is of two different subjects");
  const known = findDirect(core.chat, one, other);
  if (known !== undefined) return { ...roomDetail(core, known), created: false };
  const name = directName(one, other);
  assertPlace(core);
  makeRoom(corridor, { name, kind: "direct", members: [one, other] }, actor);
  return { ...roomDetail(core, findRoom(core, name)), created: true };
}

/** Closes everybody in it with 4404 in the same turn. @throws Refused with nothing changed */
export function deleteRoom(
  corridor: Corridor,
  name: string,
  actor: Actor,
): RoomClosing & { name: string; messages: number } {
  const room = findRoom(corridor.core, name);
  // The answer counts the messages that go.
  corridor.core.chat.drain();
  const { messages } = room;
  const undo = messages === 0 ? { ...NO_ROOMS, made: [rowOf(room)] } : undefined;
  const edit = { change: { ...NO_ROOMS, deleted: [name] }, undo, summary: [roomDeleted(room)] };
  const { closed, leaked } = applyRooms(corridor, edit, actor);
  return { name, messages, closed, leaked };
}

export function previewDelete(asked: PreviewParts, name: string): RoomPreview {
  findRoom(asked.core, name);
  return previewRooms(asked, { ...NO_ROOMS, deleted: [name] });
}

/** @throws Refused with nothing changed */
export function addMember(corridor: Corridor, name: string, subject: Subject, actor: Actor): RoomDetail {
  const { core } = corridor;
  const room = findRoom(core, name);
  if (room.kind === "direct") throw conflict("A direct room is of its two subjects alone", { name });
  if (room.isMember(subject))
    throw conflict(`${subjectName(core.chat.named(subject))} is a member already`, { name, subject });
  if (room.memberCount >= LIMITS.membersPerRoom) {
    throw conflict(`A room has at most ${LIMITS.membersPerRoom} members`, { name });
  }
  const added = [{ subject, addedAt: new Date(core.clock.now()).toISOString() }];
  const edit = {
    change: { ...NO_ROOMS, changed: [{ name, added, removed: [] }] },
    undo: { ...NO_ROOMS, changed: [{ name, added: [], removed: added }] },
    summary: [memberChanged(name, subject, "none", "member")],
  };
  applyRooms(corridor, edit, actor);
  return roomDetail(core, room);
}

/** Closes the subject's sessions in this room with 4003 in the same turn, in a public room too. @throws Refused with nothing changed */
export function removeMember(
  corridor: Corridor,
  name: string,
  subject: Subject,
  actor: Actor,
): RoomDetail & RoomClosing {
  const { core } = corridor;
  const room = removable(core, name, subject);
  const member = room.member(subject);
  const edit = {
    change: removal(name, subject, member),
    undo: member && { ...NO_ROOMS, changed: [{ name, added: [member], removed: [] }] },
    summary: [memberChanged(name, subject, member === undefined ? "visitor" : "member", "none")],
  };
  const { closed, leaked } = applyRooms(corridor, edit, actor);
  return { ...roomDetail(core, room), closed, leaked };
}

export function previewRemoveMember(asked: PreviewParts, name: string, subject: Subject): RoomPreview {
  return previewRooms(asked, removal(name, subject, removable(asked.core, name, subject).member(subject)));
}

/** A visitor of a public room, who is no member, is named too: it is closed. */
function removal(name: string, subject: Subject, member: StoredMember | undefined): RoomsChange {
  return { ...NO_ROOMS, changed: [{ name, added: [], removed: [member ?? { subject, addedAt: "" }] }] };
}

function removable(core: ConsoleCore, name: string, subject: Subject): ChatRoom {
  const room = findRoom(core, name);
  if (room.kind === "direct") throw conflict("A direct room is of its two subjects; delete the room instead", { name });
  if (!room.isMember(subject) && room.sessionsOf(subject).length === 0) {
    throw notFound("member", `${subject.userType}:${subject.userId}`);
  }
  return room;
}

/** `actor` null: nobody who edits. */
function makeRoom(
  corridor: Corridor,
  { name, kind, members }: { name: string; kind: RoomKind; members: readonly Subject[] },
  actor: Actor | null,
): void {
  const createdAt = new Date(corridor.core.clock.now()).toISOString();
  const room = { name, kind, createdAt, members: members.map((subject) => ({ subject, addedAt: createdAt })) };
  const change = { ...NO_ROOMS, made: [room] };
  if (actor === null) applyBeside(corridor, { rooms: change });
  else applyRooms(corridor, { change, undo: { ...NO_ROOMS, deleted: [name] }, summary: [roomMade(room)] }, actor);
}

function applyRooms(corridor: Corridor, edit: Omit<SectionEdit<"rooms">, "name">, actor: Actor): RoomClosing {
  const { core, sections } = corridor;
  const revertible = edit.undo !== undefined;
  const plan = sections.carry(unchanged(core.policy.current), [{ name: "rooms", ...edit }]);
  const { closed, leaked } = applyPlan(corridor, plan, actor, { revertible });
  return { closed, leaked };
}

function previewRooms(asked: PreviewParts, change: RoomsChange): RoomPreview {
  const { core, sections } = asked;
  const plan = sections.carry(unchanged(core.policy.current), [{ name: "rooms", change, summary: [] }]);
  return { closed: previewPlan(asked, plan).closed };
}

function assertPlace({ chat }: Pick<ConsoleCore, "chat">): void {
  if (chat.size >= LIMITS.rooms) throw conflict(`There are ${LIMITS.rooms} rooms already; delete one first`, {});
}
