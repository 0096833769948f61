/** Owns what an edit of chat rooms is made of: whom it closes, and how it is told (H5). */
import type { Verdict } from "../../access/judge.ts";
import { ownTopicOf } from "../../access/subject.ts";
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { ChatRooms } from "../../chat/chat-rooms.ts";
import { REVOCATIONS } from "../../contract/codes.ts";
import type { EditPreview, PredictedClose } from "../../contract/edits.ts";
import type { Subject } from "../../contract/nouns.ts";
import { countText } from "../../contract/quantities.ts";
import type { RoomDelta, RoomsChange, StoredRoom } from "../../ports/chat-store.ts";
import type { ChangeSummary } from "../../ports/store.ts";
import type { Session } from "../../sessions/session.ts";

/** A change of no room. */
export const NO_ROOMS: RoomsChange = { deleted: [], made: [], changed: [] };

/** The verdict on the policy, and whom the edit of rooms closes beside: everybody of a deleted room, and who may not be in a changed one any more. */
export function judgeRooms(verdict: Verdict, chat: ChatRooms, rooms: RoomsChange): Verdict {
  const known = new Set(verdict.closed.map(({ connectionId }) => connectionId));
  const closed = [
    ...rooms.deleted.flatMap((name) => closesOf(chat.get(name), (room) => room.sessions, "room-deleted")),
    ...rooms.changed.flatMap((delta) =>
      closesOf(chat.get(delta.name), (room) => shutOut(room, delta), "member-removed"),
    ),
  ].filter(({ connectionId }) => !known.has(connectionId));
  return { ...verdict, closed: [...verdict.closed, ...closed], kept: verdict.kept - closed.length };
}

/** Names for a preview. */
export function roomNames(rooms: RoomsChange): Pick<EditPreview, "rooms"> {
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  return { rooms: { added: names(rooms.made), changed: names(rooms.changed), removed: [...rooms.deleted] } };
}

/** Removed members go also from a public room, where they may come again (H5). */
function shutOut(room: ChatRoom, { kind = room.kind, added, removed }: RoomDelta): Session[] {
  const gone = new Set(removed.map(({ subject }) => ownTopicOf(subject)));
  const joined = new Set(added.map(({ subject }) => ownTopicOf(subject)));
  return [...room.place.online()].flatMap(({ subject, sessions }) => {
    const name = ownTopicOf(subject);
    const mayStay = kind === "public" || room.isMember(subject);
    return joined.has(name) || (mayStay && !gone.has(name)) ? [] : [...sessions];
  });
}

function closesOf(
  room: ChatRoom | undefined,
  sessions: (room: ChatRoom) => readonly Session[],
  cause: "member-removed" | "room-deleted",
): PredictedClose[] {
  if (room === undefined) return [];
  const { code, text } = REVOCATIONS[cause];
  return sessions(room).map(({ id, tokenId }) => ({
    connectionId: id,
    tokenId,
    code,
    reason: text,
    filter: room.topic,
    today: "readwrite",
    after: "none",
  }));
}

export const roomMade = (room: StoredRoom): ChangeSummary => {
  const { kind, members } = room;
  const count = `${kind}, ${countText(members.length, "member")}`;
  const after = members.length === 0 || kind === "direct" ? kind : count;
  return { subject: `Room ${roomCalled(room)}`, object: "room", before: "none", after };
};

export const roomDeleted = (room: ChatRoom): ChangeSummary => ({
  subject: `Room ${roomCalled({ name: room.name, kind: room.kind, members: room.memberRows })}`,
  object: "room",
  before: `${room.kind}, ${countText(room.messages, "message")}`,
  after: "deleted",
});

/** Rooms that an edit deleted, as its row in the journal calls them. */
export function deletedRooms(summary: readonly ChangeSummary[]): string[] {
  return summary.flatMap(({ subject, object, after }) =>
    object === "room" && after === "deleted" ? [subject.slice("Room ".length)] : [],
  );
}

/** A direct room by its two: its name says nothing to a person. */
export function roomCalled({ name, kind, members }: Pick<StoredRoom, "name" | "kind" | "members">): string {
  return kind === "direct" ? `of ${members.map(({ subject }) => ownTopicOf(subject)).join(" and ")}` : name;
}

export const memberChanged = (room: string, subject: Subject, before: string, after: string): ChangeSummary => ({
  subject: `Room ${room}`,
  object: ownTopicOf(subject),
  before,
  after,
});

/** One line for the kind, and one for each member that comes or goes. */
export function roomChanged(room: ChatRoom, { kind, added, removed }: RoomDelta): ChangeSummary[] {
  const lines: ChangeSummary[] = [];
  if (kind !== undefined) lines.push({ subject: `Room ${room.name}`, object: "kind", before: room.kind, after: kind });
  for (const { subject } of removed) lines.push(memberChanged(room.name, subject, "member", "none"));
  for (const { subject } of added) lines.push(memberChanged(room.name, subject, "none", "member"));
  return lines;
}
