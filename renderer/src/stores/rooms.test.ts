/** Tests the mirror of the rooms and what is unread in them. */
import { expect, it } from "vitest";
import type { Room, RoomMessage, RoomsPatch, RoomsSnapshot } from "../../../broker/contract/rooms.ts";
import { unreadOf } from "./rooms.ts";
import { reduceRooms, withOlder } from "./rooms-state.ts";

const AT = "2026-03-14T14:02:09.000Z";
const author = { id: "alice", username: "alice", avatar: null };
const message = (id: number): RoomMessage => ({ id, body: `m${id}`, author, created_at: AT });
const room = (name: string, posted = 0): Room => ({
  name,
  kind: "public",
  topic: `chat/${name}`,
  createdAt: AT,
  members: 0,
  between: null,
  online: 0,
  connections: 0,
  messages: posted,
  posted,
  lastMessage: null,
});
const snapshot = (fields: Partial<RoomsSnapshot> = {}): RoomsSnapshot => ({
  type: "snapshot",
  seq: 4,
  rooms: [room("lobby", 3)],
  total: 1,
  open: { name: "lobby", people: [], messages: [message(2), message(3)] },
  ...fields,
});
const patch = (seq: number, fields: Partial<RoomsPatch> = {}): RoomsPatch => ({
  type: "patch",
  seq,
  rooms: [],
  gone: [],
  total: 1,
  messages: [],
  ...fields,
});
const ids = (mirror: ReturnType<typeof reduceRooms>) => mirror?.open?.messages.map(({ id }) => id);

it("a snapshot is taken, a patch only in order, and anything else asks again", () => {
  const first = reduceRooms(undefined, snapshot());
  expect(ids(first)).toEqual([2, 3]);
  expect(reduceRooms(undefined, patch(5))).toBeUndefined();
  expect(reduceRooms(first, patch(6))).toBeUndefined();
  const second = reduceRooms(first, patch(5, { messages: [message(3), message(4)], rooms: [room("new")], total: 2 }));
  expect(ids(second)).toEqual([2, 3, 4]);
  expect([...(second?.rooms.keys() ?? [])]).toEqual(["lobby", "new"]);
});

it("a room that goes takes its conversation with it", () => {
  const first = reduceRooms(undefined, snapshot());
  const second = reduceRooms(first, patch(5, { gone: ["lobby"], total: 0 }));
  expect(second).toMatchObject({ open: null, total: 0 });
  expect(second?.rooms.size).toBe(0);
});

it("older messages come on top, each once, and survive a fresh snapshot that joins them", () => {
  const first = reduceRooms(undefined, snapshot());
  expect(first?.open?.hasOlder).toBe(true);
  if (first === undefined) throw new Error("no mirror");
  const longer = withOlder(first, "lobby", [message(2), message(1)], true);
  expect(ids(longer)).toEqual([1, 2, 3]);
  expect(longer.open?.hasOlder).toBe(false);
  const joined = reduceRooms(
    longer,
    snapshot({ open: { name: "lobby", people: [], messages: [message(3), message(4)] } }),
  );
  expect(ids(joined)).toEqual([1, 2, 3, 4]);
  const apart = reduceRooms(longer, snapshot({ open: { name: "lobby", people: [], messages: [message(9)] } }));
  expect(ids(apart)).toEqual([9]);
  expect(withOlder(first, "elsewhere", [message(1)], true)).toBe(first);
});

it("unread is what was said since the room was looked at", () => {
  expect(unreadOf(room("lobby", 7), new Map([["lobby", 5]]))).toBe(2);
  expect(unreadOf(room("lobby", 7), new Map())).toBe(7);
  expect(unreadOf(room("lobby", 1), new Map([["lobby", 5]]))).toBe(0);
});
