import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { FrameReader } from "./testing/frame-reader.ts";
import { rawRequest } from "./testing/raw-request.ts";

const KEY = "test-admin-key-0123456789";
const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine({ anonymous: [{ pattern: "#", access: "readwrite" }] });
});
afterEach(() => stand.stop());

interface Asked {
  readonly key?: string | null;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** With the admin key unless told otherwise. */
async function ask(method: string, path: string, { key = KEY, body, headers = {} }: Asked = {}) {
  const authorization: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const answer = await rawRequest(`${stand.engine.url}${path}`, {
    method,
    headers: { ...authorization, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { ...answer, body: answer.text === "" ? null : JSON.parse(answer.text) };
}
const create = (fields: unknown) => ask("POST", "/api/topics/create/", { body: JSON.stringify(fields) });

async function subscriber(topic: string, client_id: string): Promise<FrameReader> {
  const reader = new FrameReader(await stand.connect({ path: "/ws/", headers: { "user-agent": "test/1" } }));
  await reader.next();
  await reader.ask({ type: "subscribe", topic, client_id });
  return reader;
}

describe("reading", () => {
  it("P11 health counts topics and subscriptions", async () => {
    await subscriber("a", "one");
    await subscriber("a", "two");
    await subscriber("b/#", "three");
    for (const path of ["/api/health/", "/api/health"]) {
      const { status, body } = await ask("GET", path);
      expect(status).toBe(200);
      expect(body).toEqual({ uptime_sec: expect.any(Number), topics: 1, subscribers: 3, status: "ok" });
    }
  });

  it("P11 stats has each topic with its messages and its live subscribers, wildcards and other dialects included", async () => {
    const { secret } = await stand.token({ "a/#": "read" });
    const gone = await subscriber("a/b", "gone");
    await subscriber("a/b", "one");
    await subscriber("a/#", "two");
    await stand.connect({ secret, filters: ["a/b", "a/+"] });
    await create({ name: "__proto__" });
    for (const topic of ["a/b", "a/b", "a/c"]) await stand.api("POST", "/messages", { topic, message: 1 });
    gone.client.socket.close();
    await gone.client.closed;
    expect((await ask("GET", "/api/stats/")).text).toBe(
      JSON.stringify({ topics: { "a/b": { messages: 2, subscribers: 3 }, x: 0 } }).replace(
        '"x":0',
        '"__proto__":{"messages":0,"subscribers":0},"a/c":{"messages":1,"subscribers":2}',
      ),
    );
  });

  it("P11 topics are listed newest first", async () => {
    for (const name of ["one", "two", "three"]) await create({ name });
    await subscriber("two", "c");
    expect((await ask("GET", "/api/topics")).body).toEqual({
      topics: [
        { name: "three", subscribers: 0, created_at: at },
        { name: "two", subscribers: 1, created_at: at },
        { name: "one", subscribers: 0, created_at: at },
      ],
    });
  });

  it("P11 a topic whose name has slashes, blanks or letters of any language is addressed percent-encoded", async () => {
    const name = "sensors/Küche 1/%";
    await create({ name, metadata: { description: "d", n: [1] } });
    await subscriber("sensors/#", "c");
    await subscriber(name, "d");
    await stand.api("POST", "/messages", { topic: name, message: 1 });
    const path = `/api/topics/${encodeURIComponent(name)}`;
    expect((await ask("GET", `${path}/`)).body).toEqual({
      name,
      created_at: at,
      last_published: at,
      message_count: 1,
      subscriber_count: 2,
      is_active: true,
      metadata: { description: "d", n: [1] },
      subscriptions_count: 2,
    });
    expect((await ask("GET", `${path}/messages`)).body).toMatchObject({ topic: name, total_count: 1 });
    expect((await ask("DELETE", path)).body).toEqual({ status: "deleted", topic: name });
  });

  it("P11 subscribers are live connections, each with the name under which it asked", async () => {
    const { secret } = await stand.token({ "a/#": "read" });
    await subscriber("a/b", "one");
    await subscriber("a/+", "two");
    await subscriber("c", "three");
    await stand.connect({ secret, filters: ["a/b"], headers: { "user-agent": "test/2" } });
    const [broker, , two, one] = await stand.connections();
    const common = { subscribed_at: at, client_ip: "127.0.0.1" };
    expect((await ask("GET", "/api/topics/a%2Fb/subscribers/")).body).toEqual({
      topic: "a/b",
      subscribers_count: 3,
      subscribers: [
        { connection_id: one?.id, client_id: "one", user_agent: "test/1", ...common },
        { connection_id: two?.id, client_id: "two", user_agent: "test/1", ...common },
        { connection_id: broker?.id, client_id: null, user_agent: "test/2", ...common },
      ],
    });
  });

  it("P11 messages are paged newest first, 50 unless asked and 100 at most, digits kept", async () => {
    const writer = await subscriber("m", "writer");
    for (let n = 0; n < 120; n++) {
      await writer.ask({ type: "publish", topic: "m", client_id: "writer", message: { payload: { n } } });
    }
    await stand.api("POST", "/messages", { topic: "m", json: "12345678901234567890" });
    const page = async (query: string) => (await ask("GET", `/api/topics/m/messages/${query}`)).body;
    const first = await page("");
    expect(first).toMatchObject({ topic: "m", total_count: 121, limit: 50, offset: 0, messages: { length: 50 } });
    expect(first.messages[1]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      topic_name: "m",
      publisher_id: "writer",
      data: { n: 119 },
      published_at: at,
    });
    expect(first.messages[0]).toMatchObject({ publisher_id: null });
    expect((await ask("GET", "/api/topics/m/messages?limit=1")).text).toContain('"data":12345678901234567890,');
    const second = await page("?limit=10&offset=111");
    expect(second.messages.map(({ data }: { data: { n: number } }) => data.n)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(await page("?limit=1000&offset=119")).toMatchObject({ limit: 100, offset: 119, messages: { length: 2 } });
    expect(await page("?offset=500")).toMatchObject({ messages: [] });
    for (const query of ["?limit=x", "?limit=", "?limit=-1", "?offset=1.5", "?limit=1e3", "?offset=NaN"]) {
      const { status, body } = await ask("GET", `/api/topics/m/messages/${query}`);
      expect([status, Object.keys(body)]).toEqual([400, ["error"]]);
    }
  });

  it.each([
    ["/api/", "/#/overview"],
    ["/api", "/#/overview"],
    ["/api/publisher/", "/#/sandbox"],
    ["/api/subscriber", "/#/sandbox"],
  ])("P11 the reference's page %s leads to %s", async (path, location) => {
    const { status, headers } = await ask("GET", path);
    expect([status, headers.location]).toEqual([303, location]);
  });
});

describe("changing", () => {
  it("P11 P4 creates a topic, with any content type and with none", async () => {
    const first = await create({ name: "one", metadata: { description: "d" } });
    expect([first.status, first.body]).toEqual([201, { status: "created", topic: "one" }]);
    for (const [name, type] of [
      ["two", "application/json"],
      ["three", "text/plain"],
      ["four", "application/x-www-form-urlencoded"],
    ]) {
      const body = JSON.stringify({ name });
      const headers = { "content-type": type ?? "" };
      expect((await ask("POST", "/api/topics/create", { body, headers })).status).toBe(201);
    }
    const client = await subscriber("other", "c");
    const frame = { type: "publish", topic: "one", client_id: "c", message: {} };
    expect(await client.ask(frame)).toMatchObject({ type: "published" });
    const { items } = (await stand.api("GET", "/topics")).body;
    expect(items).toContainEqual(expect.objectContaining({ name: "one", source: "console" }));
  });

  it("P11 P13 a name loses the blanks around it, may hold a comma, and what is refused is said in the reference's words", async () => {
    expect((await create({ name: "  a,b " })).body).toEqual({ status: "created", topic: "a,b" });
    expect((await create({ name: "a,b" })).body).toEqual({ error: "Topic already exists" });
    expect((await create({ name: " " })).body).toEqual({ error: "Topic name cannot be empty" });
    expect((await ask("POST", "/api/topics/create/", { body: "{" })).body).toEqual({ error: "Invalid JSON" });
    expect((await ask("GET", "/api/topics/none/")).body).toEqual({ error: "Topic not found" });
    expect((await ask("PUT", "/api/topics/create/")).body).toEqual({ error: "Method not allowed" });
  });

  it.each([
    ["no JSON", "{", 400],
    ["an empty body", "", 400],
    ["a list", "[]", 400],
    ["null", "null", 400],
    ["no name", "{}", 400],
    ["an empty name", '{"name":""}', 400],
    ["a blank name", '{"name":"  "}', 400],
    ["a name that is no text", '{"name":5}', 400],
    ["a name with a wildcard", '{"name":"a/+"}', 400],
    ["a name with NUL", JSON.stringify({ name: "a\0" }), 400],
    ["a name that is too long", JSON.stringify({ name: "x".repeat(1025) }), 400],
    ["metadata that is no object", '{"name":"a","metadata":[1]}', 400],
    ["metadata that is too large", JSON.stringify({ name: "a", metadata: { x: "x".repeat(20_000) } }), 400],
    ["a body that is too large", JSON.stringify({ name: "a", metadata: { x: "x".repeat(70_000) } }), 413],
    ["a topic that exists", '{"name":"there"}', 409],
  ])("P13 creating with %s is refused, and makes nothing", async (_what, body, expected) => {
    await create({ name: "there" });
    const answer = await ask("POST", "/api/topics/create/", { body });
    expect(answer.status).toBe(expected);
    expect(answer.body).toEqual({ error: expect.stringMatching(/\S/) });
    expect((await ask("GET", "/api/health")).body.topics).toBe(1);
  });

  it.each([
    ["DELETE", "/api/topics/t/"],
    ["DELETE", "/api/topics/t"],
    ["DELETE", "/api/topics/t/delete/"],
    ["POST", "/api/topics/t/delete"],
  ])("P8 P11 %s %s deletes, its subscribers are told, a second time it is 404", async (method, path) => {
    const reader = await subscriber("t", "c");
    const answer = await ask(method, path);
    expect([answer.status, answer.body]).toEqual([200, { status: "deleted", topic: "t" }]);
    expect(await reader.next()).toMatchObject({ type: "info", topic: "t", msg: "topic_deleted" });
    expect((await ask("GET", "/api/stats")).body).toEqual({ topics: {} });
    const again = await ask(method, path);
    expect([again.status, again.body]).toEqual([404, { error: "Topic not found" }]);
  });

  it("A5 a topic that is made or deleted has a row that says by which door, and the making is undone while nothing was published", async () => {
    const newest = async () => (await stand.api("GET", "/audit?limit=1")).body.items[0];
    await create({ name: "t", metadata: { unit: "°C" } });
    const made = await newest();
    const words = { subject: "Topic t", object: "topic" };
    expect(made).toMatchObject({ actor: "pubsub", revertible: true, summary: [{ ...words, after: "made" }] });
    await create({ name: "t" });
    expect((await newest()).id).toBe(made.id);
    expect((await stand.api("POST", `/audit/${made.id}/revert`)).status).toBe(200);
    expect((await ask("GET", "/api/topics/t/")).status).toBe(404);
    expect((await stand.api("POST", `/audit/${(await newest()).id}/revert`)).status).toBe(200);
    expect((await ask("GET", "/api/topics/t/")).body.metadata).toEqual({ unit: "°C" });
    await stand.api("POST", "/messages", { topic: "t", message: 1 });
    await ask("DELETE", "/api/topics/t/");
    expect(await newest()).toMatchObject({
      actor: "pubsub",
      fixedBecause: "the messages went with it",
      summary: [{ ...words, before: "1 message", after: "deleted" }],
    });
  });

  it("A5 P4 a topic that a subscriber makes leaves no row", async () => {
    await subscriber("t", "c");
    expect((await ask("GET", "/api/topics/t/")).status).toBe(200);
    const { items } = (await stand.api("GET", "/audit")).body;
    expect(items.map(({ summary }: { summary: { object: string }[] }) => summary[0]?.object)).not.toContain("topic");
  });

  it("P11 P13 GET never deletes or creates, and an unknown method or path says so", async () => {
    await create({ name: "t" });
    for (const [method, path, status] of [
      ["GET", "/api/topics/t/delete/", 405],
      ["PUT", "/api/topics/t/", 405],
      ["POST", "/api/topics/", 405],
      ["GET", "/api/topics/none/", 404],
      ["GET", "/api/topics/none/subscribers/", 404],
      ["GET", "/api/topics/none/messages/", 404],
      ["GET", "/api/topics/t/none/", 404],
      ["GET", "/api/topics/t/messages/more/", 404],
      ["GET", "/api/none/", 404],
      ["GET", "/api/topics/%ff/", 400],
      ["GET", "/api/topics/%zz/", 400],
    ] as const) {
      const answer = await ask(method, path);
      expect([method, path, answer.status, answer.body]).toEqual([
        method,
        path,
        status,
        { error: expect.stringMatching(/\S/) },
      ]);
    }
    expect((await ask("GET", "/api/topics/t/")).status).toBe(200);
    expect((await ask("GET", "/api/v1")).body).toMatchObject({ code: "NOT_FOUND" });
    expect((await ask("GET", "/api/v1/none")).body).toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("who may ask", () => {
  it("P12 reads from this machine without a key while clients without a token are welcome, and only then", async () => {
    await create({ name: "t" });
    const paths = ["health/", "stats/", "topics/", "topics/t/", "topics/t/subscribers/", "topics/t/messages/"];
    for (const path of paths) expect((await ask("GET", `/api/${path}`, { key: null })).status).toBe(200);
    await stand.api("PATCH", "/settings", { anonymous: [] });
    for (const path of paths) {
      const { status, body, headers } = await ask("GET", `/api/${path}`, { key: null });
      expect([status, body]).toEqual([401, { error: expect.stringContaining("Bearer") }]);
      expect(headers["www-authenticate"]).toContain("Bearer");
      expect((await ask("GET", `/api/${path}`)).status).toBe(200);
      expect((await ask("GET", `/api/${path}`, { key: "wrong" })).status).toBe(401);
    }
  });

  it("P12 shows no message to who has no key of a topic that a client without a token may not read", async () => {
    await stand.api("PATCH", "/settings", { anonymous: [{ pattern: "open/#", access: "read" }] });
    for (const topic of ["open/t", "shut/t"]) await stand.api("POST", "/messages", { topic, message: "text" });
    expect((await ask("GET", "/api/topics/open%2Ft/messages/", { key: null })).body).toMatchObject({ total_count: 1 });
    const refused = await ask("GET", "/api/topics/shut%2Ft/messages/", { key: null });
    expect([refused.status, refused.body]).toEqual([403, { error: "Access denied to topic: shut/t" }]);
    expect((await ask("GET", "/api/topics/shut%2Ft/messages/")).body).toMatchObject({ total_count: 1 });
  });

  it("P12 every change needs the key, whatever clients may do", async () => {
    await create({ name: "t" });
    for (const key of [null, "wrong"]) {
      for (const [method, path] of [
        ["POST", "/api/topics/create/"],
        ["DELETE", "/api/topics/t/"],
        ["POST", "/api/topics/t/delete/"],
        ["DELETE", "/api/topics/t/delete/"],
      ] as const) {
        const answer = await ask(method, path, { key, ...(method === "POST" ? { body: '{"name":"u"}' } : {}) });
        expect([answer.status, Object.keys(answer.body)]).toEqual([401, ["error"]]);
      }
    }
    expect((await ask("GET", "/api/topics/")).body.topics).toHaveLength(1);
  });

  it("P12 P13 E2 E3 a foreign Host and a foreign Origin are refused, with the key too", async () => {
    for (const headers of [{ host: "evil.example" }, { origin: "http://evil.example" }]) {
      const { status, body } = await ask("GET", "/api/health/", { headers });
      expect([status, body]).toEqual([403, { error: expect.stringContaining("evil.example") }]);
    }
  });
});
