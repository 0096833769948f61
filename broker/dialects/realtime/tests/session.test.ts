import { beforeEach, describe, expect, it } from "vitest";
import { updateSettings } from "../../../console/edits/settings.ts";
import { publishAsOperator } from "../../../console/speak/publish.ts";
import { LIMITS } from "../../../contract/limits.ts";
import { DeskUnderTest } from "../../../testing/desk-harness.ts";
import type { FakeLink } from "../../../testing/fake-link.ts";
import type { Frame } from "../../../testing/realtime-client.ts";

let desk: DeskUnderTest;
beforeEach(() => {
  desk = new DeskUnderTest();
});

/** What the client has heard when the turn is over. */
async function heard(connection: FakeLink): Promise<Frame[]> {
  await new Promise(setImmediate);
  return connection.takeTexts().map((text) => JSON.parse(text));
}

async function ask(connection: FakeLink, frame: unknown): Promise<Frame> {
  connection.say(frame);
  return (await heard(connection)).at(-1);
}

async function connect(secret: string): Promise<FakeLink> {
  const client = desk.knock("/ws/realtime/");
  client.say({ type: "authenticate", token: secret });
  await heard(client);
  return client;
}

type Rights = Parameters<DeskUnderTest["token"]>[0];
const token = (userId: string, rights: Rights = {}, userType = "user") =>
  desk.token(rights, { subject: { userType, userId } });
const user = async (userId: string, rights: Rights = {}) => connect(token(userId, rights).secret);
const publish = (topic: string, message: unknown) => publishAsOperator(desk.core, { topic, message });
const error = (message: string) => ({ type: "error", message, code: expect.any(String) });

describe("topics", () => {
  it("Q6 a subject's own topic is its own from the start, without any permission", async () => {
    const client = await user("1");
    publish("user:1", "hello");
    expect(await heard(client)).toMatchObject([{ type: "message", topic: "user:1", data: "hello" }]);
    expect(await ask(client, { type: "subscribe", topic: "user:1" })).toEqual({ type: "subscribed", topic: "user:1" });
    publish("user:1", "once");
    expect(await heard(client)).toMatchObject([{ data: "once" }]);
  });

  it("Q6 its own topic may be given up and taken again", async () => {
    const client = await user("1");
    await ask(client, { type: "unsubscribe", topic: "user:1" });
    publish("user:1", "unheard");
    expect(await heard(client)).toEqual([]);
    await ask(client, { type: "subscribe", topic: "user:1" });
    publish("user:1", "heard");
    expect(await heard(client)).toMatchObject([{ data: "heard" }]);
  });

  it("Q6 another subject's topic is refused whatever the permissions say, also of one that has no token", async () => {
    const client = await user("1", { "#": "readwrite" });
    token("2");
    const other = desk.token({});
    for (const topic of ["user:2", "user:999", "user:", `token:${other.id}`, "token:x"]) {
      expect(await ask(client, { type: "subscribe", topic })).toEqual(error(`Access denied to topic: ${topic}`));
    }
    expect([...desk.core.journals.refusals.newest()][0]).toMatchObject({ code: "topic-of-another" });
    publish("user:2", "secret");
    expect(await heard(client)).toEqual([]);
  });

  it("Q6 wildcards are refused: they would hear the topics of others", async () => {
    const client = await user("1", { "#": "readwrite" });
    token("2");
    for (const topic of ["#", "+", "chat/+", "user:2/#"]) {
      expect(await ask(client, { type: "subscribe", topic })).toEqual(error(`Access denied to topic: ${topic}`));
    }
  });

  it("Q6 every other topic is decided by permissions, a refusal is recorded, and the topic is told with its messages", async () => {
    const client = await user("1", { "chat:room1": "read" });
    expect(await ask(client, { action: "subscribe", topic: "chat:room2" })).toEqual(
      error("Access denied to topic: chat:room2"),
    );
    expect([...desk.core.journals.refusals.newest()][0]).toMatchObject({
      code: "filter-not-covered",
      topic: "chat:room2",
      nearest: { pattern: "chat:room1" },
    });
    expect(await ask(client, { action: "subscribe", topic: "chat:room1" })).toEqual({
      type: "subscribed",
      topic: "chat:room1",
    });
    publish("chat:room1", 1);
    publish("chat:room2", 2);
    expect(await heard(client)).toMatchObject([{ topic: "chat:room1", data: 1 }]);
  });

  it("Q4 a missing topic, and one of another type, is Missing topic", async () => {
    const client = await user("1");
    for (const frame of [{}, { topic: "" }, { topic: 5 }, { topic: null }, { topic: ["a"] }]) {
      expect(await ask(client, { type: "subscribe", ...frame })).toEqual(error("Missing topic"));
      expect(await ask(client, { type: "unsubscribe", ...frame })).toEqual(error("Missing topic"));
    }
  });

  it("Q4 a topic that can be none is refused, and an endless one is not remembered whole", async () => {
    const client = await user("1", { "#": "read" });
    const long = "x".repeat(LIMITS.topicBytes * 4);
    for (const topic of ["a/+b", "\ud800", long]) {
      const answer = await ask(client, { type: "subscribe", topic });
      expect(answer.message).toMatch(/^Access denied to topic: /);
    }
    const [entry] = desk.core.journals.refusals.newest();
    expect(entry?.topic?.length).toBeLessThanOrEqual(LIMITS.topicBytes);
  });

  it("Q3 the time of a message is a float of epoch seconds, and long numbers keep their digits", async () => {
    const client = await user("1");
    publishAsOperator(desk.core, { topic: "user:1", json: "12345678901234567890" });
    await new Promise(setImmediate);
    const [text] = client.takeTexts();
    expect(text).toContain('"data":12345678901234567890}');
    expect(text).toContain(`"timestamp":${desk.clock.now() / 1000}.000,`);
  });

  it("Q2 unsubscribing from what one never held is answered like any other", async () => {
    const client = await user("1");
    expect(await ask(client, { type: "unsubscribe", topic: "chat:x" })).toEqual({
      type: "unsubscribed",
      topic: "chat:x",
    });
  });
});

describe("revocation", () => {
  const deletePermission = (tokenId: string) => {
    const permission = [...desk.core.policy.current.permissions.values()].find((one) => one.tokenId === tokenId);
    return desk.edit({ kind: "permission.delete", id: permission?.id ?? "" });
  };

  it("X4 R2 in strict mode a lost permission closes with 4003", async () => {
    const { id, secret } = token("1", { "chat:room1": "read" });
    const client = await connect(secret);
    await ask(client, { type: "subscribe", topic: "chat:room1" });
    deletePermission(id);
    expect(client.closedWith).toEqual({ code: 4003, reason: "permission revoked: chat:room1" });
  });

  it("X4 R4 in minimal mode it takes the subscription alone, what waits on it is discarded, and the client is told", async () => {
    updateSettings(desk.corridor, { enforcement: "minimal" }, "http");
    const { id, secret } = token("1", { "chat:room1": "read" });
    const client = await connect(secret);
    await ask(client, { type: "subscribe", topic: "chat:room1" });
    publish("chat:room1", "waits");
    publish("user:1", "stays");
    const { effect } = deletePermission(id);
    expect(effect.closed).toEqual([]);
    expect(effect.narrowed).toMatchObject([{ topicPattern: "chat:room1", lost: "subscribe" }]);
    publish("chat:room1", "after");
    expect(await heard(client)).toMatchObject([
      { type: "message", topic: "user:1", data: "stays" },
      { type: "unsubscribed", topic: "chat:room1", reason: "permission revoked" },
    ]);
    expect(client.closedWith).toBeNull();
  });

  it("Q5 R1 another subject for the token closes its connections with 4002", async () => {
    const { id, secret } = token("1");
    const client = await connect(secret);
    desk.edit({ kind: "token.update", id, patch: { subject: { userType: "user", userId: "9" } } });
    expect(client.closedWith).toEqual({ code: 4002, reason: "subject changed" });
  });
});

describe("custom messages", () => {
  it("Q7 echo answers the payload as it was written, in each of its spellings", async () => {
    const client = await user("5");
    for (const head of ['"type":"custom","message_type":"echo"', '"message_type":"echo"', '"action":"echo"']) {
      client.say(`{${head},"payload":[12345678901234567890,{"a":null}]}`);
      await new Promise(setImmediate);
      expect(client.takeTexts()).toEqual(['{"type":"echo","user_id":5,"payload":[12345678901234567890,{"a":null}]}']);
    }
    expect(await ask(client, { message_type: "echo" })).toEqual({ type: "echo", user_id: 5, payload: null });
  });

  it("Q7 set_meta stores any value on the subject, and all connections of it see one store", async () => {
    const { secret } = token("5");
    const [one, two] = [await connect(secret), await connect(secret)];
    const frame = { type: "custom", message_type: "set_meta", key: "color", value: { dark: true } };
    expect(await ask(one, frame)).toEqual({ type: "ack", key: "color", value: { dark: true } });
    expect(await ask(two, { ...frame, key: "size", value: 0 })).toEqual({ type: "ack", key: "size", value: 0 });
    const meta = desk.core.audience.metaOf({ userType: "user", userId: "5" });
    expect([...meta]).toEqual([
      ["color", '{"dark":true}'],
      ["size", "0"],
    ]);
  });

  it("Q7 what a subject stored outlives its connections, and a new process knows nothing of it", async () => {
    const { secret } = token("5");
    const client = await connect(secret);
    await ask(client, { message_type: "set_meta", key: "color", value: "red" });
    client.goneWith(1000);
    const subject = { userType: "user", userId: "5" };
    expect(desk.core.registry.size).toBe(0);
    expect(desk.core.audience.metaOf(subject).get("color")).toBe('"red"');
    const next = new DeskUnderTest(desk.store);
    expect(next.core.audience.metaOf(subject).size).toBe(0);
    next.desk.close();
  });

  it("Q7 what a subject stores is bounded", async () => {
    const client = await user("5");
    const set = (key: unknown, value: unknown) => ask(client, { message_type: "set_meta", key, value });
    expect((await set("big", "x".repeat(LIMITS.metaValueBytes))).code).toBe("meta-too-large");
    expect((await set("k".repeat(LIMITS.metaKeyLength + 1), 1)).code).toBe("meta-too-large");
    expect((await set(5, 1)).code).toBe("meta-key-missing");
    for (let i = 0; i < LIMITS.metaKeys; i++) expect((await set(`key ${i}`, i)).type).toBe("ack");
    expect((await set("one more", 1)).code).toBe("meta-too-large");
    expect((await set("key 0", "changed")).type).toBe("ack");
  });

  it("Q4 Q7 any other kind is an unsupported message type", async () => {
    const client = await user("5");
    for (const frame of [{ type: "custom" }, { type: "publish" }, {}, { type: 5 }, { message_type: { a: 1 } }]) {
      expect(await ask(client, frame)).toEqual(error("Unsupported message type"));
    }
    expect(await ask(client, "[1]")).toEqual(error("Invalid JSON"));
    expect(await ask(client, "nonsense")).toEqual(error("Invalid JSON"));
    client.handler?.onFrame(new Uint8Array(1), false);
    expect(await heard(client)).toEqual([error("Invalid JSON")]);
    expect(await ask(client, { type: "response" })).toEqual(error("Missing request_id"));
    expect(await ask(client, { type: "response", request_id: 7 })).toEqual(error("Missing request_id"));
  });
});
