/** Owns taking an edit of chat rooms back: only where nothing is lost by it, and with what brings it back again (A5, H11). */
import { ownTopicOf } from "../../access/subject.ts";
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { ChatRooms } from "../../chat/chat-rooms.ts";
import type { KeptRoom } from "../../contract/edits.ts";
import { countText } from "../../contract/quantities.ts";
import type { RoomDelta, RoomsChange, StoredRoom } from "../../ports/chat-store.ts";
import type { ChangeSummary } from "../../ports/store.ts";
import type { SectionEdit } from "../edits/section.ts";
import { conflict } from "../refused.ts";
import { NO_ROOMS, roomCalled, roomChanged, roomDeleted, roomMade } from "./room-plan.ts";

/** What can be taken back, and the rooms that stay as they are, each with the end of a sentence. */
export interface RoomsUndo {
  /** Absent when nothing can be taken back. */
  readonly edit?: SectionEdit<"rooms">;
  readonly kept: readonly KeptRoom[];
}

/** What one room goes back by, or why it cannot. */
type Step = { readonly rooms: RoomsChange; readonly undo: RoomsChange; readonly summary: readonly ChangeSummary[] };

/** All of it. @throws Refused CONFLICT when messages would be lost, or the rooms are others by now */
export function undoRooms(chat: ChatRooms, rooms: RoomsChange): SectionEdit<"rooms"> {
  const { edit, kept } = undoEachRoom(chat, rooms);
  const [first] = kept;
  if (first !== undefined) throw conflict(`This edit cannot be undone, because ${first.because}`, { name: first.name });
  return edit ?? { name: "rooms", change: NO_ROOMS, undo: NO_ROOMS, summary: [] };
}

/** Each room by itself. `heldBy` says why an edit of this one room may not be taken back, before that is tried. */
export function undoEachRoom(
  chat: ChatRooms,
  { deleted, made, changed }: RoomsChange,
  heldBy: (one: RoomsChange) => string | undefined = () => undefined,
): RoomsUndo {
  // A message that settles just now would be lost, too.
  chat.drain();
  const steps: Step[] = [];
  const kept: KeptRoom[] = [];
  const take = (name: string, one: RoomsChange, back: () => Step | string) => {
    const step = heldBy(one) ?? back();
    if (typeof step === "string") kept.push({ name, because: step });
    else steps.push(step);
  };
  for (const name of deleted) {
    const room = chat.get(name);
    const called = room === undefined ? name : roomCalled(rowOf(room));
    take(called, { ...NO_ROOMS, deleted: [name] }, () => unmade(room, name));
  }
  for (const room of made) {
    take(roomCalled(room), { ...NO_ROOMS, made: [room] }, () => remade(chat.get(room.name), room));
  }
  for (const delta of changed) {
    take(delta.name, { ...NO_ROOMS, changed: [delta] }, () => changedBack(chat.get(delta.name), delta));
  }
  if (steps.length === 0) return { kept };
  const edit: SectionEdit<"rooms"> = {
    name: "rooms",
    change: together(steps.map(({ rooms }) => rooms)),
    undo: together(steps.map(({ undo }) => undo)),
    summary: steps.flatMap(({ summary }) => summary),
  };
  return { edit, kept };
}

function unmade(room: ChatRoom | undefined, name: string): Step | string {
  if (room === undefined) return noLongerThere(name);
  const { messages } = room;
  const row = rowOf(room);
  if (messages > 0) {
    const lost = messages === 1 ? "the message" : `the ${countText(messages, "message")}`;
    const where = row.kind === "direct" ? `the room ${roomCalled(row)}` : name;
    return `${lost} in ${where} would be lost; delete the room instead`;
  }
  return {
    rooms: { ...NO_ROOMS, deleted: [name] },
    undo: { ...NO_ROOMS, made: [row] },
    summary: [roomDeleted(room)],
  };
}

function remade(known: ChatRoom | undefined, room: StoredRoom): Step | string {
  if (known !== undefined) return `there is a room ${room.name} already`;
  return {
    rooms: { ...NO_ROOMS, made: [room] },
    undo: { ...NO_ROOMS, deleted: [room.name] },
    summary: [roomMade(room)],
  };
}

function changedBack(room: ChatRoom | undefined, delta: RoomDelta): Step | string {
  const { name, kind, added, removed } = delta;
  if (room === undefined) return noLongerThere(name);
  const again = added.find(({ subject }) => room.isMember(subject));
  if (again !== undefined) return `${ownTopicOf(again.subject)} is a member of ${name} again already`;
  const gone = removed.find(({ subject }) => !room.isMember(subject));
  if (gone !== undefined) return `${ownTopicOf(gone.subject)} is no member of ${name} any more`;
  const back = { name, added: removed, removed: added, ...(kind === undefined ? {} : { kind: room.kind }) };
  return {
    rooms: { ...NO_ROOMS, changed: [delta] },
    undo: { ...NO_ROOMS, changed: [back] },
    summary: roomChanged(room, delta),
  };
}

const noLongerThere = (name: string) => `the room ${name} is no longer there`;

/** What would make the room anew. */
export function rowOf({ name, kind, createdAt, memberRows: members }: ChatRoom): StoredRoom {
  return { name, kind, createdAt, members };
}

function together(changes: readonly RoomsChange[]): RoomsChange {
  return {
    deleted: changes.flatMap(({ deleted }) => deleted),
    made: changes.flatMap(({ made }) => made),
    changed: changes.flatMap(({ changed }) => changed),
  };
}

/**
 * Keys of what an edit touches, by the rows that undo it: two edits meet in one when they are of the same member, or when one of them made or
 * deleted the room. `as` says which of the two edits it is.
 */
export function touchedRooms(rooms: RoomsChange, as: "undone" | "later"): string[] {
  const whole = [...rooms.deleted, ...rooms.made.map(({ name }) => name)].flatMap((name) =>
    as === "undone" ? [`room ${name} whole`, `room ${name} part`] : [`room ${name} whole`],
  );
  const parts = rooms.changed.flatMap(({ name, kind, added, removed }) => [
    as === "undone" ? `room ${name} whole` : `room ${name} part`,
    ...(kind === undefined ? [] : [`room ${name} kind`]),
    ...[...added, ...removed].map(({ subject }) => `room ${name} ${ownTopicOf(subject)}`),
  ]);
  return [...whole, ...parts];
}
