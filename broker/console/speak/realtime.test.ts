import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";
import { authenticated, type RealtimeClient, stranger } from "../../testing/realtime-client.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

type Rights = Parameters<EngineUnderTest["token"]>[0];

/** A user's token, and as many connections of it as asked for. */
async function user(userType: string, userId: string, tabs: number, rights: Rights = {}) {
  const token = await stand.token(rights, { subject: { userType, userId } });
  const opened = await Promise.all(Array.from({ length: tabs }, () => authenticated(stand, token.secret)));
  return {
    ...token,
    clients: opened.map(({ client }) => client),
    ids: opened.map(({ welcome }) => String(welcome.connection_id)),
  };
}

const post = async (path: string, body: unknown) => stand.api("POST", `/realtime${path}`, body);
const get = async (path: string) => (await stand.api("GET", `/realtime${path}`)).body;
/** The next thing that each hears. */
const next = (clients: readonly RealtimeClient[]) => Promise.all(clients.map((client) => client.next()));

describe("speaking to clients", () => {
  it("Q9 a broadcast reaches every authenticated connection, without a topic, and no other", async () => {
    const ann = await user("user", "1", 2);
    const pump = await user("device", "7", 1);
    const silent = await stranger(stand);
    const { secret } = await stand.token({ "#": "read" });
    const listener = await stand.connect({ secret, filters: ["#"] });
    expect((await post("/broadcast", { data: { title: "System Alert" } })).body).toEqual({ connections: 3 });
    const heard = await next([...ann.clients, ...pump.clients]);
    expect(heard).toEqual(
      Array(3).fill({ type: "message", data: { title: "System Alert" }, timestamp: expect.any(Number) }),
    );
    expect(await silent.ask({ type: "ping" })).toMatchObject({ message: "Authentication required" });
    expect(listener.texts).toEqual([]);
  });

  it("Q9 to a user goes to all of its connections and to nobody else; an offline user is nobody", async () => {
    const ann = await user("user", "1", 2);
    const bob = await user("user", "2", 1);
    expect((await post("/users/user/1/send", { json: "12345678901234567890" })).body).toEqual({ connections: 2 });
    expect(await Promise.all(ann.clients.map((client) => client.nextText()))).toEqual(
      Array(2).fill(expect.stringContaining('"data":12345678901234567890')),
    );
    expect((await post("/users/user/9/send", { data: 1 })).body).toEqual({ connections: 0 });
    expect((await post("/users/device/1/send", { data: 1 })).body).toEqual({ connections: 0 });
    expect(await bob.clients[0]?.ask({ type: "ping" })).toMatchObject({ type: "pong" });
  });

  it("Q9 a user hears what is sent to it also when it has given up its own topic", async () => {
    const { clients } = await user("user", "1", 1);
    await clients[0]?.ask({ type: "unsubscribe", topic: "user:1" });
    await post("/users/user/1/send", { data: null });
    expect(await next(clients)).toMatchObject([{ type: "message", data: null }]);
  });

  it("Q9 to a connection goes to that one; one that is gone, and one of another protocol, are refused", async () => {
    const ann = await user("user", "1", 2);
    expect((await post(`/connections/${ann.ids[1]}/send`, { data: [1] })).body).toEqual({ connections: 1 });
    expect(await ann.clients[1]?.next()).toMatchObject({ data: [1] });
    expect(await ann.clients[0]?.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    const { secret } = await stand.token({ a: "read" });
    await stand.connect({ secret, filters: ["a"] });
    const listener = (await stand.connections()).find(({ dialect }) => dialect === "broker");
    expect(await post(`/connections/${listener?.id}/send`, { data: 1 })).toMatchObject({
      status: 409,
      body: { code: "CONFLICT", conflict: { dialect: "broker" } },
    });
    expect((await post("/connections/con_none/send", { data: 1 })).status).toBe(404);
  });

  it("Q9 to a topic goes to its subscribers of every dialect, with its name", async () => {
    const { clients } = await user("user", "1", 1, { "chat:room1": "read" });
    await clients[0]?.ask({ type: "subscribe", topic: "chat:room1" });
    const { secret } = await stand.token({ "chat:room1": "read" });
    const listener = await stand.connect({ secret, filters: ["chat:room1"] });
    const answer = await post("/publish", { topic: "chat:room1", data: { text: "Hello everyone!" } });
    expect(answer.body).toEqual({ topic: "chat:room1", delivered: 2 });
    expect(await next(clients)).toMatchObject([{ topic: "chat:room1", data: { text: "Hello everyone!" } }]);
    await listener.received(1);
    expect(listener.messages).toEqual([{ tag: "chat:room1", message: { text: "Hello everyone!" } }]);
  });

  it("Q9 what is sent is any JSON value, and its absence is named", async () => {
    for (const path of ["/broadcast", "/users/user/1/send", "/users/user/1/request"]) {
      expect(await post(path, {})).toMatchObject({ status: 400, body: { field: "data" } });
      expect(await post(path, { json: "{" })).toMatchObject({ status: 400, body: { field: "json" } });
      expect(await post(path, { data: 1, json: "1" })).toMatchObject({ status: 400, body: { field: "json" } });
    }
    expect(await post("/publish", { topic: "a/+", data: 1 })).toMatchObject({ status: 400, body: { field: "topic" } });
  });
});

describe("who is online", () => {
  it("Q8 Q10 users, connections and counts, of one type or of all", async () => {
    const ann = await user("user", "1", 2);
    await user("user", "2", 1);
    await user("device", "7", 1);
    expect(await get("/users/user/1")).toEqual({ online: true, connections: 2 });
    expect(await get("/users/user/3")).toEqual({ online: false, connections: 0 });
    expect(await get("/count")).toEqual({ connections: 4, users: 3 });
    expect(await get("/count?userType=user")).toEqual({ connections: 3, users: 2 });
    const users = await get("/users?userType=user");
    expect(users.items.map((one: { userId: string; connections: number }) => [one.userId, one.connections])).toEqual([
      ["1", 2],
      ["2", 1],
    ]);
    const { items } = await get("/users/user/1/connections");
    expect(items.map(({ id }: { id: string }) => id)).toEqual(ann.ids);
    const first = await get("/users?limit=2");
    const rest = await get(`/users?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items]).toHaveLength(3);
  });

  it("Q8 Q10 who closes one of two tabs stays online, and goes with the last", async () => {
    const ann = await user("user", "1", 2);
    for (const client of ann.clients) {
      expect(await get("/users/user/1")).toMatchObject({ online: true });
      client.socket.close();
      await client.closed;
    }
    expect(await get("/users/user/1")).toEqual({ online: false, connections: 0 });
  });

  it("Q10 a connection tells whom it acts as and what was stored about it; a topic tells who hears it", async () => {
    const { id, secret } = await stand.token({ "chat:1": "read" });
    const { client, welcome } = await authenticated(stand, secret);
    await client.ask({ message_type: "set_meta", key: "lang", value: ["de"] });
    await client.ask({ type: "subscribe", topic: "chat:1" });
    expect(await get(`/connections/${welcome.connection_id}`)).toMatchObject({
      id: welcome.connection_id,
      subject: null,
      actsAs: { userType: "token", userId: id },
      meta: { lang: ["de"] },
      filters: ["chat:1", `token:${id}`],
    });
    const { body } = await stand.api("GET", `/connections/${welcome.connection_id}`);
    expect(body.rights).toMatchObject([
      { filter: "chat:1", allowed: true, permission: { pattern: "chat:1", access: "read" } },
      { filter: `token:${id}`, allowed: true, permission: null, reason: "Its own, without any permission" },
    ]);
    const heard = await get("/subscribers?topic=chat:1");
    expect(heard.items.map((one: { id: string }) => one.id)).toEqual([welcome.connection_id]);
    expect((await get("/subscribers?topic=chat:2")).items).toEqual([]);
    expect((await stand.api("GET", "/realtime/connections/con_none")).status).toBe(404);
  });
});

describe("asking a user", () => {
  it("Q11 the first answer of any of its connections counts, and a later one is nothing", async () => {
    const { clients } = await user("user", "1", 2);
    const asked = post("/users/user/1/request", { data: { question: "ok?" }, timeout: 30 });
    const [one, two] = await next(clients);
    expect(one).toEqual({
      type: "message",
      data: {
        type: "request",
        request_id: expect.any(String),
        data: { question: "ok?" },
        timestamp: expect.any(Number),
      },
      timestamp: expect.any(Number),
    });
    const { request_id } = two.data;
    expect(request_id).toBe(one.data.request_id);
    clients[1]?.send(`{"type":"response","request_id":"${request_id}","data":{"n":12345678901234567890}}`);
    expect((await asked).body).toMatchObject({
      answered: true,
      json: '{"n":12345678901234567890}',
      ms: expect.any(Number),
    });
    clients[0]?.send({ type: "response", request_id, data: "too late" });
    expect(await clients[0]?.ask({ type: "ping" })).toMatchObject({ type: "pong" });
  });

  it("Q11 nobody else can answer, an answer without data is empty, and ids cannot be guessed", async () => {
    const ann = await user("user", "1", 1);
    const eve = await user("user", "2", 1);
    const asked = post("/users/user/1/request", { data: "?" });
    const [question] = await next(ann.clients);
    const { request_id } = question.data;
    expect(Buffer.from(request_id, "base64url")).toHaveLength(16);
    eve.clients[0]?.send({ type: "response", request_id, data: "forged" });
    expect(await eve.clients[0]?.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    ann.clients[0]?.send({ type: "response", request_id });
    expect((await asked).body).toMatchObject({ answered: true, answer: {}, json: "{}" });
  });

  it("Q11 without an answer it is null: in time, offline, or gone meanwhile", async () => {
    const none = { answered: false, answer: null, json: null };
    expect((await post("/users/user/1/request", { data: "?" })).body).toMatchObject(none);
    const { clients } = await user("user", "1", 1);
    expect((await post("/users/user/1/request", { data: "?", timeout: 0.05 })).body).toMatchObject(none);
    await next(clients);
    const asked = post("/users/user/1/request", { data: "?" });
    await next(clients);
    clients[0]?.socket.terminate();
    expect((await asked).body).toMatchObject(none);
    expect((await post("/users/user/1/request", { data: "?", timeout: 3600 })).status).toBe(400);
  });
});

describe("disconnecting a user", () => {
  it("Q12 R9 each of its connections is told, closed with 4010, and remembered", async () => {
    const ann = await user("user", "1", 2);
    const bob = await user("user", "2", 1);
    const { body } = await post("/users/user/1/disconnect", { reason: "maintenance" });
    expect(body).toEqual({ closed: ann.ids });
    expect(await next(ann.clients)).toEqual(
      Array(2).fill({
        type: "message",
        timestamp: expect.any(Number),
        data: { type: "disconnect", reason: "maintenance" },
      }),
    );
    expect(await Promise.all(ann.clients.map(({ closed }) => closed))).toEqual(
      Array(2).fill({ code: 4010, reason: "maintenance" }),
    );
    const { items } = (await stand.api("GET", "/kicks")).body;
    expect(items.map((kick: { connectionId: string }) => kick.connectionId).sort()).toEqual([...ann.ids].sort());
    expect(await bob.clients[0]?.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    expect((await post("/users/user/1/disconnect", {})).body).toEqual({ closed: [] });
  });
});
