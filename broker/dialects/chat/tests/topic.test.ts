/** Tests that a room is a topic of the engine: heard and written by other dialects under their own permissions (H7). */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ChatUnderTest, startChat, user } from "../../../testing/chat-harness.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
  await stand.room("lobby");
});
afterEach(() => stand.stop());

it("H7 what is said in a room reaches readers of other dialects on the topic chat/<room>", async () => {
  const reader = await stand.token({ "chat/+": "read" });
  const listener = await stand.connect({ ...reader, filters: ["chat/lobby"] });
  const alice = await stand.enter("lobby", await stand.person("alice"));
  alice.say("hello");
  const { message } = await alice.heard("hello");
  await listener.received(1);
  expect(listener.messages).toEqual([{ tag: "chat/lobby", message }]);
});

it("H7 what another dialect publishes there with a body is stored and said as its token's subject", async () => {
  const carol = await stand.token({ "chat/+": "readwrite" }, { subject: user("carol") });
  const other = await stand.token({ "x/#": "readwrite", "chat/+": "read" });
  const publisher = await stand.connect({ ...carol, filters: ["chat/lobby"] });
  const witness = await stand.connect({ ...other, filters: ["chat/lobby"] });
  const alice = await stand.enter("lobby", await stand.person("alice"));
  publisher.publish("chat/lobby", { body: "  from outside ", mood: 12345678901234567890n.toString() });
  const { message } = await alice.heard("from outside");
  expect(message?.author).toEqual({ id: "carol", username: "carol", avatar: null });
  expect((await stand.api("GET", "/rooms/lobby/messages")).body.items).toEqual([message]);
  await witness.received(1);
  expect(witness.messages).toEqual([
    { tag: "chat/lobby", message: { body: "  from outside ", mood: "12345678901234567890" } },
  ]);
  expect(publisher.texts).toEqual([]);
});

it("H7 a token without a subject speaks as itself, and the operator as system", async () => {
  const { id, secret } = await stand.token({ "chat/+": "readwrite" }, { name: "Doorbell" });
  const bell = await stand.connect({ secret, filters: ["chat/lobby"] });
  const alice = await stand.enter("lobby", await stand.person("alice"));
  bell.publish("chat/lobby", { body: "ring" });
  expect((await alice.heard("ring")).message?.author).toMatchObject({ id, username: "Doorbell" });
  const { body } = await stand.api("POST", "/messages", { topic: "chat/lobby", message: { body: "maintenance" } });
  expect(body.delivered).toBe(2);
  expect((await alice.heard("maintenance")).message?.author).toEqual({
    id: "system",
    username: "system",
    avatar: null,
  });
});

it("H7 what has no body stays with the other dialects", async () => {
  const carol = await stand.token({ "chat/+": "readwrite" });
  const publisher = await stand.connect({ ...carol, filters: ["chat/lobby"] });
  const witness = await stand.connect({ ...carol, filters: ["chat/lobby"] });
  const alice = await stand.enter("lobby", await stand.person("alice"));
  for (const value of [1, null, "text", [], {}, { text: "x" }]) publisher.publish("chat/lobby", value);
  publisher.publish("chat/lobby", { body: "heard" });
  await alice.heard("heard");
  await witness.received(7);
  expect(alice.bodies).toEqual(["heard"]);
  expect(alice.frames.map(({ event }) => event)).toEqual(["online_count", "message"]);
});

it("H7 a body that breaks the room's rules is refused with their reason, and nobody hears it", async () => {
  const { secret } = await stand.token({ "chat/+": "readwrite" });
  const publisher = await stand.connect({ secret, filters: ["chat/lobby"], path: "/ws/brocker/?errors=1" });
  const witness = await stand.connect({ secret, filters: ["chat/lobby"] });
  publisher.publish("chat/lobby", { body: "x".repeat(4001) });
  publisher.publish("chat/lobby", { body: 7 });
  await publisher.received(2);
  expect(publisher.texts.map((text) => JSON.parse(text).error.code)).toEqual(["body-too-long", "body-missing"]);
  const answer = await stand.api("POST", "/messages", { topic: "chat/lobby", message: { body: " " } });
  expect(answer).toMatchObject({
    status: 400,
    body: { field: "message", message: "message: This field is required." },
  });
  publisher.publish("chat/lobby", { body: "fine" });
  await witness.received(1);
  expect(witness.messages).toMatchObject([{ message: { body: "fine" } }]);
});

it("H7 publishing needs the permission of the publisher's dialect; a member of the room has none by that", async () => {
  const { secret } = await stand.token({ "chat/+": "read" }, { subject: user("alice") });
  const publisher = await stand.connect({ secret, filters: ["chat/lobby"], path: "/ws/brocker/?errors=1" });
  publisher.publish("chat/lobby", { body: "no" });
  await publisher.received(1);
  expect(JSON.parse(publisher.texts[0] ?? "").error.code).toBe("publish-needs-readwrite");
  expect((await stand.api("GET", "/rooms/lobby/messages")).body.items).toEqual([]);
});

it("H7 a body on the topic of no room is a message like any other", async () => {
  const { secret } = await stand.token({ "chat/#": "readwrite" });
  const publisher = await stand.connect({ secret, filters: ["chat/x"] });
  const witness = await stand.connect({ secret, filters: ["chat/#"] });
  publisher.publish("chat/nowhere", { body: "x" });
  publisher.publish("chat/lobby/deeper", { body: "y" });
  await witness.received(2);
  await stand.room("nowhere");
  publisher.publish("chat/nowhere", { body: "now kept" });
  await witness.received(3);
  const { items } = (await stand.api("GET", "/rooms/nowhere/messages")).body;
  expect(items.map(({ body }: { body: string }) => body)).toEqual(["now kept"]);
});
