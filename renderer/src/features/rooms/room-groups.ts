/** Owns which rooms the list shows, in which order: public, private, direct; in each the newest message first. */
import type { Room, RoomKind } from "../../../../broker/contract/rooms.ts";
import { unreadOf } from "../../stores/rooms.ts";
import { roomTitle } from "./subjects.ts";

export interface ListedRoom {
  readonly name: string;
  readonly title: string;
  readonly room: Room;
  readonly unread: number;
}

export interface RoomGroup {
  readonly kind: RoomKind;
  readonly label: string;
  readonly rooms: readonly ListedRoom[];
}

const GROUPS = [
  { kind: "public", label: "Public" },
  { kind: "private", label: "Private" },
  { kind: "direct", label: "Direct" },
] as const satisfies readonly { kind: RoomKind; label: string }[];

/** Groups without a room are left out. `filter` is a part of a name, in any case. */
export function groupsOf(rooms: Iterable<Room>, filter: string, seen: ReadonlyMap<string, number>): RoomGroup[] {
  const asked = filter.trim().toLowerCase();
  const listed = [...rooms].flatMap((room): ListedRoom[] => {
    const title = roomTitle(room);
    if (!title.toLowerCase().includes(asked) && !room.name.toLowerCase().includes(asked)) return [];
    return [{ name: room.name, title, room, unread: unreadOf(room, seen) }];
  });
  listed.sort((a, b) => newestOf(b.room) - newestOf(a.room) || (a.title < b.title ? -1 : 1));
  return GROUPS.map((group) => ({ ...group, rooms: listed.filter(({ room }) => room.kind === group.kind) })).filter(
    (group) => group.rooms.length > 0,
  );
}

function newestOf({ lastMessage }: Room): number {
  return lastMessage?.id ?? 0;
}
