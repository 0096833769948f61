import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "./contract/limits.ts";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { FrameReader } from "./testing/frame-reader.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const at = expect.stringMatching(ISO);
const made = expect.stringMatching(UUID);

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine({ anonymous: [{ pattern: "#", access: "readwrite" }] });
});
afterEach(() => stand.stop());

/** A client that has been greeted. */
async function join(path = "/ws/", secret?: string): Promise<FrameReader> {
  const reader = new FrameReader(await stand.connect({ path, secret }));
  await reader.next();
  return reader;
}
const subscribe = (topic: string, client_id = "reader", more: object = {}) => ({
  type: "subscribe",
  topic,
  client_id,
  ...more,
});
const publish = (topic: string, payload: unknown, more: object = {}) => ({
  type: "publish",
  topic,
  client_id: "writer",
  message: { payload },
  ...more,
});

async function hearing(topic: string, client_id?: string): Promise<FrameReader> {
  const reader = await join();
  expect(await reader.ask(subscribe(topic, client_id))).toMatchObject({ type: "subscribed", topic });
  return reader;
}

describe("a pub/sub connection", () => {
  it.each(["/ws/", "/ws"])("P2 at %s is greeted first, with its id", async (path) => {
    const reader = new FrameReader(await stand.connect({ path }));
    const [row] = await stand.connections();
    expect(await reader.next()).toEqual({
      type: "connected",
      connection_id: row?.id,
      status: "success",
      timestamp: at,
    });
    expect(row).toMatchObject({ dialect: "pubsub", credentialsBy: "none", tokenId: "$anonymous" });
  });

  it("P1 P2 X5 answers each request in its shape, repeats its request_id, and says null where there was none", async () => {
    const reader = await join();
    const named = { topic: "orders", client_id: "c1", status: "success", timestamp: at };
    expect(await reader.ask(subscribe("orders", "c1", { request_id: "any text" }))).toEqual({
      type: "subscribed",
      ...named,
      request_id: "any text",
    });
    const message = { id: "550e8400-e29b-41d4-a716-446655440000", payload: 1 };
    expect(await reader.ask({ ...publish("orders", 1), client_id: "c1", message, request_id: "" })).toEqual({
      type: "published",
      ...named,
      message_id: message.id,
      request_id: "",
    });
    expect(await reader.ask({ type: "unsubscribe", topic: "orders", client_id: "c1" })).toEqual({
      type: "unsubscribed",
      ...named,
      request_id: null,
    });
    expect(await reader.ask({ type: "ping", request_id: "p" })).toEqual({
      type: "pong",
      request_id: "p",
      timestamp: at,
    });
    expect(await reader.ask({ type: "ping" })).toEqual({ type: "pong", request_id: null, timestamp: at });
  });

  it("P2 P5 a message comes with its id, payload, time and publisher; other keys of a request mean nothing", async () => {
    const reader = await hearing("orders");
    const writer = await join();
    const id = "550E8400-e29b-41d4-a716-446655440000";
    const frame = { x: 1, ...publish("orders", { a: [1] }), message: { y: 2, payload: { a: [1] }, id } };
    expect(await writer.ask(frame)).toMatchObject({ type: "published", message_id: id });
    expect(await reader.next()).toEqual({
      type: "message",
      topic: "orders",
      message: { id, payload: { a: [1] }, timestamp: at },
      publisher_client_id: "writer",
    });
  });

  it.each([0, false, "", null, [], {}, "text", 1.5, { deep: { er: [null] } }])(
    "P5 the payload %j arrives as it was sent",
    async (payload) => {
      const reader = await hearing("t");
      const writer = await join();
      await writer.ask(publish("t", payload));
      const { message } = await reader.next();
      expect(message).toEqual({ id: made, payload, timestamp: at });
    },
  );

  it("P5 an absent payload is an empty object, a number keeps its digits, an id that is no UUID is replaced", async () => {
    const reader = await hearing("t");
    const writer = await join();
    await writer.ask({ type: "publish", topic: "t", client_id: "w", message: {} });
    expect((await reader.next()).message.payload).toEqual({});
    writer.client.send('{"type":"publish","topic":"t","client_id":"w","message":{"payload":12345678901234567890}}');
    await writer.next();
    writer.client.send('{"message":{"payload":1.50,"id":7},"client_id":"w","topic":"t","type":"publish"}');
    await writer.next();
    await reader.take(2);
    expect(reader.client.texts.at(-2)).toContain('"payload":12345678901234567890,');
    expect(reader.client.texts.at(-1)).toContain('"payload":1.50,');
    for (const id of ["nr-1", "550e8400e29b41d4a716446655440000", 7, null]) {
      const { message_id } = await writer.ask({ ...publish("t", 1), message: { id, payload: 1 } });
      expect(message_id).toMatch(UUID);
      expect((await reader.next()).message.id).toBe(message_id);
    }
  });

  it("P6 a publisher does not hear itself, another connection with its client_id does", async () => {
    const self = await hearing("t", "same");
    const twin = await hearing("t", "same");
    const frame = { ...publish("t", 1), client_id: "same" };
    expect(await self.ask(frame)).toMatchObject({ type: "published" });
    expect(await twin.next()).toMatchObject({ type: "message", publisher_client_id: "same" });
    expect(await self.ask({ type: "ping" })).toMatchObject({ type: "pong" });
  });

  it("P1 hears through wildcards, each message once, until it has unsubscribed from every filter", async () => {
    const writer = await join();
    const reader = await hearing("rooms/+/temp");
    await reader.ask(subscribe("rooms/#", "one"));
    await reader.ask(subscribe("rooms/#", "two"));
    await reader.ask(subscribe("rooms/a/temp"));
    await writer.ask(publish("rooms/a/temp", 1));
    expect(await reader.next()).toMatchObject({ type: "message", topic: "rooms/a/temp" });
    const leave = (topic: string, client_id: string) => reader.ask({ type: "unsubscribe", topic, client_id });
    for (const topic of ["rooms/+/temp", "rooms/a/temp"]) {
      expect(await leave(topic, "reader")).toMatchObject({ type: "unsubscribed", topic });
    }
    await writer.ask(publish("rooms/a/temp", 2));
    expect((await reader.next()).message.payload).toBe(2);
    expect(await leave("rooms/#", "one")).toMatchObject({ type: "unsubscribed" });
    await writer.ask(publish("rooms/a/temp", 3));
    expect(await reader.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    expect((await stand.connections()).map(({ filters }) => filters)).toEqual([[], []]);
  });

  it("P4 subscribing makes a concrete topic, publishing does not, a message from elsewhere does", async () => {
    const client = await join();
    const missing = { type: "error", error: "Topic not found: t", code: "TOPIC_NOT_FOUND", request_id: "r" };
    expect(await client.ask(publish("t", 1, { request_id: "r" }))).toMatchObject(missing);
    await client.ask(subscribe("t/#"));
    expect(await client.ask(publish("t", 1, { request_id: "r" }))).toMatchObject(missing);
    await client.ask(subscribe("t"));
    expect(await client.ask(publish("t", 1))).toMatchObject({ type: "published" });
    await stand.api("POST", "/messages", { topic: "t/console", message: 1 });
    expect(await client.next()).toMatchObject({ type: "message", topic: "t/console", publisher_client_id: null });
    expect(await client.ask(publish("t/console", 1))).toMatchObject({ type: "published" });
  });

  it("P2 shows its latest client_id in the list of connections", async () => {
    const client = await join();
    expect((await stand.connections())[0]).not.toHaveProperty("clientId");
    await client.ask(subscribe("t", "first"));
    await client.ask(publish("t", 1));
    expect((await stand.connections())[0]).toMatchObject({ clientId: "writer", filters: ["t"] });
  });
});

describe("a request that cannot be", () => {
  const topic = "t";
  const client_id = "c";
  it.each([
    ["no JSON", "{", "Invalid JSON format"],
    ["a list", [], "Invalid JSON format"],
    ["null", null, "Invalid JSON format"],
    ["a number", 7, "Invalid JSON format"],
    ["a text", '"subscribe"', "Invalid JSON format"],
    ["a key twice", '{"type":"ping","type":"ping"}', "Invalid JSON format"],
    [
      "a payload twice",
      '{"type":"publish","topic":"t","client_id":"c","message":{"payload":1,"payload":2}}',
      "Invalid JSON format",
    ],
    ["no type", { topic, client_id }, "Unknown message type: null"],
    ["a strange type", { type: "shout" }, "Unknown message type: shout"],
    ["a type that is no text", { type: { a: 1 } }, 'Unknown message type: {"a":1}'],
    ["a name of every object", { type: "constructor" }, "Unknown message type: constructor"],
    ["no topic", { type: "subscribe", client_id }, "Missing topic name"],
    ["an empty topic", { type: "publish", topic: "", client_id, message: {} }, "Missing topic name"],
    ["a topic that is no text", { type: "unsubscribe", topic: 5, client_id }, "Missing topic name"],
    ["no client_id", { type: "subscribe", topic }, "Missing client_id"],
    ["an empty client_id", { type: "unsubscribe", topic, client_id: "" }, "Missing client_id"],
    ["a client_id that is no text", { type: "publish", topic, client_id: 7, message: {} }, "Missing client_id"],
    ["a long client_id", { type: "subscribe", topic, client_id: "x".repeat(257) }, "Invalid client_id"],
    ["no message", { type: "publish", topic, client_id }, "Missing message data"],
    ["a message that is no object", { type: "publish", topic, client_id, message: "x" }, "Missing message data"],
    ["a message that is a list", { type: "publish", topic, client_id, message: [] }, "Missing message data"],
    ["a request_id that is no text", { type: "ping", request_id: 5 }, "Invalid request_id"],
    ["a filter that is none", { type: "subscribe", topic: "a/#/b", client_id }, "Invalid topic name: a/#/b"],
    ["a wildcard in a publish", { type: "publish", topic: "a/+", client_id, message: {} }, "Invalid topic name: a/+"],
    ["last_n as text", { type: "subscribe", topic, client_id, last_n: "5" }, "Invalid last_n"],
    ["last_n below zero", { type: "subscribe", topic, client_id, last_n: -1 }, "Invalid last_n"],
    ["a broken last_n", { type: "subscribe", topic, client_id, last_n: 1.5 }, "Invalid last_n"],
    ["last_n that is no number", { type: "subscribe", topic, client_id, last_n: true }, "Invalid last_n"],
    ["last_n of null", { type: "subscribe", topic, client_id, last_n: null }, "Invalid last_n"],
  ])("P3 P7 X2 %s is refused by name, does nothing, and the connection lives", async (_what, frame, error) => {
    const client = await join();
    client.client.send(typeof frame === "string" ? frame : JSON.stringify(frame));
    const answer = await client.next();
    expect(answer).toEqual({ type: "error", error, code: "BAD_REQUEST", timestamp: at, detail: expect.any(String) });
    expect(await client.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    const [row] = await stand.connections();
    expect(row).toMatchObject({ filters: [], refused: 1 });
    const { items } = (await stand.api("GET", "/refusals")).body;
    expect(items).toMatchObject([{ connectionId: row?.id, reason: answer.detail }]);
  });

  it("P3 X2 a binary frame is refused by name, and repeats no request_id of an earlier frame", async () => {
    const client = await join();
    await client.ask({ type: "ping", request_id: "earlier" });
    client.client.send(Buffer.from('{"type":"ping"}'));
    expect(await client.next()).toEqual({
      type: "error",
      error: "Invalid JSON format",
      code: "BAD_REQUEST",
      timestamp: at,
      detail: expect.stringContaining("Binary"),
    });
  });

  it("P3 repeats the request_id of what it refuses", async () => {
    const client = await join();
    for (const frame of [
      { type: "x" },
      subscribe(""),
      publish("none", 1),
      subscribe("$sys/x"),
      subscribe("t", "c", { last_n: -1 }),
    ]) {
      expect(await client.ask({ ...frame, request_id: "r-7" })).toMatchObject({ type: "error", request_id: "r-7" });
    }
  });

  it("P1 P3 unsubscribing works under any name and again, and fails by name for a topic that was never asked for", async () => {
    const client = await hearing("known", "me");
    const leave = (topic: string, id = "me") => client.ask({ type: "unsubscribe", topic, client_id: id });
    const failed = (topic: string, code: string) => ({
      type: "error",
      error: `Failed to unsubscribe from topic: ${topic}`,
      code,
    });
    expect(await leave("nowhere")).toMatchObject(failed("nowhere", "TOPIC_NOT_FOUND"));
    await hearing("other", "you");
    expect(await leave("other")).toMatchObject(failed("other", "BAD_REQUEST"));
    expect(await leave("known", "you")).toMatchObject({ type: "unsubscribed", topic: "known", client_id: "you" });
    expect(await leave("known")).toMatchObject({ type: "unsubscribed", client_id: "me" });
    expect((await stand.connections()).map(({ filters }) => filters)).toContainEqual([]);
    await stand.api("DELETE", "/topics/known");
    expect(await leave("known")).toMatchObject(failed("known", "TOPIC_NOT_FOUND"));
    await hearing("known", "you");
    expect(await leave("known")).toMatchObject(failed("known", "BAD_REQUEST"));
  });

  it("P1 remembers a bounded number of filters that it gave up", async () => {
    const client = await join();
    for (let n = 0; n <= LIMITS.filtersPerConnection; n++) {
      await client.ask(subscribe(`t${n}`));
      await client.ask({ type: "unsubscribe", topic: `t${n}`, client_id: "reader" });
    }
    const leave = (topic: string) => client.ask({ type: "unsubscribe", topic, client_id: "reader" });
    expect(await leave("t0")).toMatchObject({ type: "error" });
    expect(await leave("t1")).toMatchObject({ type: "unsubscribed" });
  });

  it("P3 of several missing fields the one that the reference misses first is named", async () => {
    const client = await join();
    for (const [frame, error] of [
      [{ type: "publish" }, "Missing topic name"],
      [{ type: "publish", topic }, "Missing message data"],
      [{ type: "publish", topic, message: { payload: 1 } }, "Missing client_id"],
      [{ type: "subscribe" }, "Missing topic name"],
    ] as const) {
      expect(await client.ask(frame)).toMatchObject({ error });
    }
  });

  it("T2 P1 a topic that no header could ask for is heard by name, and still needs a permission", async () => {
    for (const name of ["a,b", " a", "a ", ",", "a, b/c"]) {
      const reader = await hearing(name);
      const writer = await join();
      expect(await writer.ask(publish(name, 1))).toMatchObject({ type: "published", topic: name });
      expect(await reader.next()).toMatchObject({ type: "message", topic: name });
      expect(await reader.ask({ type: "unsubscribe", topic: name, client_id: "reader" })).toMatchObject({
        topic: name,
      });
    }
    const { secret } = await stand.token({ "b/#": "read" });
    const other = await join("/ws/", secret);
    expect(await other.ask(subscribe("a,b"))).toMatchObject({ error: "Access denied to topic: a,b" });
    for (const filter of ["a,b/+", " a/#", "+ ", "c++", "order#1"]) {
      expect(await other.ask(subscribe(filter))).toMatchObject({ error: `Invalid topic name: ${filter}` });
    }
  });

  it("P3 P4 what no permission covers is denied, whether or not the topic exists", async () => {
    const { secret } = await stand.token({ "a/#": "readwrite", "b/#": "read" });
    await hearing("b/known");
    const client = await join("/ws/", secret);
    const denied = (topic: string) => ({
      type: "error",
      error: `Access denied to topic: ${topic}`,
      code: "UNAUTHORIZED",
      request_id: "r",
    });
    for (const topic of ["#", "+/a", "c/x", "$sys"]) {
      expect(await client.ask(subscribe(topic, "c", { request_id: "r" }))).toMatchObject(denied(topic));
    }
    for (const topic of ["b/known", "b/none", "c/none", "$sys/x"]) {
      expect(await client.ask(publish(topic, 1, { request_id: "r" }))).toMatchObject(denied(topic));
    }
    const { items } = (await stand.api("GET", "/refusals")).body;
    expect(items.map((one: { code: string }) => one.code)).toEqual(
      expect.arrayContaining(["filter-not-covered", "publish-needs-readwrite", "publish-not-covered", "tag-reserved"]),
    );
  });
});

describe("what was refused", () => {
  it("M6 X2 is kept with as much of its topic as a topic may have", async () => {
    const client = await join();
    const topic = "x".repeat(200_000);
    expect(await client.ask(subscribe(topic))).toMatchObject({ error: `Invalid topic name: ${topic}` });
    const { items } = (await stand.api("GET", "/refusals")).body;
    expect(Buffer.byteLength(items[0].topic)).toBe(1024);
  });
});

describe("at the door", () => {
  it("X1 X3 without a token and without anonymous rights it is accepted, then closed with 4001 and the reason", async () => {
    await stand.api("PATCH", "/settings", { anonymous: [] });
    const client = await stand.connect({ path: "/ws/" });
    expect(await client.closed).toMatchObject({ code: 4001, reason: expect.stringMatching(/missing/i) });
    expect((await stand.api("GET", "/doorlog")).body.items).toMatchObject([
      { dialect: "pubsub", step: "credentials-missing" },
    ]);
  });

  it("X1 an unknown token is closed with 4003, a full one with 4004", async () => {
    const { secret } = await stand.token({ "a/#": "read" }, { maxConnections: 1 });
    const stranger = await stand.connect({ path: "/ws/", secret: "a-secret-nobody-gave" });
    expect(await stranger.closed).toMatchObject({ code: 4003 });
    await join("/ws/", secret);
    const second = await stand.connect({ path: "/ws/", secret });
    expect(await second.closed).toMatchObject({ code: 4004 });
  });

  it("X3 a token comes as header, subprotocol or query, and then its permissions count", async () => {
    const { id, secret } = await stand.token({ "a/#": "read" });
    await join("/ws/", secret);
    await join(`/ws/?token=${encodeURIComponent(secret)}`);
    const offered = [`token.${Buffer.from(secret).toString("base64url")}`, "signalbox.v1"];
    const browser = await stand.connect({ path: "/ws/", protocols: offered });
    expect(browser.socket.protocol).toBe("signalbox.v1");
    expect((await stand.connections()).map(({ tokenId, credentialsBy }) => [tokenId, credentialsBy])).toEqual([
      [id, "subprotocol"],
      [id, "query"],
      [id, "header"],
    ]);
  });
});

describe("live revocation", () => {
  it("X4 R2 in strict mode closes the connection with 4003", async () => {
    const { id, secret } = await stand.token({ "a/#": "read" });
    const client = await join("/ws/", secret);
    await client.ask(subscribe("a/b"));
    await stand.api("DELETE", `/permissions/${await stand.permissionId(id, "a/#")}`);
    expect(await client.client.closed).toMatchObject({ code: 4003 });
  });

  it("X4 in minimal mode takes just the lost subscriptions and says so", async () => {
    await stand.api("PATCH", "/settings", { enforcement: "minimal" });
    const { id, secret } = await stand.token({ "a/#": "readwrite", "b/#": "read" });
    const client = await join("/ws/", secret);
    for (const topic of ["a/x", "a/+", "b/x"]) await client.ask(subscribe(topic));
    const edit = await stand.api("DELETE", `/permissions/${await stand.permissionId(id, "a/#")}`);
    expect(edit.body.closed).toEqual([]);
    const told = await client.take(2);
    expect(told.map(({ error, code }) => [error, code])).toEqual([
      ["Access denied to topic: a/x", "UNAUTHORIZED"],
      ["Access denied to topic: a/+", "UNAUTHORIZED"],
    ]);
    const writer = await join();
    await writer.ask(subscribe("b/x"));
    await writer.ask(subscribe("a/x"));
    await writer.ask(publish("a/x", 1));
    await writer.ask(publish("b/x", 2));
    expect(await client.next()).toMatchObject({ type: "message", topic: "b/x" });
    expect(await client.ask({ type: "unsubscribe", topic: "a/x", client_id: "reader" })).toMatchObject({
      type: "error",
      error: "Failed to unsubscribe from topic: a/x",
    });
  });

  it.each(["strict", "minimal"])(
    "X4 R7 in %s mode the preview names what the edit then takes and closes",
    async (enforcement) => {
      await stand.api("PATCH", "/settings", { enforcement });
      const { id, secret } = await stand.token({ "a/#": "readwrite", "b/#": "read" });
      const client = await join("/ws/", secret);
      for (const topic of ["a/x", "b/x", "a/+"]) await client.ask(subscribe(topic));
      const edit = { kind: "permission.delete", id: await stand.permissionId(id, "a/#") };
      const preview = (await stand.api("POST", "/access/preview", { edit })).body;
      expect(client.client.end).toBeNull();
      const { closed, narrowed } = (await stand.api("DELETE", `/permissions/${edit.id}`)).body;
      expect(narrowed).toEqual(preview.narrowed);
      expect(closed.map((one: { connectionId: string }) => one.connectionId)).toEqual(
        preview.closed.map((one: { connectionId: string }) => one.connectionId),
      );
      const lost = narrowed.filter((one: { lost: string }) => one.lost === "subscribe");
      const taken = lost.map((one: { topicPattern: string }) => one.topicPattern);
      expect([closed.length, taken]).toEqual(enforcement === "strict" ? [1, []] : [0, ["a/x", "a/+"]]);
      const filters = (await stand.connections()).map((one) => one.filters);
      expect(filters).toEqual(enforcement === "strict" ? [] : [["b/x"]]);
    },
  );

  it("X4 taking the anonymous rights ends anonymous connections, and theirs alone", async () => {
    const { secret } = await stand.token({ "a/#": "read" });
    const named = await join("/ws/", secret);
    const anonymous = await hearing("a/b");
    await stand.api("PATCH", "/settings", { anonymous: [] });
    expect(await anonymous.client.closed).toMatchObject({ code: 4002 });
    expect(await named.ask({ type: "ping" })).toMatchObject({ type: "pong" });
  });
});
