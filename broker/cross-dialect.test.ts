import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { FrameReader } from "./testing/frame-reader.ts";
import { authenticated, type RealtimeClient, stranger } from "./testing/realtime-client.ts";

/** One topic space: what any dialect publishes, every other hears in frames of its own. */
let stand: EngineUnderTest;
let secret: string;
beforeEach(async () => {
  stand = await startEngine();
  ({ secret } = await stand.token({ "house/#": "readwrite", "pub/#": "readwrite" }));
});
afterEach(() => stand.stop());

const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
const id = expect.stringMatching(/^[0-9a-f-]{36}$/);

const broker = async (...filters: string[]) => new FrameReader(await stand.connect({ secret, filters }));

async function pubsub(...topics: string[]): Promise<FrameReader> {
  const reader = new FrameReader(await stand.connect({ path: "/ws/", secret }));
  await reader.next();
  for (const topic of topics) await reader.ask({ type: "subscribe", topic, client_id: "sub" });
  return reader;
}

async function realtime(...topics: string[]): Promise<RealtimeClient> {
  const { client } = await authenticated(stand, secret);
  for (const topic of topics) expect(await client.ask({ type: "subscribe", topic })).toMatchObject({ topic });
  return client;
}

describe("between dialects", () => {
  it("P2 P4 M1 a message of the broker dialect reaches pub/sub in its frames, digits kept, and makes the topic", async () => {
    const reader = await pubsub("house/#");
    const writer = await broker("house/other");
    writer.client.send('{"tag":"house/temp","message":{"big":12345678901234567890}}');
    const heard = await reader.next();
    expect(heard).toMatchObject({
      type: "message",
      topic: "house/temp",
      message: { id, timestamp: at },
      publisher_client_id: null,
    });
    expect(reader.client.texts.at(-1)).toContain('"payload":{"big":12345678901234567890}');
    const frame = { type: "publish", topic: "house/temp", client_id: "c", message: { payload: 1 } };
    expect(await reader.ask(frame)).toMatchObject({ type: "published", topic: "house/temp" });
  });

  it("M3 P5 a message of pub/sub reaches the broker dialect as tag and message, whatever its payload", async () => {
    const reader = await broker("house/+");
    const writer = await pubsub("house/temp");
    for (const payload of [{ celsius: 21.5 }, 0, false, "", null, []]) {
      await writer.ask({ type: "publish", topic: "house/temp", client_id: "w", message: { payload } });
      expect(await reader.next()).toEqual({ tag: "house/temp", message: payload });
    }
  });

  it("M5 P7 both hear one order, live and replayed, and the console keeps it with the publisher's name", async () => {
    const [one, other] = [await broker("house/#"), await pubsub("house/a")];
    const [first, second] = [await broker("house/none"), await pubsub()];
    for (let n = 0; n < 20; n += 2) {
      first.say({ tag: "house/a", message: n });
      expect(await one.next()).toEqual({ tag: "house/a", message: n });
      await second.ask({ type: "publish", topic: "house/a", client_id: "w", message: { payload: n + 1 } });
      expect(await one.next()).toEqual({ tag: "house/a", message: n + 1 });
    }
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    expect((await other.take(20)).map(({ message }) => message.payload)).toEqual(numbers);
    const late = await pubsub();
    await late.ask({ type: "subscribe", topic: "house/+", client_id: "late", last_n: 20 });
    expect((await late.take(20)).map(({ message }) => message.payload)).toEqual(numbers);
    const { items } = (await stand.api("GET", "/messages?topic=house/a&limit=2")).body;
    expect(items).toMatchObject([
      { json: "19", clientId: "w" },
      { json: "18", clientId: null },
    ]);
  });

  it("M2 R5 X4 one policy rules all: what is revoked is lost in every dialect at once", async () => {
    const [one, other] = [await broker("house/#"), await pubsub("house/#")];
    const { items } = (await stand.api("GET", "/tokens")).body;
    const permission = await stand.permissionId(items[0].id, "house/#");
    const edit = await stand.api("DELETE", `/permissions/${permission}`);
    expect(edit.body.closed.map((each: { code: number }) => each.code)).toEqual([4003, 4003]);
    for (const { client } of [one, other]) expect(await client.closed).toMatchObject({ code: 4003 });
  });

  it("C6 X3 the connections of a token count together, whatever they speak", async () => {
    const { secret: narrow } = await stand.token({ "pub/#": "read" }, { maxConnections: 2 });
    await stand.connect({ secret: narrow, filters: ["pub/a"] });
    await stand.connect({ path: "/ws/", secret: narrow });
    const third = await stand.connect({ path: "/ws/", secret: narrow });
    expect(await third.closed).toMatchObject({ code: 4004 });
  });

  it("P11 O6 the operator's message reaches all", async () => {
    const readers = [await broker("house/#"), await pubsub("house/#")];
    await stand.api("POST", "/messages", { topic: "house/all", message: { hello: 1 } });
    expect(await readers[0]?.next()).toEqual({ tag: "house/all", message: { hello: 1 } });
    expect(await readers[1]?.next()).toMatchObject({ topic: "house/all", message: { payload: { hello: 1 } } });
  });

  it("Q3 M1 P2 what the others publish reaches realtime in its frames, digits kept, in one order", async () => {
    const reader = await realtime("house/temp");
    const [one, other] = [await broker("house/none"), await pubsub()];
    one.client.send('{"tag":"house/temp","message":{"big":12345678901234567890}}');
    const text = await reader.nextText();
    expect(JSON.parse(text)).toMatchObject({ type: "message", topic: "house/temp", timestamp: expect.any(Number) });
    expect(text).toContain('"data":{"big":12345678901234567890}');
    for (const payload of [{ celsius: 21.5 }, 0, false, "", null, []]) {
      await other.ask({ type: "publish", topic: "house/temp", client_id: "w", message: { payload } });
      expect(await reader.next()).toMatchObject({ type: "message", topic: "house/temp", data: payload });
    }
  });

  it("Q6 a user's own topic is heard by other dialects where the operator grants it, and by no other user", async () => {
    const { secret: wide } = await stand.token({ "user:2": "read" }, { subject: { userType: "user", userId: "1" } });
    const listener = new FrameReader(await stand.connect({ secret: wide, filters: ["user:2"] }));
    const { client } = await authenticated(stand, wide);
    await stand.token({}, { subject: { userType: "user", userId: "2" } });
    expect(await client.ask({ type: "subscribe", topic: "user:2" })).toMatchObject({ code: "topic-of-another" });
    await stand.api("POST", "/realtime/publish", { topic: "user:2", data: "for 2" });
    expect(await listener.next()).toEqual({ tag: "user:2", message: "for 2" });
    await stand.api("POST", "/realtime/users/user/2/send", { data: "direct" });
    await stand.api("POST", "/realtime/broadcast", { data: "to all" });
    expect(await client.next()).toMatchObject({ data: "to all" });
    expect(listener.client.texts).toHaveLength(1);
  });

  it("Q4 C6 X4 realtime counts in the same limit and loses the same permission in the same edit", async () => {
    const token = await stand.token({ "own/a": "read" }, { maxConnections: 2 });
    const first = new FrameReader(await stand.connect({ secret: token.secret, filters: ["own/a"] }));
    const { client } = await authenticated(stand, token.secret);
    await client.ask({ type: "subscribe", topic: "own/a" });
    const late = await stranger(stand);
    expect(await late.ask({ type: "authenticate", token: token.secret })).toMatchObject({
      message: "Too many connections",
    });
    expect(await late.closed).toMatchObject({ code: 4004 });
    const edit = await stand.api("DELETE", `/permissions/${await stand.permissionId(token.id, "own/a")}`);
    expect(edit.body.closed.map((each: { code: number }) => each.code)).toEqual([4003, 4003]);
    expect(await first.client.closed).toMatchObject({ code: 4003 });
    expect(await client.closed).toMatchObject({ code: 4003 });
  });

  describe("and chat rooms", () => {
    const alice = { userType: "user", userId: "alice" };
    let talker: { readonly secret: string };
    beforeEach(async () => {
      await stand.api("POST", "/rooms", { name: "lobby" });
      talker = await stand.token({ "chat/+": "readwrite" }, { subject: alice });
    });
    const enter = async () => {
      const reader = new FrameReader(await stand.connect({ path: "/ws/chatroom/lobby", secret: talker.secret }));
      expect(await reader.next()).toMatchObject({ event: "online_count" });
      return reader;
    };

    it("H7 what is said in a room reaches the broker dialect, pub/sub and realtime, each in its frames", async () => {
      const { secret: reads } = await stand.token({}, { name: "Reader" });
      const { items } = (await stand.api("GET", "/tokens")).body;
      const reader = items.find(({ name }: { name: string | null }) => name === "Reader");
      const { items: tags } = (await stand.api("GET", "/tags")).body;
      const tag = tags.find(({ pattern }: { pattern: string }) => pattern === "chat/+");
      await stand.api("PUT", "/permissions", { tokenId: reader.id, tagId: tag.id, access: "read" });
      const one = new FrameReader(await stand.connect({ secret: reads, filters: ["chat/lobby"] }));
      const two = new FrameReader(await stand.connect({ path: "/ws/", secret: reads }));
      await two.next();
      await two.ask({ type: "subscribe", topic: "chat/+", client_id: "c" });
      const three = new FrameReader(await stand.connect({ path: "/ws/realtime/" }));
      await three.next();
      await three.ask({ type: "authenticate", token: reads });
      await three.ask({ type: "subscribe", topic: "chat/lobby" });
      const room = await enter();
      const { message } = await room.ask({ body: "hello" });
      expect(message).toMatchObject({ body: "hello", author: { id: "alice" } });
      expect(await one.next()).toEqual({ tag: "chat/lobby", message });
      expect(await two.next()).toMatchObject({ topic: "chat/lobby", message: { payload: message } });
      expect(await three.next()).toMatchObject({ type: "message", topic: "chat/lobby", data: message });
    });

    it("H7 what pub/sub publishes there with a body is said in the room as its token's subject, and kept first", async () => {
      const room = await enter();
      const writer = new FrameReader(await stand.connect({ path: "/ws/", secret: talker.secret }));
      await writer.next();
      await stand.api("POST", "/topics", { name: "chat/lobby" });
      const frame = {
        type: "publish",
        topic: "chat/lobby",
        client_id: "w",
        message: { payload: { body: " from afar " } },
      };
      expect(await writer.ask(frame)).toMatchObject({ type: "published" });
      const { message } = await room.next();
      expect(message).toMatchObject({ body: "from afar", author: { id: "alice", username: "alice" } });
      expect((await stand.api("GET", "/rooms/lobby/messages")).body.items).toEqual([message]);
      const long = { ...frame, message: { payload: { body: "x".repeat(4001) } } };
      expect(await writer.ask(long)).toMatchObject({ type: "error", code: "BAD_REQUEST" });
    });

    it("H3 Q7 an author's picture is what it stored about itself in the realtime dialect", async () => {
      const self = new FrameReader(await stand.connect({ path: "/ws/realtime/" }));
      await self.next();
      await self.ask({ type: "authenticate", token: talker.secret });
      const avatar = "https://example.com/alice.png";
      await self.ask({ type: "custom", message_type: "set_meta", key: "avatar", value: avatar });
      const room = await enter();
      expect((await room.ask({ body: "hi" })).message.author).toEqual({ id: "alice", username: "alice", avatar });
    });
  });
});
