/** Tests that what is for few is not heard through a wildcard, in any protocol. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChatUnderTest, startChat, user } from "./testing/chat-harness.ts";
import { FrameReader } from "./testing/frame-reader.ts";
import { TemporaryFolder } from "./testing/temporary-folder.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
  await stand.api("PATCH", "/settings", { anonymous: [{ pattern: "#", access: "readwrite" }] });
});
afterEach(() => stand.stop());

const publish = (topic: string, message: unknown) => stand.api("POST", "/messages", { topic, message });

async function anonymous(topic: string, fields: object = {}): Promise<FrameReader> {
  const reader = new FrameReader(await stand.connect({ path: "/ws/" }));
  await reader.next();
  reader.say({ type: "subscribe", topic, client_id: "me", ...fields });
  return reader;
}

describe("a topic for few", () => {
  it("T8 is not heard by an anonymous client through a wildcard, live or replayed, nor by its name", async () => {
    await stand.person("2");
    await publish("user:2", "earlier");
    await publish("open", "earlier");
    const reader = await anonymous("#", { last_n: 10 });
    expect(await reader.next()).toMatchObject({ type: "subscribed" });
    expect(await reader.next()).toMatchObject({ topic: "open", replayed: true });
    for (const topic of ["user:2", "user:unknown", "token:x"]) await publish(topic, "secret");
    await publish("open", "after");
    expect(await reader.next()).toMatchObject({ topic: "open" });
    expect(await (await anonymous("user:2")).next()).toMatchObject({ type: "error" });
    expect(await (await anonymous("+")).next()).toMatchObject({ type: "subscribed" });
  });

  it("T8 is not heard by a token with a wildcard, is by one that is granted its name, and by its subject", async () => {
    const mine = await stand.person("2");
    const wide = await stand.token({ "#": "readwrite" });
    await stand.api("PATCH", "/settings", { allowOverlaps: true });
    const named = await stand.token({ "user:2": "read" });
    const all = await stand.connect({ ...wide, filters: ["#"] });
    const one = await stand.connect({ ...named, filters: ["user:2"] });
    expect(await stand.knock({ ...wide, filters: ["user:2"] }).closed).toMatchObject({ code: 4003 });
    const realtime = new FrameReader(await stand.connect({ path: "/ws/realtime/" }));
    await realtime.next();
    expect(await realtime.ask({ type: "authenticate", token: mine })).toMatchObject({ type: "auth_success" });
    const sender = await stand.connect({ ...wide, filters: ["none"] });
    sender.publish("user:2", "secret");
    sender.publish("open", 1);
    await one.received(1);
    await all.received(1);
    expect(all.messages).toEqual([{ tag: "open", message: 1 }]);
    expect(one.messages).toEqual([{ tag: "user:2", message: "secret" }]);
    expect(await realtime.next()).toMatchObject({ topic: "user:2", data: "secret" });
  });

  it("T8 becomes one when the first of a user type comes, at once", async () => {
    const wide = await stand.token({ "#": "read" });
    const all = await stand.connect({ ...wide, filters: ["#"] });
    await publish("robot:7", "before");
    await all.received(1);
    await stand.token({}, { subject: { userType: "robot", userId: "7" } });
    await publish("robot:7", "after");
    await publish("open", 1);
    await all.received(2);
    expect(all.messages.map(({ tag }) => tag)).toEqual(["robot:7", "open"]);
  });

  it("T8 closes who hears it through a wildcard's permission when it becomes one, as the preview says", async () => {
    const wide = await stand.token({ "#": "read" });
    const named = await stand.connect({ ...wide, filters: ["robot:7", "open"] });
    const all = await stand.connect({ ...wide, filters: ["#"] });
    const gone = named.closed;
    const made = await stand.api("POST", "/tokens", { subject: { userType: "robot", userId: "7" } });
    expect(made.body.closed).toMatchObject([{ code: 4003, filter: "robot:7", today: "read", after: "none" }]);
    expect(await gone).toMatchObject({ code: 4003, reason: "topic is heard by name only now: robot:7" });
    await publish("robot:7", "secret");
    await publish("open", 1);
    await all.received(1);
    expect(all.messages).toEqual([{ tag: "open", message: 1 }]);
  });

  it("T8 R7 what is said in a private room of many is not heard through `#`, from the edit on that makes it private", async () => {
    const alice = await stand.person("alice");
    const members = [user("alice")];
    const wide = await stand.token({ "#": "read" });
    await stand.api("PATCH", "/settings", { allowOverlaps: true });
    const chat = await stand.token({ "chat/#": "read" });
    const all = await stand.connect({ ...wide, filters: ["#"] });
    const rooms = await stand.connect({ ...chat, filters: ["chat/#"] });
    const byTopic = await stand.connect({ ...wide, filters: ["chat/team"] });
    const gone = byTopic.closed;
    const made = await stand.api("POST", "/rooms", { name: "team", kind: "private", members });
    expect(made.status).toBe(201);
    expect(await gone).toMatchObject({ code: 4003, reason: "topic is heard by name only now: chat/team" });
    expect(await stand.knock({ ...wide, filters: ["chat/team"] }).closed).toMatchObject({ code: 4003 });
    (await stand.enter("team", alice)).say("just us");
    await rooms.received(1);
    const reader = await anonymous("#", { last_n: 10 });
    expect(await reader.next()).toMatchObject({ type: "subscribed" });
    await publish("open", 1);
    await all.received(1);
    expect(await reader.next()).toMatchObject({ topic: "open" });
    expect(all.messages).toEqual([{ tag: "open", message: 1 }]);
  });

  it("T8 a private room that is deleted takes what its topic keeps along: nobody hears it later", async () => {
    const alice = await stand.person("alice");
    await stand.api("POST", "/rooms", { name: "team", kind: "private", members: [user("alice")] });
    const chat = await stand.token({ "chat/#": "read" });
    const rooms = await stand.connect({ ...chat, filters: ["chat/#"] });
    (await stand.enter("team", alice)).say("just us");
    await rooms.received(1);
    const listener = await anonymous("#");
    expect(await listener.next()).toMatchObject({ type: "subscribed" });
    expect((await stand.api("DELETE", "/rooms/team")).status).toBe(200);
    const reader = await anonymous("#", { last_n: 10 });
    expect(await reader.next()).toMatchObject({ type: "subscribed" });
    await publish("chat/team", "a topic like any other");
    expect(await reader.next()).toMatchObject({ message: { payload: "a topic like any other" } });
    // Nor is it told that there was one.
    expect(await listener.next()).toMatchObject({ message: { payload: "a topic like any other" } });
  });

  it("T8 a room is private from the import on that makes it so, and public from the one on that undoes it", async () => {
    const wide = await stand.token({ "#": "read" });
    const all = await stand.connect({ ...wide, filters: ["#"] });
    const file = (await stand.api("GET", "/workspace?withSecrets=true")).body;
    const said = async (kind: "public" | "private", body: string) => {
      await stand.api("PUT", "/workspace", { ...file, rooms: [{ name: "team", kind, members: [] }] });
      await stand.api("POST", "/rooms/team/messages", { body });
    };
    await said("public", "one");
    await said("private", "two");
    await said("public", "three");
    await all.received(2);
    expect(all.messages.map(({ message }) => message)).toMatchObject([{ body: "one" }, { body: "three" }]);
  });

  it("T8 a private room is one after a restart", async () => {
    const folder = new TemporaryFolder();
    const first = await startChat({ dataFolder: folder.path });
    await first.room("team", "private");
    const wide = await first.token({ "#": "read" });
    await first.stop();
    const second = await startChat({ dataFolder: folder.path });
    expect(await second.knock({ ...wide, filters: ["chat/team"] }).closed).toMatchObject({ code: 4003 });
    await second.stop();
    folder.remove();
  });

  it("T8 R8 explain says so, and names a change that would help", async () => {
    await stand.person("2");
    const wide = await stand.token({ "#": "read" });
    const explained = async (topic: string) =>
      (await stand.api("POST", "/access/explain", { tokenId: wide.id, action: "subscribe", topic })).body;
    const refused = await explained("user:2");
    expect(refused).toMatchObject({ allowed: false, step: "by-name" });
    expect(refused.reason).toMatch(/may not subscribe to user:2: it is a topic for few .* # begins with a wildcard/);
    expect(refused.fix.text).toMatch(/would overlap the tag #/);
    const all = await explained("#");
    expect(all).toMatchObject({ allowed: true });
    expect(all.trace.at(-1)).toMatchObject({
      passed: true,
      text: expect.stringMatching(/does not hear topics for few/),
    });
  });

  it("T8 what two say to each other in their room is heard by who is granted `chat/#`, not through `#`", async () => {
    const alice = await stand.person("alice");
    await stand.person("bob");
    const { name } = (await stand.api("POST", "/rooms/direct", { between: [user("alice"), user("bob")] })).body;
    await stand.room("lobby");
    const wide = await stand.token({ "#": "read" });
    await stand.api("PATCH", "/settings", { allowOverlaps: true });
    const chat = await stand.token({ "chat/#": "read" });
    const all = await stand.connect({ ...wide, filters: ["#"] });
    const rooms = await stand.connect({ ...chat, filters: ["chat/#"] });
    (await stand.enter(name, alice)).say("just us");
    await rooms.received(1);
    (await stand.enter("lobby", alice)).say("everybody");
    await rooms.received(2);
    await all.received(1);
    expect(all.messages.map(({ tag }) => tag)).toEqual(["chat/lobby"]);
    expect(rooms.messages.map(({ tag }) => tag)).toEqual([`chat/${name}`, "chat/lobby"]);
  });
});
