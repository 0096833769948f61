/** Owns chat rooms in a workspace file: without their messages, and a file as the edit that makes the rooms equal to it. */
import { ownTopicOf } from "../../access/subject.ts";
import type { ChatRoom } from "../../chat/chat-room.ts";
import { checkRoomName, DIRECT_PREFIX } from "../../contract/room-text.ts";
import type { Workspace } from "../../contract/workspace.ts";
import type { RoomDelta, RoomsChange, StoredRoom } from "../../ports/chat-store.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { SectionImport } from "../edits/section.ts";
import { badField } from "../refused.ts";
import { directName } from "./chat-direct.ts";
import { roomChanged, roomDeleted, roomMade } from "./room-plan.ts";
import { rowOf } from "./room-undo.ts";

type FileRoom = NonNullable<Workspace["rooms"]>[number];

/** In the order in which they were made. */
export function fileRooms({ chat }: Pick<ConsoleCore, "chat">): FileRoom[] {
  return [...chat.all()].map(({ name, kind, members }) => ({ name, kind, members: [...members] }));
}

/**
 * What makes the rooms equal to the file's; undefined when it has none, or they are equal already. A room is the one of its name and keeps its
 * messages; one that the file does not name goes with them. @throws Refused BAD_REQUEST naming the place in the file
 */
export function roomsImportOf(
  { rooms: written }: Workspace,
  { chat, clock }: Pick<ConsoleCore, "chat" | "clock">,
): SectionImport | undefined {
  if (written === undefined) return undefined;
  // The summary counts the messages of the rooms that go.
  chat.drain();
  const at = new Date(clock.now()).toISOString();
  const named = new Set<string>();
  for (const [index, room] of written.entries()) {
    checkRoom(room, `rooms.${index}`);
    if (named.has(room.name)) throw badField(`rooms.${index}.name`, `the file names ${room.name} twice`);
    named.add(room.name);
  }
  const made = written.filter(({ name }) => chat.get(name) === undefined).map((room) => storedRoom(room, at));
  const gone = [...chat.all()].filter(({ name }) => !named.has(name));
  const known = written.flatMap((room) => {
    const old = chat.get(room.name);
    return old === undefined ? [] : [{ old, delta: deltaOf(old, room, at) }];
  });
  const changes = known.filter(
    ({ delta }) => delta.kind !== undefined || delta.added.length + delta.removed.length > 0,
  );
  if (made.length + gone.length + changes.length === 0) return undefined;
  const change = { deleted: gone.map(({ name }) => name), made, changed: changes.map(({ delta }) => delta) };
  const summary = [
    ...gone.map(roomDeleted),
    ...made.map(roomMade),
    ...changes.flatMap(({ old, delta }) => roomChanged(old, delta)),
  ];
  return {
    edit: { name: "rooms", change, undo: undoOf(gone, made, changes), summary },
    isWhole: gone.every(({ messages }) => messages === 0),
  };
}

/** A room that went with messages is not brought back. */
function undoOf(
  gone: readonly ChatRoom[],
  made: readonly StoredRoom[],
  changes: readonly { old: ChatRoom; delta: RoomDelta }[],
): RoomsChange {
  return {
    deleted: made.map(({ name }) => name),
    made: gone.filter(({ messages }) => messages === 0).map(rowOf),
    changed: changes.map(({ old, delta: { name, kind, added, removed } }) => ({
      name,
      added: removed,
      removed: added,
      ...(kind === undefined ? {} : { kind: old.kind }),
    })),
  };
}

function checkRoom({ name, kind, members }: FileRoom, path: string): void {
  const checked = checkRoomName(name);
  if (!checked.ok) throw badField(`${path}.name`, checked.reason);
  if (new Set(members.map(ownTopicOf)).size < members.length) throw badField(`${path}.members`, "names somebody twice");
  if (kind !== "direct") {
    if (name.startsWith(DIRECT_PREFIX)) {
      throw badField(`${path}.name`, `names that begin with ${DIRECT_PREFIX} belong to direct rooms`);
    }
    return;
  }
  const [one, other, ...more] = members;
  if (one === undefined || other === undefined || more.length > 0) {
    throw badField(`${path}.members`, "a direct room is of two different subjects");
  }
  if (name !== directName(one, other))
    throw badField(`${path}.name`, "is not the name of the direct room of these two");
}

function storedRoom({ name, kind, members }: FileRoom, at: string): StoredRoom {
  return { name, kind, createdAt: at, members: members.map((subject) => ({ subject, addedAt: at })) };
}

function deltaOf(old: ChatRoom, { name, kind, members }: FileRoom, at: string): RoomDelta {
  const wanted = new Set(members.map(ownTopicOf));
  return {
    name,
    ...(kind === old.kind ? {} : { kind }),
    added: members.filter((subject) => !old.isMember(subject)).map((subject) => ({ subject, addedAt: at })),
    removed: old.memberRows.filter(({ subject }) => !wanted.has(ownTopicOf(subject))),
  };
}
