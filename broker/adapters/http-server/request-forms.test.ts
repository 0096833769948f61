/** Checks the forms in which HTTP lets a client ask, on real sockets and byte by byte. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { httpText, request } from "../../testing/http-text.ts";
import { ADMIN_KEY, type TestHttpServer, testHttpServer } from "../../testing/test-http-server.ts";

const AUTH = `Authorization: Bearer ${ADMIN_KEY}`;
const H2C = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"];
const WEBSOCKET = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

let under: TestHttpServer;
let host: string;
beforeEach(async () => {
  under = await testHttpServer();
  host = `Host: 127.0.0.1:${under.server.port}`;
});
afterEach(() => under.server.close());

const ask = (lines: readonly string[], body = "", answers = 1) =>
  httpText(under.server.port, request(lines, body), answers);

describe("an upgrade that is not ours", () => {
  it.each([
    ["h2c", H2C],
    ["several", ["Connection: keep-alive, upgrade", "Upgrade: h2c, foo/2"]],
    ["a foreign one", ["Connection: UPGRADE", "Upgrade: TLS/1.0"]],
    ["websocket, where only HTTP is", WEBSOCKET],
    ["websocket that the connection does not name", ["Upgrade: websocket"]],
  ])("E11 answers a request that asks for %s as if it had not", async (_name, headers) => {
    const get = await ask([`GET /api/v1/echo HTTP/1.1`, host, AUTH, ...headers]);
    expect(get.statuses).toEqual([200]);
    const lines = [
      "POST /api/v1/echo HTTP/1.1",
      host,
      AUTH,
      "Content-Type: application/json",
      "Content-Length: 7",
      ...headers,
    ];
    const post = await ask(lines, '{"a":1}');
    expect(post.statuses).toEqual([200]);
    expect(post.text).toContain('\\"a\\":1');
  });

  it("E11 reads a body that comes later, whole and in chunks, beside an Upgrade", async () => {
    const base = [
      "POST /api/v1/echo HTTP/1.1",
      host,
      AUTH,
      "Content-Type: application/json",
      "Expect: 100-continue",
      ...H2C,
    ];
    const whole = await httpText(under.server.port, [request([...base, "Content-Length: 7"]), '{"a":1}'], 2);
    expect(whole.statuses).toEqual([100, 200]);
    const chunks = await httpText(
      under.server.port,
      [request([...base, "Transfer-Encoding: chunked"]), '3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'],
      2,
    );
    expect(chunks.statuses).toEqual([100, 200]);
    expect(chunks.text).toContain('\\"a\\":1');
  });

  it("E11 says that the connection ends behind such an answer, so that what was pipelined is asked again", async () => {
    const two = request(["GET /api/v1/echo HTTP/1.1", host, AUTH, ...H2C]) + request(["GET /login HTTP/1.1", host]);
    const { text, ended } = await httpText(under.server.port, two);
    expect(ended).toBe(true);
    expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close/i);
  });

  it.each([["HTTP/1.0", "GET /ws/brocker/ HTTP/1.0"]])(
    "E8 says at a path of WebSocket what is missing when it is asked by %s",
    async (_name, line) => {
      const { statuses } = await ask([line, host, ...WEBSOCKET, "Content-Length: 0"]);
      expect(statuses).toEqual([426]);
      const plain = await ask(["GET /ws/brocker/ HTTP/1.1", host]);
      expect(plain.text).toMatch(/^HTTP\/1\.1 426 [\s\S]*proxy/);
      expect(plain.text).toMatch(/\nupgrade: websocket/i);
    },
  );

  it.each([
    [["Connection: keep-alive, Upgrade", "Upgrade: h2c, WebSocket"]],
    [["connection: upgrade", "UPGRADE: websocket"]],
    [["Connection: close", "Connection: Upgrade", "Upgrade: foo", "Upgrade: websocket"]],
  ])("E11 finds WebSocket in lists, repeated lines and any case: %j", async (headers) => {
    const { text, statuses } = await ask(["GET /ws/brocker/ HTTP/1.1", host, ...headers, ...WEBSOCKET.slice(2)]);
    expect(statuses).toEqual([418]);
    expect(text).toContain('"upgrade":"websocket"');
  });

  it("E11 opens the console with a slash at the end and by an absolute target too", async () => {
    const absolute = `http://127.0.0.1:${under.server.port}`;
    for (const target of ["/console", "/console/", `${absolute}/console`, `${absolute}/ws/x`]) {
      const { statuses } = await ask([`GET ${target} HTTP/1.1`, host, AUTH, ...WEBSOCKET]);
      expect([target, ...statuses]).toEqual([target, target.endsWith("/ws/x") ? 418 : 299]);
    }
  });
});

describe("forms of a request", () => {
  it.each(["GET", "HEAD", "OPTIONS"])(
    "E18 takes an absolute-form target with %s, and its authority as the Host",
    async (method) => {
      const { port } = under.server;
      const own = await ask([`${method} http://127.0.0.1:${port}/api/v1/echo HTTP/1.1`, "Host: evil.example", AUTH]);
      expect(own.statuses).toEqual([method === "OPTIONS" ? 204 : 200]);
      const foreign = await ask([`${method} HTTP://evil.example/api/v1/echo HTTP/1.1`, host, AUTH]);
      expect(foreign.statuses).toEqual([403]);
      const bare = await ask([`${method} http://127.0.0.1:${port} HTTP/1.1`, host]);
      expect(bare.statuses).toEqual([method === "OPTIONS" ? 404 : 200]);
    },
  );

  it("E18 asks for a body that waits to be asked for, and for none of a caller whom it refuses", async () => {
    const lines = [
      "POST /api/v1/echo HTTP/1.1",
      host,
      "Content-Type: application/json",
      "Content-Length: 7",
      "Expect: 100-continue",
    ];
    const let_in = await httpText(under.server.port, [request([...lines, AUTH]), '{"a":1}'], 2);
    expect(let_in.statuses).toEqual([100, 200]);
    const refused = await httpText(under.server.port, request(lines));
    expect(refused.statuses).toEqual([401]);
    expect(refused.ended).toBe(true);
    const other = await httpText(under.server.port, request(["GET /login HTTP/1.1", host, "Expect: tea"]));
    expect(other.statuses).toEqual([417]);
  });

  it("E18 answers HEAD wherever GET is answered, with the length and without the body", async () => {
    for (const path of ["/", "/login", "/api/v1/echo", "/api/v1/echo/", "/api/v1/docs", "/api/health", "/api/rooms/"]) {
      const [head, get] = await Promise.all(
        ["HEAD", "GET"].map((method) => ask([`${method} ${path} HTTP/1.1`, host, AUTH])),
      );
      expect([path, head?.statuses]).toEqual([path, get?.statuses]);
      const bodyOfHead = head?.text.split("\r\n\r\n")[1];
      expect([path, bodyOfHead]).toEqual([path, ""]);
      expect(head?.text).toMatch(/\ncontent-length: [1-9]/i);
    }
  });

  it("E18 answers what was pipelined in its order", async () => {
    const get = (path: string) => request([`GET ${path} HTTP/1.1`, host, AUTH]);
    const { statuses } = await httpText(under.server.port, get("/api/v1/echo") + get("/nothing") + get("/login"), 3);
    expect(statuses).toEqual([200, 404, 200]);
  });

  it("E18 takes HTTP/1.0 without a Host, as health checks send it, and no page that hides its Host", async () => {
    expect((await ask(["GET /login HTTP/1.0"])).statuses).toEqual([200]);
    expect((await ask(["GET /login HTTP/1.0", "Origin: http://evil.example"])).statuses).toEqual([400]);
  });

  it.each([
    ["missing", []],
    ["there twice", ["Host: 127.0.0.1", "Host: 127.0.0.1"]],
    ["empty", ["Host:"]],
    ["no host", ["Host: a b"]],
  ])("E2 answers a Host that is %s with 400", async (_name, hosts) => {
    const { statuses, text } = await ask(["GET /login HTTP/1.1", ...hosts]);
    expect(statuses).toEqual([400]);
    expect(text).toContain("Host");
  });

  it("E18 tells with OPTIONS which methods a path of the API has", async () => {
    const one = await ask(["OPTIONS /api/v1/echo HTTP/1.1", host, AUTH]);
    expect(one.text).toMatch(/^HTTP\/1\.1 204 [\s\S]*\nallow: GET, POST, HEAD, OPTIONS\r/i);
    const other = await ask(["OPTIONS /api/v1/echo/7 HTTP/1.1", host, AUTH]);
    expect(other.text).toMatch(/\nallow: DELETE, OPTIONS\r/i);
    expect((await ask(["OPTIONS /api/v1/nothing HTTP/1.1", host, AUTH])).statuses).toEqual([404]);
  });

  it("E21 answers CONNECT, too many header lines, and what is no HTTP, and records where it came from", async () => {
    expect((await httpText(under.server.port, request(["CONNECT a:1 HTTP/1.1", host]))).statuses).toEqual([405]);
    const many = Array.from({ length: 1001 }, (_, at) => `x${at}: 1`);
    const { statuses, text } = await httpText(
      under.server.port,
      request(["GET /login HTTP/1.1", host, "Connection: close", ...many]),
    );
    expect(statuses).toEqual([431]);
    expect(text).toContain("1000 lines");
    const upgrade = await httpText(
      under.server.port,
      request(["GET /ws/brocker/ HTTP/1.1", host, ...WEBSOCKET, ...many]),
    );
    expect(upgrade.statuses).toEqual([431]);
    expect((await httpText(under.server.port, "hello\r\n\r\n")).statuses).toEqual([400]);
    const large = request(["GET /login HTTP/1.1", host, `x: ${"y".repeat(70_000)}`]);
    expect((await httpText(under.server.port, large)).statuses).toEqual([431]);
    const large431 = "headers-too-large 127.0.0.1";
    expect(under.rejected).toEqual([large431, large431, "request-malformed 127.0.0.1", large431]);
  });
});
