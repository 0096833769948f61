/** Checks what clients meet who have shown no key: no body is read, guesses wait, links are not spent. */
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { updateSettings } from "../../console/edits/settings.ts";
import { ChatDoor } from "../../console/endpoints/chat-door.ts";
import { LIMITS } from "../../contract/limits.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { httpText, request } from "../../testing/http-text.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { rawRequest } from "../../testing/raw-request.ts";
import { ADMIN_KEY, type TestHttpServer, testHttpServer } from "../../testing/test-http-server.ts";
import type { FailureDelay } from "./admin-gate.ts";

const BEARER = { authorization: `Bearer ${ADMIN_KEY}` };
const JSON_TYPE = { "content-type": "application/json" };

const servers: TestHttpServer[] = [];
afterEach(async () => {
  for (const { server } of servers.splice(0)) await server.close();
});

async function serve(...config: Parameters<typeof testHttpServer>): Promise<TestHttpServer> {
  const under = await testHttpServer(...config);
  servers.push(under);
  return under;
}

describe("bodies", () => {
  it.each(["/api/v1/echo", "/api/v1/messages", "/api/v1/nothing"])(
    "E19 refuses at %s before the body has come, and its client still hears why",
    async (path) => {
      const { server } = await serve();
      const lines = [`POST ${path} HTTP/1.1`, "Host: localhost", "Content-Type: application/json"];
      const first = await httpText(server.port, request([...lines, "Content-Length: 1000000"], "["), 1);
      expect(first.statuses).toEqual([401]);
      // What a client sends of it is thrown away, and the connection serves the next request.
      const body = "[".repeat(1_000_000);
      const next = request(["GET /login HTTP/1.1", "Host: localhost"]);
      const both = await httpText(server.port, [request([...lines, "Content-Length: 1000000"]), body + next], 2);
      expect(both.statuses).toEqual([401, 200]);
    },
  );

  it("E19 answers a whole large body without a key though the client closes after it", async () => {
    const { server } = await serve();
    const headers = { ...JSON_TYPE, connection: "close" };
    const body = JSON.stringify({ a: "x".repeat(8_000_000) });
    const answer = await rawRequest(`${server.url}/api/v1/echo`, { method: "POST", headers, body });
    expect(answer.status).toBe(401);
  });

  it("E19 takes a login of 16 KiB and no more, as JSON and as a form", async () => {
    const { server } = await serve();
    const ask = async (type: string, body: string) =>
      (await rawRequest(`${server.url}/login`, { method: "POST", headers: { "content-type": type }, body })).status;
    const room = LIMITS.loginBodyBytes - '{"key":""}'.length;
    expect(await ask("application/json", JSON.stringify({ key: "x".repeat(room) }))).toBe(401);
    expect(await ask("application/json", JSON.stringify({ key: "x".repeat(room + 1) }))).toBe(413);
    expect(await ask("application/x-www-form-urlencoded", `key=${"x".repeat(LIMITS.loginBodyBytes)}`)).toBe(413);
  });

  it("E19 counts the values of a body that has the key, not what stands in its texts", async () => {
    const { server } = await serve();
    const post = (body: string) =>
      rawRequest(`${server.url}/api/v1/echo`, { method: "POST", headers: { ...BEARER, ...JSON_TYPE }, body });
    expect((await post(JSON.stringify({ a: `\\",[{${",[{".repeat(LIMITS.bodyValues)}` }))).status).toBe(200);
    const many = `{"a":[${"0,".repeat(LIMITS.bodyValues)}0]}`;
    const refused = await post(many);
    expect([refused.status, JSON.parse(refused.text).message]).toEqual([413, expect.stringContaining("`json`")]);
    expect((await post("\uFEFF{}")).status).toBe(200);
  });

  it.each([
    ["/workspace", LIMITS.adminBodyBytes],
    ["/workspace/preview", LIMITS.adminBodyBytes],
    ["/edits", LIMITS.editsBodyBytes],
    ["/access/preview", LIMITS.editsBodyBytes],
    ["/messages", LIMITS.bodyBytes + 2 * 1024 * 1024],
    ["/realtime/broadcast", LIMITS.bodyBytes + 2 * 1024 * 1024],
    ["/tokens", LIMITS.bodyBytes],
    ["/library", LIMITS.bodyBytes],
  ])("E19 takes at %s a body of %i bytes and no more", async (path, bytes) => {
    const { server } = await serve();
    const post = (length: number) => {
      const body = JSON.stringify({ a: "x".repeat(length - '{"a":""}'.length) });
      return rawRequest(`${server.url}/api/v1${path}`, { method: "POST", headers: { ...BEARER, ...JSON_TYPE }, body });
    };
    expect((await post(bytes)).status).toBe(404);
    const refused = await post(bytes + 1);
    expect([refused.status, JSON.parse(refused.text).message]).toEqual([413, expect.stringContaining(String(bytes))]);
  });

  it("E7 refuses a body that is no UTF-8 instead of changing it", async () => {
    const { server } = await serve();
    const lines = ["POST /api/v1/echo HTTP/1.1", "Host: localhost", `Authorization: Bearer ${ADMIN_KEY}`];
    const text = request([...lines, "Content-Type: application/json", "Content-Length: 9"], '{"a":"\xe4"}');
    const answer = await httpText(server.port, text, 1);
    expect([answer.statuses, answer.text.includes("UTF-8")]).toEqual([[400], true]);
  });

  it("E19 reads a body at the REST interfaces only when somebody asks for it", async () => {
    let asked = 0;
    const { server } = await serve({
      rest: [
        { at: "/api", handle: async () => ({ status: 401, json: "{}" }) },
        {
          at: "/api/rooms",
          handle: async ({ readBody }) => {
            asked++;
            return { status: 200, json: String((await readBody()).length) };
          },
        },
      ],
    });
    const post = (path: string, body: string) => rawRequest(`${server.url}${path}`, { method: "POST", body });
    expect((await post("/api/topics/create/", "x".repeat(1_000_000))).status).toBe(401);
    expect((await post("/api/rooms/", "x".repeat(LIMITS.pubsubBodyBytes))).text).toBe(String(LIMITS.pubsubBodyBytes));
    expect((await post("/api/rooms/", "x".repeat(LIMITS.pubsubBodyBytes + 1))).status).toBe(413);
    expect(asked).toBe(2);
  });
});

describe("guesses of the admin key", () => {
  /** Lets three fail, then no more than one wait at a time. */
  function slowed() {
    const failed: string[] = [];
    let waiting = 0;
    return {
      failed,
      delay: {
        enter: () => {
          if (failed.length < 3) return 0;
          if (waiting > 0) return null;
          waiting++;
          return 1;
        },
        leave: () => void waiting--,
        failed: ({ host }: { readonly host: string }) => void failed.push(host),
        succeeded: () => {
          failed.length = 0;
        },
      },
    };
  }

  it("E20 counts, slows and records them on every way in, and the right key waits like a wrong one", async () => {
    const { failed, delay } = slowed();
    const clock = new ManualClock();
    const { server, rejected } = await serve({ delay, clock });
    const { url, port } = server;
    const wrong = { authorization: "Bearer guess" };
    expect((await rawRequest(`${url}/api/v1/echo`, { headers: wrong })).status).toBe(401);
    const body = JSON.stringify({ key: "guess" });
    expect((await rawRequest(`${url}/login`, { method: "POST", headers: JSON_TYPE, body })).status).toBe(401);
    const console = request([
      "GET /console HTTP/1.1",
      "Host: localhost",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Authorization: Bearer guess",
    ]);
    expect((await httpText(port, console)).statuses).toEqual([401]);
    expect(failed).toHaveLength(3);
    expect(rejected).toEqual(Array.from({ length: 3 }, () => "admin-key-wrong 127.0.0.1"));
    const paths = ["/api/v1/echo", "/api/v1/echo/2", "/api/topics/", "/api/rooms/"];
    const answers: Awaited<ReturnType<typeof rawRequest>>[] = [];
    const asked = paths.map(async (path) => answers.push(await rawRequest(`${url}${path}`, { headers: BEARER })));
    await vi.waitFor(() => expect(answers.map(({ status }) => status)).toEqual([429, 429, 429]));
    expect(answers.map(({ headers }) => headers["retry-after"])).toEqual(["60", "60", "60"]);
    clock.advance(1);
    await Promise.all(asked);
    expect(answers.at(-1)?.status).not.toBe(429);
    expect(rejected.filter((entry) => entry.startsWith("too-many-keys"))).toHaveLength(3);
  });

  it.each([
    ["GET", "/api/rooms/", { authorization: "Bearer no-token" }],
    ["GET", "/api/rooms/?token=no-token", {}],
    ["GET", "/api/rooms/", { authorization: "Token no-token" }],
    ["POST", "/api/topics/create/", { authorization: "Bearer no-token" }],
    ["GET", "/api/stats/?token=no-token", {}],
    ["GET", "/api/v1/echo", { authorization: "Bearer no-token" }],
  ])("C8 C9 after five failures of an address %s %s %o waits once", async (method, path, headers) => {
    const desk = new DeskUnderTest();
    updateSettings(desk.corridor, { authFailureDelay: "all" }, "http");
    const { authDelay } = desk.core.admission;
    const entered: (number | null)[] = [];
    const delay: FailureDelay = {
      enter: (peer) => {
        entered.push(authDelay.enter(peer));
        return entered.at(-1) ?? null;
      },
      leave: (peer) => authDelay.leave(peer),
      failed: (peer) => authDelay.failed(peer),
      succeeded: (peer) => authDelay.succeeded(peer),
    };
    const { clock } = desk;
    const { server } = await serve({
      delay,
      tokenDelay: delay,
      clock,
      rest: [new ChatDoor(desk.desk), desk.pubsub],
    });
    const ask = () => rawRequest(`${server.url}${path}`, { method, headers });
    for (let i = 0; i < LIMITS.authFailuresFree; i++) expect((await ask()).status).toBe(401);
    const answer = ask();
    await vi.waitFor(() => expect(entered).toHaveLength(LIMITS.authFailuresFree + 1));
    expect(entered.at(-1)).toBe(LIMITS.authDelayBaseMs);
    clock.advance(LIMITS.authDelayBaseMs);
    expect((await answer).status).toBe(401);
    // The key lets in after its own wait, and forgets the failures of its address on every way in.
    const right = rawRequest(`${server.url}${path}`, { method, headers: BEARER, body: "" });
    await vi.waitFor(() => expect(entered).toHaveLength(LIMITS.authFailuresFree + 2));
    clock.advance(2 * LIMITS.authDelayBaseMs);
    expect((await right).status).not.toBe(401);
    expect(authDelay.enter({ address: "127.0.0.1:1", host: "127.0.0.1", loopback: true })).toBe(0);
  });

  it("C8 a request whose client leaves while it waits gives its place up and is not judged", async () => {
    const { failed, delay } = slowed();
    const waits: string[] = [];
    const enter = () => {
      const ms = delay.enter();
      if (ms !== 0) waits.push("entered");
      return ms;
    };
    const leave = () => {
      waits.push("left");
      delay.leave();
    };
    const clock = new ManualClock();
    const { server } = await serve({ delay: { ...delay, enter, leave }, clock });
    const wrong = { authorization: "Bearer guess" };
    for (let i = 0; i < 3; i++) await rawRequest(`${server.url}/api/v1/echo`, { headers: wrong });
    const leaving = connect(server.port, "127.0.0.1");
    leaving.write(request(["GET /api/v1/echo HTTP/1.1", "Host: localhost", "Authorization: Bearer guess"]));
    await vi.waitFor(() => expect(waits).toEqual(["entered"]));
    leaving.destroy();
    await vi.waitFor(() => expect(waits).toEqual(["entered", "left"]));
    clock.advance(1);
    expect(failed).toHaveLength(3);
  });

  it("E20 no key and a foreign scheme are no guess", async () => {
    const { failed, delay } = slowed();
    const { server, rejected } = await serve({ delay });
    const basic = { authorization: "Basic dXNlcjpwYXNz" };
    for (const headers of [{}, basic, { cookie: "signalbox-12345678=1.2.3" }]) {
      expect((await rawRequest(`${server.url}/api/v1/echo`, { headers })).status).toBe(401);
    }
    const link = await rawRequest(server.loginLink(), { headers: basic });
    const cookie = String(link.headers["set-cookie"]).split(";")[0] ?? "";
    expect((await rawRequest(`${server.url}/api/v1/echo`, { headers: { ...basic, cookie } })).status).toBe(200);
    expect([failed, rejected]).toEqual([[], []]);
  });
});

describe("logging in and out", () => {
  const cookieOf = (answer: { readonly headers: Readonly<Record<string, unknown>> }) =>
    String(answer.headers["set-cookie"] ?? "").split(";")[0] ?? "";

  it.each([
    ["HEAD", "HEAD", {}, 200],
    ["a prefetch", "GET", { "sec-purpose": "prefetch;prerender" }, 503],
    ["an older prefetch", "GET", { purpose: "prefetch" }, 503],
    ["an older one still", "GET", { "x-moz": "prefetch" }, 503],
    ["a preview", "GET", { "user-agent": "Slackbot-LinkExpanding 1.0" }, 200],
    ["a scanner", "GET", { "user-agent": "Mozilla/5.0 (compatible; bingbot/2.0)" }, 200],
    ["a script", "GET", { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }, 200],
    ["a frame", "GET", { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" }, 200],
  ])("E5 %s does not spend a login link", async (_name, method, headers, status) => {
    const { server } = await serve();
    const link = server.loginLink();
    const looked = await rawRequest(link, { method, headers });
    expect([looked.status, looked.headers["set-cookie"]]).toEqual([status, undefined]);
    const person = {
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      "user-agent": "Mozilla/5.0 Firefox/140",
    };
    const opened = await rawRequest(link, { headers: person });
    expect([opened.status, cookieOf(opened)]).toEqual([303, expect.stringMatching(/^signalbox-/)]);
    expect((await rawRequest(link)).status).toBe(401);
  });

  it("E5 the button of the page that a preview gets logs in, once", async () => {
    const { server } = await serve();
    const link = server.loginLink();
    const { text } = await rawRequest(link, { headers: { "user-agent": "WhatsApp/2" } });
    const ticket = /name="ticket" type="hidden" value="([^"]+)"/.exec(text)?.[1] ?? "";
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: server.url };
    const post = () => rawRequest(`${server.url}/login`, { method: "POST", headers, body: `ticket=${ticket}` });
    expect((await post()).status).toBe(303);
    expect((await post()).status).toBe(401);
    expect((await rawRequest(link)).status).toBe(401);
  });

  it("E6 a cookie works no more after a logout, and what it opened ends", async () => {
    const { server, loggedOut } = await serve({
      api: {
        handle: async (call, reply) => {
          if (call.url.endsWith("/live")) reply.hijack().raw.write("data: 1\n\n");
          else await reply.send({});
          return true;
        },
        messageBytes: () => 1024 * 1024,
        document: async () => ({ info: { title: "API", version: "1" } }),
      },
    });
    const cookie = cookieOf(await rawRequest(server.loginLink()));
    const other = cookieOf(await rawRequest(server.loginLink()));
    const stream = (headers: Record<string, string>) =>
      new Promise<{ ended: Promise<void> }>((resolve) => {
        const sent = httpRequest(`${server.url}/api/v1/live`, { headers, agent: false }, (response) => {
          const ended = new Promise<void>((end) => response.on("close", () => end()).on("error", () => {}));
          response.once("data", () => resolve({ ended }));
        });
        sent.end();
      });
    const ownStream = await stream({ cookie });
    const otherStream = await stream({ cookie: other });
    const out = await rawRequest(`${server.url}/logout`, { method: "POST", headers: { cookie } });
    expect([out.status, String(out.headers["set-cookie"])]).toEqual([204, expect.stringContaining("Max-Age=0")]);
    await ownStream.ended;
    expect(loggedOut).toHaveLength(1);
    const status = async (headers: Record<string, string>) =>
      (await rawRequest(`${server.url}/api/v1/echo`, { headers })).status;
    expect([await status({ cookie }), await status({ cookie: other })]).toEqual([401, 200]);
    server.replaceAdminKey("another-admin-key");
    await otherStream.ended;
    expect(await status({ cookie: other })).toBe(401);
  });

  it("E17 behind a trusted proxy the client's address, scheme and name count, and without it nothing does", async () => {
    const headers = {
      ...BEARER,
      host: "127.0.0.1",
      "x-forwarded-for": "198.51.100.1, 203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "broker.example.com",
      origin: "https://broker.example.com",
    };
    const trusting = await serve({ trustedProxies: ["loopback"], allowedHosts: ["broker.example.com"] });
    const told = JSON.parse((await rawRequest(`${trusting.server.url}/api/v1/echo`, { headers })).text);
    expect(told).toMatchObject({ host: "203.0.113.9", loopback: false, origin: "https://broker.example.com" });
    const login = await rawRequest(trusting.server.loginLink(), { headers });
    expect(String(login.headers["set-cookie"])).toContain("; Secure");
    const upgrade = [
      ...["GET /ws/brocker/ HTTP/1.1", "Host: x", "Connection: Upgrade", "Upgrade: websocket"],
      ...["X-Forwarded-For: 203.0.113.9"],
    ];
    const socket = await httpText(trusting.server.port, request(upgrade));
    expect(socket.text).toContain('"host":"203.0.113.9","loopback":false');
    await rawRequest(`${trusting.server.url}/api/v1/echo`, { headers: { ...headers, authorization: "Bearer wrong" } });
    expect(trusting.rejected).toEqual(["admin-key-wrong 203.0.113.9"]);
    const both = { ...headers, forwarded: "for=192.0.2.1" };
    expect((await rawRequest(`${trusting.server.url}/api/v1/echo`, { headers: both })).status).toBe(400);

    const plain = await serve();
    expect((await rawRequest(`${plain.server.url}/api/v1/echo`, { headers })).status).toBe(403);
    const { origin: _origin, ...direct } = headers;
    const answer = JSON.parse((await rawRequest(`${plain.server.url}/api/v1/echo`, { headers: direct })).text);
    expect(answer).toMatchObject({ host: "127.0.0.1", loopback: false, origin: "http://127.0.0.1" });
    const docs = (more: Record<string, string>) => rawRequest(`${plain.server.url}/api/v1/docs`, { headers: more });
    expect((await docs({})).status).toBe(200);
    expect((await docs({ "x-forwarded-for": "203.0.113.9" })).status).toBe(401);
  });
});
