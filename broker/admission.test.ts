/** Tests that every way in is judged alike: sockets of all protocols and requests over HTTP, over a real server. */
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "./contract/limits.ts";
import { type ChatUnderTest, startChat } from "./testing/chat-harness.ts";
import { FrameReader } from "./testing/frame-reader.ts";
import { rawRequest, UPGRADE } from "./testing/raw-request.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
});
afterEach(() => stand.stop());

const base64url = (text: string) => Buffer.from(text).toString("base64url");

interface Asked {
  readonly authorization?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function http(method: string, path: string, { authorization, body, headers = {} }: Asked = {}) {
  const answer = await rawRequest(`${stand.engine.url}${path}`, {
    method,
    headers: { ...(authorization === undefined ? {} : { authorization }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { ...answer, body: answer.text === "" ? null : JSON.parse(answer.text) };
}
const say = (secret: string, text = "hello", room = "lobby") =>
  http("POST", `/api/rooms/${room}/messages/`, {
    authorization: `Bearer ${secret}`,
    body: JSON.stringify({ body: text }),
  });

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape, as a script would.
const rejections = async (): Promise<any[]> => (await stand.api("GET", "/doorlog")).body.items;

/** What is answered to an upgrade with these header lines, up to the end of its head. */
function handshake(path: string, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(stand.engine.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}`);
      socket.write([`GET ${path} HTTP/1.1`, `Host: ${hostname}:${port}`, ...head, ...lines, "", ""].join("\r\n"));
    });
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      text += chunk;
      if (!text.includes("\r\n\r\n")) return;
      socket.destroy();
      resolve(text.slice(0, text.indexOf("\r\n\r\n")));
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

describe("one admission", () => {
  it("C9 Y1 after the broker is stopped a token says nothing over HTTP, and the attempt stands among the rejected connections", async () => {
    await stand.room("lobby");
    const secret = await stand.person("alice");
    expect((await say(secret)).status).toBe(201);
    await stand.api("POST", "/server/stop");
    for (const [method, path] of [
      ["POST", "/api/rooms/lobby/messages/"],
      ["GET", "/api/rooms/lobby/messages/"],
      ["GET", "/api/rooms/"],
    ] as const) {
      const answer = await http(method, path, {
        authorization: `Bearer ${secret}`,
        ...(method === "POST" ? { body: "{}" } : {}),
      });
      expect([path, answer.status, answer.body.code]).toEqual([path, 503, "STOPPED"]);
    }
    expect((await rejections()).slice(0, 3)).toMatchObject(
      Array.from({ length: 3 }, () => ({ step: "broker-stopped", code: 1001, dialect: "chat" })),
    );
    // The operator goes on.
    expect((await say(stand.engine.adminKey, "from the operator")).status).toBe(201);
    await stand.api("POST", "/server/start");
    expect((await say(secret)).status).toBe(201);
    expect((await stand.api("GET", "/rooms/lobby/messages")).body.items).toHaveLength(3);
  });

  it("C9 C5 a wrong, disabled, expired or blocked secret over HTTP leaves an entry as that of a socket does", async () => {
    await stand.room("lobby");
    const made = (name: string, fields = {}) =>
      stand.token({}, { name, subject: { userType: "user", userId: name }, ...fields });
    const disabled = await made("disabled", { enabled: false });
    const expired = await made("expired", { expiresAt: "2020-01-01T00:00:00Z" });
    const nobody = await stand.token({}, { name: "nobody" });
    expect((await say("a-wrong-secret")).status).toBe(401);
    expect((await say(disabled.secret)).status).toBe(401);
    expect((await say(expired.secret)).status).toBe(401);
    expect((await say(nobody.secret)).status).toBe(403);
    expect((await http("GET", "/api/rooms/")).status).toBe(401);
    const entries = await rejections();
    expect(entries.map(({ step }) => step)).toEqual([
      "credentials-missing",
      "subject-missing",
      "token-expired",
      "token-disabled",
      "token-unknown",
    ]);
    expect(entries[3]).toMatchObject({ tokenName: "disabled", dialect: "chat", credentialsBy: "header", code: 4003 });
    expect(JSON.stringify(entries)).not.toContain("a-wrong-secret");
  });

  it("C9 P12 who may not ask the REST interface of pub/sub leaves an entry, and clients without a token are not served while the broker is stopped", async () => {
    expect((await http("GET", "/api/health/")).status).toBe(401);
    expect((await http("POST", "/api/topics/create/", { authorization: "Bearer wrong-key", body: "{}" })).status).toBe(
      401,
    );
    expect((await rejections()).map(({ step, dialect }) => [step, dialect])).toEqual([
      ["token-unknown", "pubsub"],
      ["credentials-missing", "pubsub"],
    ]);
    await stand.api("PATCH", "/settings", { anonymous: [{ pattern: "#", access: "read" }] });
    expect((await http("GET", "/api/health/")).status).toBe(200);
    await stand.api("POST", "/server/stop");
    expect(await http("GET", "/api/health/")).toMatchObject({
      status: 503,
      body: { error: "The broker is stopped by an operator" },
    });
    expect((await http("GET", "/api/health/", { authorization: `Bearer ${stand.engine.adminKey}` })).status).toBe(200);
  });

  it("C9 C8 E20 wrong secrets over HTTP are slowed down with those of sockets, and many at once are no faster than one", async () => {
    await stand.api("PATCH", "/settings", { authFailureDelay: "all" });
    for (let i = 0; i < 3; i++) await say("wrong-secret");
    for (let i = 0; i < 2; i++) await stand.knock({ secret: "wrong-secret", filters: ["a"] }).closed;
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 40 }, () => say("wrong-secret")));
    expect(performance.now() - begun).toBeGreaterThanOrEqual(240 + 490 + 990);
    const judged = answers.filter(({ status }) => status === 401).length;
    expect(judged).toBeGreaterThanOrEqual(1);
    // Four wait at first; on a slow machine a few more come while the first of them are judged.
    expect(judged).toBeLessThanOrEqual(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40 - judged);
    // Told as one entry by the server in front, which counts those that came later. The operator comes from the same address, and is let in at once.
    const asked = performance.now();
    expect((await rejections()).map(({ step }) => step)).toContain("too-many-keys");
    expect(performance.now() - asked).toBeLessThan(LIMITS.authDelayBaseMs);
    expect(await stand.knock({ secret: "wrong-secret", filters: ["a"] }).closed).toMatchObject({
      code: expect.toBeOneOf([4003, 4008]),
    });
  });
});

describe("the rate of a token", () => {
  it("M7 holds over HTTP: what exceeds it is not said, answered 429 and recorded", async () => {
    await stand.room("lobby");
    const secret = await stand.person("alice", { messagesPerSecond: 0.001, burst: 3 });
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await say(secret, `m${i}`));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429]);
    expect(answers[3]?.body).toMatchObject({ code: "TOO_MANY" });
    expect(answers[3]?.headers["retry-after"]).toBe("1");
    expect((await stand.api("GET", "/rooms/lobby/messages")).body.items).toHaveLength(3);
    expect((await rejections())[0]).toMatchObject({ step: "request-too-fast", code: 4008, tokenName: "alice" });
    // Reading is no message.
    expect((await http("GET", "/api/rooms/", { authorization: `Bearer ${secret}` })).status).toBe(200);
  });

  it("M7 is counted over its connections of every protocol, its requests and the automatic replies in its name together", async () => {
    await stand.room("lobby");
    const { id, secret } = await stand.token(
      { "home/#": "readwrite" },
      { name: "alice", subject: { userType: "user", userId: "alice" }, messagesPerSecond: 0.001, burst: 6 },
    );
    const other = await stand.token({ "ask/#": "readwrite" });
    const rule = {
      kind: "autoReply",
      name: "answer",
      enabled: true,
      pattern: "ask/#",
      condition: "",
      replyTopic: "home/answer",
      template: "1",
      delayMs: 0,
      tokenId: id,
    };
    const listener = await stand.connect({ secret, filters: ["home/#"] });
    const one = await stand.connect({ secret, filters: ["home/x"], path: "/ws/brocker/?errors=1" });
    const chatting = await stand.enter("lobby", secret);
    const put = await stand.api("PUT", "/library", rule);
    expect(put.status, JSON.stringify(put.body)).toBe(200);
    one.publish("home/a", 1);
    one.publish("home/a", 2);
    await listener.received(2);
    chatting.say("three");
    await chatting.heard("three");
    expect((await say(secret, "four")).status).toBe(201);
    const asker = await stand.connect({ ...other, filters: ["ask/none"] });
    asker.publish("ask/a", 1);
    await listener.received(3);
    expect((await say(secret, "six")).status).toBe(201);
    // Everything is spent, whatever the way.
    expect((await say(secret, "seven")).status).toBe(429);
    one.publish("home/a", 8);
    await one.received(1);
    expect(JSON.parse(one.texts[0] ?? "").error.code).toBe("rate-limited");
    // Also by who connects anew.
    const again = await stand.connect({ secret, filters: ["home/x"], path: "/ws/brocker/?errors=1" });
    again.publish("home/a", 9);
    await again.received(1);
    expect(JSON.parse(again.texts[0] ?? "").error.code).toBe("rate-limited");
    asker.publish("ask/a", 2);
    await expect
      .poll(async () => (await stand.api("GET", "/auto-replies/outcomes")).body.items[0])
      .toMatchObject({ result: "refused", code: "rate-limited" });
    expect(listener.texts).toHaveLength(3);
  });

  it("M7 the rate for everybody counts a token's requests as those of one connection", async () => {
    await stand.room("lobby");
    await stand.api("PATCH", "/settings", { messagesPerSecond: 0.001, burst: 2 });
    const secret = await stand.person("alice");
    const chatting = await stand.enter("lobby", secret);
    chatting.say("one");
    chatting.say("two");
    await chatting.heard("two");
    expect([(await say(secret)).status, (await say(secret)).status, (await say(secret)).status]).toEqual([
      201, 201, 429,
    ]);
  });
});

const FOREIGN = [
  `Basic ${Buffer.from("alice:wonderland").toString("base64")}`,
  'Digest username="alice", realm="lab", nonce="n", uri="/", response="r"',
  "Negotiate YIIJvwYGKwYBBQUCoIIJszCCCa+gJDAi",
  "NTLM TlRMTVNTUAABAAAA",
  "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c",
  "Basic",
];

describe("credentials of a proxy in front", () => {
  it.each(FOREIGN)("C2 C3 `Authorization: %s` shuts no way in of any protocol", async (authorization) => {
    await stand.room("lobby");
    await stand.api("PATCH", "/settings", { anonymous: [{ pattern: "open/#", access: "read" }] });
    const { secret } = await stand.token({ a: "readwrite" }, { subject: { userType: "user", userId: "alice" } });
    const headers = { authorization };
    const query = `token=${encodeURIComponent(secret)}`;
    await stand.connect({ headers, path: `/ws/brocker/?${query}&tags=a` });
    await stand.connect({
      headers,
      protocols: ["signalbox.v1", `token.${base64url(secret)}`, `tags.${base64url("a")}`],
    });
    await stand.enter("lobby", secret, {
      headers: { ...headers },
      secret: undefined,
      path: `/ws/chatroom/lobby?${query}`,
    });
    const pubsub = new FrameReader(await stand.connect({ headers, path: "/ws/" }));
    expect(await pubsub.next()).toMatchObject({ type: "connected" });
    const realtime = await stand.connect({ headers, path: "/ws/realtime/" });
    realtime.send(JSON.stringify({ type: "authenticate", token: secret }));
    await realtime.received(2);
    expect(JSON.parse(realtime.texts[1] ?? "")).toMatchObject({ type: "auth_success" });
    expect((await stand.connections()).map(({ credentialsBy }) => credentialsBy).sort()).toEqual([
      "frame",
      "none",
      "query",
      "query",
      "subprotocol",
    ]);
    const posted = await http("POST", `/api/rooms/lobby/messages/?${query}`, { authorization, body: '{"body":"hi"}' });
    expect(posted.status).toBe(201);
    expect(await rejections()).toEqual([]);
  });

  it("C3 a bearer that is nobody's here is passed over where a later place has a token, and rejects where none has", async () => {
    const { secret } = await stand.token({ a: "read" });
    const authorization = "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2ln";
    await stand.connect({ authorization, path: `/ws/brocker/?token=${secret}&tags=a` });
    expect((await stand.connections())[0]).toMatchObject({ credentialsBy: "query" });
    const refused = stand.knock({ authorization, path: "/ws/brocker/?token=wrong-as-well&tags=a" });
    expect(await refused.closed).toMatchObject({ code: 4003, reason: "token unknown" });
    expect(await stand.knock({ authorization, filters: ["a"] }).closed).toMatchObject({ code: 4003 });
    // A token that is known and may not come in is not made good by another one.
    const disabled = await stand.token({ a: "read" }, { enabled: false });
    const both = stand.knock({ secret: disabled.secret, path: `/ws/brocker/?token=${secret}&tags=a` });
    expect(await both.closed).toMatchObject({ code: 4003, reason: "token disabled" });
  });

  it.each(FOREIGN)(
    "E4 the console's cookie counts behind `Authorization: %s`, and never makes a wrong key good",
    async (authorization) => {
      const { cookie } = await loggedIn();
      expect((await http("GET", "/api/v1/server", { headers: { cookie } })).status).toBe(200);
      expect((await http("GET", "/api/v1/server", { authorization, headers: { cookie } })).status).toBe(200);
      expect((await http("GET", "/api/v1/server", { authorization })).status).toBe(401);
      expect(
        (await http("GET", "/api/v1/server", { authorization: "Bearer wrong-key", headers: { cookie } })).status,
      ).toBe(401);
      const socket = await rawRequest(`${stand.engine.url}/console`, {
        headers: { ...UPGRADE, authorization, cookie },
      });
      expect(socket.status).toBe(101);
    },
  );
});

async function loggedIn(): Promise<{ cookie: string }> {
  const answer = await rawRequest(`${stand.engine.url}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ key: stand.engine.adminKey }),
  });
  return { cookie: String(answer.headers["set-cookie"]).split(";")[0] ?? "" };
}

it("X8 a foreign web page is not let in without a token, stands among the rejected connections, and may come with a token or when it is listed", async () => {
  await stand.api("PATCH", "/settings", { anonymous: [{ pattern: "#", access: "readwrite" }] });
  const { secret } = await stand.token({ a: "read" });
  const page = (origin: string, path = "/ws/") => stand.knock({ path, headers: { origin } });
  expect(await page("https://evil.example").closed).toEqual(
    expect.objectContaining({
      code: 4003,
      reason: "this web page may not connect without a token: https://evil.example",
    }),
  );
  expect((await rejections())[0]).toMatchObject({ step: "origin-not-allowed", dialect: "pubsub", code: 4003 });
  for (const [origin, path] of [
    ["http://localhost:3000", "/ws/"],
    ["https://evil.example", `/ws/?token=${secret}`],
  ] as const) {
    expect(await new FrameReader(page(origin, path)).next()).toMatchObject({ type: "connected" });
  }
  await stand.api("PATCH", "/settings", { anonymousOrigins: "https://lab.example" });
  expect(await new FrameReader(page("https://lab.example")).next()).toMatchObject({ type: "connected" });
  expect((await stand.api("PATCH", "/settings", { anonymousOrigins: "lab.example" })).body.field).toBe(
    "anonymousOrigins",
  );
});

describe("offers of subprotocols", () => {
  it.each([
    ["", null],
    [" ", null],
    ["arduino", null],
    ["mqtt, mqttv3.1", null],
    ["arduino, arduino", null],
    ["arduino,", null],
    [",arduino", null],
    ["a b, c/d, =", null],
    ["signalbox.v1", "signalbox.v1"],
    ["signalbox.v1, signalbox.v1,", "signalbox.v1"],
    [",, chat ,signalbox.v1", "signalbox.v1"],
  ])("C3 `Sec-WebSocket-Protocol: %s` succeeds, and is answered with %j", async (offer, answered) => {
    const { secret } = await stand.token({ a: "read" });
    for (const name of ["Sec-WebSocket-Protocol", "sec-websocket-protocol"]) {
      const head = await handshake("/ws/brocker/", [`${name}: ${offer}`, `Authorization: Token ${secret}`, "Tag: a"]);
      expect(head.split("\r\n")[0]).toBe("HTTP/1.1 101 Switching Protocols");
      expect(/^sec-websocket-protocol: (.*)$/im.exec(head)?.[1] ?? null).toBe(answered);
    }
  });

  it("C3 offers in several headers count as one list, on every path", async () => {
    for (const path of ["/ws/brocker/", "/ws/", "/ws/realtime/", "/ws/chatroom/none"]) {
      const head = await handshake(path, ["Sec-WebSocket-Protocol: x", "Sec-WebSocket-Protocol: signalbox.v1"]);
      expect(head).toMatch(/sec-websocket-protocol: signalbox\.v1/i);
    }
  });
});
