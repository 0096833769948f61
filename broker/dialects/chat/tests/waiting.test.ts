/** Tests what is said in rooms while the disk is waited for: nobody hears it yet, and everybody else goes on. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { listRoomMessages, postMessage } from "../../../console/chat/chat-messages.ts";
import { createRoom, deleteRoom, removeMember } from "../../../console/chat/chat-rooms.ts";
import { revertAudit } from "../../../console/edits/revert.ts";
import { exportWorkspace, importWorkspace } from "../../../console/workspace/workspace-file.ts";
import { LIMITS } from "../../../contract/limits.ts";
import { StoreError } from "../../../ports/store.ts";
import { user } from "../../../testing/chat-harness.ts";
import { DeskUnderTest } from "../../../testing/desk-harness.ts";
import type { FakeLink } from "../../../testing/fake-link.ts";
import { type SlowChatStore, SlowStore } from "../../../testing/slow-store.ts";

let under: DeskUnderTest;
let disk: SlowChatStore;
let alice: FakeLink;
let bob: FakeLink;
/** The edit that made the room. */
let made: string;
beforeEach(() => {
  const store = new SlowStore();
  disk = store.chat;
  disk.isHeld = true;
  under = new DeskUnderTest(store);
  createRoom(under.corridor, { name: "lobby", kind: "public" }, "http");
  made = under.newestAudit().id;
  [alice, bob] = [enter("alice"), enter("bob")];
});
afterEach(() => under.desk.close());

function enter(userId: string): FakeLink {
  const { secret } = under.token({}, { subject: user(userId) });
  return under.knock("/ws/chatroom/lobby", { authorization: `Token ${secret}` });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const frames = (connection: FakeLink) => connection.texts.map((text) => JSON.parse(text));
/** The texts of messages, and the words of errors. */
async function heard(connection: FakeLink): Promise<string[]> {
  await turn();
  return frames(connection).flatMap(({ message, errors }) => message?.body ?? errors?.__all__ ?? []);
}
const listed = () => listRoomMessages(under.core, "lobby", {}).items.map(({ body }) => body);
const room = () => under.core.chat.get("lobby");
const FULL = new StoreError("full", "the disk is full");
const NOT_STORED = "The message could not be stored, and was not sent; try again";

it("H3 nobody hears or reads a message before it is on disk, and an unrelated topic is not held up", async () => {
  const { secret } = under.token({ "home/#": "readwrite" });
  const [lamp, dashboard] = [under.connect(secret, "home/x"), under.connect(secret, "home/lamp")];
  alice.send({ body: "one" });
  bob.send({ body: "two" });
  lamp.publish("home/lamp", "on");
  expect(await heard(alice)).toEqual([]);
  expect(frames(dashboard)).toEqual([{ tag: "home/lamp", message: "on" }]);
  expect([listed(), room()?.messages, room()?.last]).toEqual([[], 0, null]);
  disk.land();
  disk.land();
  expect([await heard(alice), await heard(bob)]).toEqual([
    ["one", "two"],
    ["one", "two"],
  ]);
  expect([listed(), room()?.messages, room()?.last?.body]).toEqual([["two", "one"], 2, "two"]);
  expect(disk.waits).toBe(0);
});

it("H3 when the disk refuses a message its sender is told, nobody hears it, and the next one goes through", async () => {
  alice.send({ body: "lost" });
  bob.send({ body: "kept" });
  disk.fail(FULL);
  disk.land();
  expect(await heard(alice)).toEqual([NOT_STORED, "kept"]);
  expect(await heard(bob)).toEqual(["kept"]);
  expect(under.log.lines.map(({ message }) => message)).toContain("a chat message was not stored");
  expect([...under.core.journals.refusals.newest()]).toMatchObject([{ code: "not-stored", topic: "chat/lobby" }]);
});

it("H3 who says something and leaves has said it; a refusal finds nobody", async () => {
  alice.send({ body: "goodbye" });
  alice.goneWith(1005);
  disk.land();
  expect(await heard(bob)).toEqual(["goodbye"]);
  bob.send({ body: "lost" });
  bob.goneWith(1005);
  disk.fail(FULL);
  expect(listed()).toEqual(["goodbye"]);
});

it("H3 H6 what is posted over REST waits for its turn, and is answered when it is sent", async () => {
  const answers: string[] = [];
  alice.send({ body: "first" });
  const posted = postMessage(under.core, "lobby", "second", user("carol"));
  posted.then(({ body }) => answers.push(body));
  disk.land();
  expect(await heard(bob)).toEqual(["first"]);
  expect(answers).toEqual([]);
  disk.land();
  expect(await heard(bob)).toEqual(["first", "second"]);
  expect(answers).toEqual(["second"]);
  const refused = postMessage(under.core, "lobby", "third", null);
  disk.fail(FULL);
  await expect(refused).rejects.toMatchObject({ refusal: { code: "STORE_FULL" } });
});

it("H7 M5 what another dialect says there is kept at once, after what waits", async () => {
  const { secret } = under.token({ "#": "readwrite" }, { subject: user("carol") });
  const carol = under.connect(secret, "x");
  const reader = under.connect(secret, "chat/lobby", "home/x");
  alice.send({ body: "one" });
  bob.send({ body: "two" });
  carol.publish("chat/lobby", { body: "three" });
  carol.publish("home/x", 1);
  expect(await heard(bob)).toEqual(["one", "two", "three"]);
  expect(frames(reader).map(({ tag, message }) => message.body ?? tag)).toEqual(["one", "two", "three", "home/x"]);
});

it("H5 H7 what was said before a room is deleted counts among its messages, and is heard by who outlives it", async () => {
  const { secret } = under.token({ "#": "read" });
  const reader = under.connect(secret, "chat/lobby");
  alice.send({ body: "one" });
  bob.send({ body: "two" });
  expect(deleteRoom(under.corridor, "lobby", "http").messages).toBe(2);
  await turn();
  expect(frames(reader).map(({ message }) => message.body)).toEqual(["one", "two"]);
  expect(bob.closedWith?.code).toBe(4404);
  disk.land();
  expect(disk.loadRooms()).toEqual([]);
});

it("H5 what a member said before it is removed is heard by the others, and nothing after", async () => {
  alice.send({ body: "one" });
  alice.send({ body: "two" });
  removeMember(under.corridor, "lobby", user("alice"), "http");
  alice.send({ body: "three" });
  disk.land();
  expect(await heard(bob)).toEqual(["one", "two"]);
  expect(alice.closedWith?.code).toBe(4003);
  expect(listed()).toEqual(["two", "one"]);
});

it("A5 an edit that made a room is not undone while a message of it is on its way to the disk", () => {
  alice.send({ body: "said" });
  expect(() => revertAudit(under.corridor, made, "http")).toThrow("the message in lobby would be lost");
});

it("H11 an import that deletes a room says how many messages go, those among them that were on their way", () => {
  alice.send({ body: "one" });
  bob.send({ body: "two" });
  importWorkspace(under.corridor, { ...exportWorkspace(under.desk, false), rooms: [] }, "http");
  expect(under.newestAudit().summary).toMatchObject([{ subject: "Room lobby", before: "public, 2 messages" }]);
});

it("H9 a window sees a message once: in its snapshot or in a patch", async () => {
  alice.send({ body: "settling" });
  const watcher = under.desk.chat.watch("lobby");
  const begin = (await watcher.next()).value;
  expect(begin).toMatchObject({ type: "snapshot", open: { messages: [] } });
  disk.land();
  const next = watcher.next();
  under.clock.advance(LIMITS.livePatchMs);
  expect((await next).value).toMatchObject({ type: "patch", messages: [{ body: "settling" }] });
});

it("R10 a stop loses nothing that was said: it is stored and heard before the end", async () => {
  for (const body of ["one", "two", "three"]) alice.send({ body });
  const kept = disk.messages.bind(disk);
  const stopped = under.stop();
  expect(await heard(bob)).toEqual(["one", "two", "three"]);
  expect(bob.closedWith?.code).toBe(1001);
  expect(kept({ room: "lobby", limit: 10 })).toHaveLength(3);
  for (const each of [alice, bob]) each.goneWith(1001);
  await stopped;
});

it("Y1 the same when an operator stops the broker", async () => {
  alice.send({ body: "one" });
  under.desk.stopServing();
  expect(await heard(bob)).toEqual(["one"]);
  expect(bob.closedWith?.code).toBe(1001);
});
