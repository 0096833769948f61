/** Tests the stream of rooms (H9), without a network. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import type { RoomsEvent, RoomsPatch, RoomsSnapshot } from "../../contract/rooms.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { postMessage } from "./chat-messages.ts";
import { createRoom, deleteRoom, removeMember } from "./chat-rooms.ts";

const user = (userId: string) => ({ userType: "user", userId });

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
  createRoom(under.corridor, { name: "lobby" }, "http");
});
afterEach(() => under.desk.close());

type Watcher = ReturnType<DeskUnderTest["desk"]["chat"]["watch"]>;

async function next(watcher: Watcher): Promise<RoomsEvent> {
  const { value } = await watcher.next();
  if (value === undefined) throw new Error("the stream is over");
  return value;
}

async function snapshot(watcher: Watcher): Promise<RoomsSnapshot> {
  const event = await next(watcher);
  if (event.type !== "snapshot") throw new Error("a patch where a snapshot was expected");
  return event;
}

async function patch(watcher: Watcher): Promise<RoomsPatch> {
  const event = next(watcher);
  under.clock.advance(LIMITS.livePatchMs);
  const value = await event;
  if (value.type !== "patch") throw new Error("a snapshot where a patch was expected");
  return value;
}

const enter = (userId: string, room = "lobby") => {
  const { secret } = under.token({}, { subject: user(userId) });
  return under.knock(`/ws/chatroom/${room}`, { authorization: `Token ${secret}` });
};
const say = (body: string) => postMessage(under.core, "lobby", body, user("alice"));

it("H9 a stream begins with the rooms, and with people and newest messages of the one looked at", async () => {
  for (let count = 1; count <= LIMITS.roomWindowMessages + 5; count++) say(`m${count}`);
  enter("alice");
  const { rooms, open, total } = await snapshot(under.desk.chat.watch("lobby"));
  expect(rooms).toMatchObject([{ name: "lobby", online: 1, connections: 1, messages: LIMITS.roomWindowMessages + 5 }]);
  expect(total).toBe(1);
  expect(open?.people).toEqual([{ subject: user("alice"), isMember: false, connections: 1 }]);
  expect(open?.messages).toHaveLength(LIMITS.roomWindowMessages);
  expect(open?.messages.at(-1)?.body).toBe(`m${LIMITS.roomWindowMessages + 5}`);
  expect((await snapshot(under.desk.chat.watch(undefined))).open).toBeNull();
  expect((await snapshot(under.desk.chat.watch("nowhere"))).open).toBeNull();
});

it("H9 what happens within 100 ms comes as one patch, messages of the open room in order", async () => {
  createRoom(under.corridor, { name: "other" }, "http");
  const watcher = under.desk.chat.watch("lobby");
  const { seq } = await snapshot(watcher);
  const alice = enter("alice");
  say("one");
  say("two");
  postMessage(under.core, "other", "elsewhere", null);
  const first = await patch(watcher);
  expect(first.seq).toBe(seq + 1);
  expect(first.messages.map(({ body }) => body)).toEqual(["one", "two"]);
  expect(first.rooms.map(({ name, posted }) => [name, posted])).toEqual([
    ["lobby", 2],
    ["other", 1],
  ]);
  expect(first.people).toHaveLength(1);
  alice.goneWith(1000);
  const second = await patch(watcher);
  expect(second).toMatchObject({ seq: seq + 2, messages: [], people: [], rooms: [{ online: 0 }] });
});

it("H9 rooms that come and go are told, and removals show in the people", async () => {
  createRoom(under.corridor, { name: "attic", kind: "private", members: [user("alice"), user("bob")] }, "http");
  const watcher = under.desk.chat.watch("attic");
  expect((await snapshot(watcher)).open?.people).toHaveLength(2);
  removeMember(under.corridor, "attic", user("bob"), "http");
  createRoom(under.corridor, { name: "new" }, "http");
  createRoom(under.corridor, { name: "brief" }, "http");
  deleteRoom(under.corridor, "brief", "http");
  const first = await patch(watcher);
  expect(first.rooms.map(({ name }) => name)).toEqual(["attic", "new"]);
  expect(first.gone).toEqual(["brief"]);
  expect(first.people).toEqual([{ subject: user("alice"), isMember: true, connections: 0 }]);
  deleteRoom(under.corridor, "attic", "http");
  expect(await patch(watcher)).toMatchObject({ gone: ["attic"], total: 2 });
});

it("H9 a window that falls behind gets a snapshot anew that holds everything", async () => {
  const watcher = under.desk.chat.watch("lobby");
  await snapshot(watcher);
  for (let count = 0; count <= LIMITS.liveBacklog; count++) {
    say(`m${count}`);
    under.clock.advance(LIMITS.livePatchMs);
  }
  const fresh = await snapshot(watcher);
  expect(fresh.open?.messages.at(-1)?.body).toBe(`m${LIMITS.liveBacklog}`);
  say("after");
  expect((await patch(watcher)).seq).toBe(fresh.seq + 1);
});

it("H9 nothing is gathered while nobody watches, and streams end with the desk", async () => {
  const watcher = under.desk.chat.watch("lobby");
  await snapshot(watcher);
  await watcher.return();
  expect(under.desk.chat.watchers).toBe(0);
  const other = under.desk.chat.watch("lobby");
  await snapshot(other);
  const waiting = other.next();
  under.desk.close();
  expect(await waiting).toEqual({ done: true, value: undefined });
});
