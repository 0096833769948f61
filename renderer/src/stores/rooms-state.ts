/** Owns the mirror of the chat rooms: a snapshot, patches in order, and the older messages that were asked for by page. */
import type { Room, RoomMember, RoomMessage, RoomsEvent, RoomsPatch } from "../../../broker/contract/rooms.ts";

/** The room that the window looks at. */
export interface OpenRoom {
  readonly name: string;
  readonly people: readonly RoomMember[];
  /** Oldest first. */
  readonly messages: readonly RoomMessage[];
  /** Older ones may be asked for. */
  readonly hasOlder: boolean;
}

export interface RoomsMirror {
  readonly seq: number;
  readonly rooms: ReadonlyMap<string, Room>;
  /** Of all rooms, those beyond the window too. */
  readonly total: number;
  /** null: no room is looked at, or it is gone. */
  readonly open: OpenRoom | null;
}

/** Messages that a window keeps at most: older ones can be asked for again. */
const KEPT = 5_000;

/** The state after `event`; undefined when a patch is out of order and the window must ask again. Pure. */
export function reduceRooms(before: RoomsMirror | undefined, event: RoomsEvent): RoomsMirror | undefined {
  if (event.type === "snapshot") {
    const { seq, rooms, total, open } = event;
    const byName = new Map(rooms.map((room) => [room.name, room]));
    return { seq, rooms: byName, total, open: open === null ? null : opened(open, byName.get(open.name), before) };
  }
  if (before === undefined || event.seq !== before.seq + 1) return undefined;
  const rooms = new Map(before.rooms);
  for (const name of event.gone) rooms.delete(name);
  for (const room of event.rooms) rooms.set(room.name, room);
  return { seq: event.seq, rooms, total: event.total, open: patched(before.open, event) };
}

/** `page` is newest first, as the procedure answers it. */
export function withOlder(
  mirror: RoomsMirror,
  name: string,
  page: readonly RoomMessage[],
  isLast: boolean,
): RoomsMirror {
  const { open } = mirror;
  if (open === null || open.name !== name) return mirror;
  const first = open.messages[0]?.id ?? Number.POSITIVE_INFINITY;
  const older = page.filter(({ id }) => id < first).reverse();
  return { ...mirror, open: { ...open, messages: [...older, ...open.messages], hasOlder: !isLast } };
}

/** Of a window that fell behind or came back: what it held stays where the new messages join it. */
function opened(
  open: { name: string; people: RoomMember[]; messages: RoomMessage[] },
  room: Room | undefined,
  before: RoomsMirror | undefined,
): OpenRoom {
  const first = open.messages[0];
  const held = before?.open?.name === open.name ? before.open : null;
  if (held !== null && first !== undefined && held.messages.some(({ id }) => id === first.id)) {
    const older = held.messages.filter(({ id }) => id < first.id);
    return { ...open, messages: [...older, ...open.messages], hasOlder: held.hasOlder };
  }
  return { ...open, hasOlder: (room?.messages ?? 0) > open.messages.length };
}

function patched(open: OpenRoom | null, patch: RoomsPatch): OpenRoom | null {
  if (open === null || patch.gone.includes(open.name)) return null;
  const last = open.messages.at(-1)?.id ?? 0;
  const newer = patch.messages.filter(({ id }) => id > last);
  const all = newer.length === 0 ? open.messages : [...open.messages, ...newer];
  const messages = all.length > KEPT ? all.slice(-KEPT) : all;
  return { ...open, people: patch.people ?? open.people, messages, hasOlder: open.hasOlder || all.length > KEPT };
}
