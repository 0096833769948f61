/** Tests what clients meet who are slow, many, or speak TLS where there is none. */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { httpText, request } from "../../testing/http-text.ts";
import { ADMIN_KEY, type TestHttpServer, testHttpServer } from "../../testing/test-http-server.ts";
import type { Patience } from "./node-server.ts";

const pem = (name: string) => readFileSync(new URL(`../../testing/tls/${name}.pem`, import.meta.url), "utf8");
const TLS = { cert: pem("localhost-cert"), key: pem("localhost-key") };
const HURRIED: Patience = { ...LIMITS, httpHeadersMs: 200, httpRequestMs: 400, httpCheckMs: 50, tlsHandshakeMs: 200 };

const servers: TestHttpServer[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const { server } of servers.splice(0)) await server.close();
});

async function serve(...config: Parameters<typeof testHttpServer>): Promise<TestHttpServer> {
  const under = await testHttpServer(...config);
  servers.push(under);
  return under;
}

/** All that comes on a socket until it ends. */
function heardBy(socket: Socket): Promise<string> {
  sockets.push(socket);
  return new Promise((resolve) => {
    let text = "";
    socket.on("data", (piece: Buffer) => {
      text += piece.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });
}

const sentence = (text: string) => JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)).message;

describe("slow clients", () => {
  it.each([
    ["headers that do not end", "GET /login HTTP/1.1\r\nHost: localhost\r\nx-slow: 1\r\n"],
    ["a request line that does not end", "GET /log"],
    [
      "the body of a call with the key",
      `POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ADMIN_KEY}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a`,
    ],
    [
      "the body of a login",
      "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    ],
    [
      "the body of a message of a chat room",
      "POST /api/rooms/x/messages/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
    ],
    [
      "a chunked body",
      "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
    ],
  ])("E21 %s is answered 408 in time, recorded, and the connection ends", async (_what, text) => {
    const { server, rejected } = await serve({ patience: HURRIED });
    const socket = connect(server.port, "127.0.0.1");
    socket.write(text);
    const heard = await heardBy(socket);
    expect(heard).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n/);
    expect(sentence(heard)).toBe("The request did not arrive in time");
    expect(rejected).toEqual(["request-too-slow 127.0.0.1"]);
  });

  it("E21 one who opens a connection and says nothing is no mistake: it ends without a word or an entry", async () => {
    const { server, rejected } = await serve({ patience: HURRIED });
    expect(await heardBy(connect(server.port, "127.0.0.1"))).toBe("");
    expect(rejected).toEqual([]);
  });

  it("E21 closing waits for nobody who has said nothing", async () => {
    const { server } = await testHttpServer();
    const silent = connect(server.port, "127.0.0.1");
    const heard = heardBy(silent);
    await new Promise((resolve) => silent.once("connect", resolve));
    await server.close();
    expect(await heard).toBe("");
  });

  it.each([
    ["in one piece", [0]],
    ["in two pieces", [20]],
    ["after a while in which nothing came", [0, 20]],
  ])("W9 a handshake that comes %s is answered, with what came behind it", async (_how, cuts) => {
    const behind: string[] = [];
    const { server } = await serve({
      patience: HURRIED,
      onBrokerUpgrade: (_request, socket, head) => {
        behind.push(head.toString());
        socket.on("data", (piece: Buffer) => behind.push(piece.toString()));
        socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n");
        return true;
      },
    });
    const knock = request([
      "GET /ws/brocker/ HTTP/1.1",
      "Host: localhost",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]);
    const client = connect(server.port, "127.0.0.1");
    const heard = heardBy(client);
    await new Promise((resolve) => client.once("connect", resolve));
    let from = 0;
    for (const cut of [...cuts, knock.length]) {
      client.write(cut === knock.length ? `${knock.slice(from)}behind` : knock.slice(from, cut));
      from = cut;
      // Longer than the time after which the HTTP server watches over who is silent.
      if (cut !== knock.length) await pause(3 * HURRIED.httpCheckMs);
    }
    await vi.waitFor(() => expect(behind.join("")).toBe("behind"));
    client.end();
    expect(await heard).toMatch(/^HTTP\/1\.1 101 /);
  });

  it("E21 an answer that is under way is not written into: its connection breaks", async () => {
    const { server } = await serve({
      patience: HURRIED,
      api: {
        handle: async (_request, reply) => {
          reply.hijack().raw.writeHead(200, { "content-length": "100" }).write("half");
          return true;
        },
        messageBytes: () => 1024,
        document: async () => ({ info: { title: "API", version: "1" } }),
      },
    });
    const socket = connect(server.port, "127.0.0.1");
    const lines = ["GET /api/v1/echo HTTP/1.1", "Host: localhost", `Authorization: Bearer ${ADMIN_KEY}`];
    socket.write(`${request(lines)}GET /slow`);
    const heard = await heardBy(socket);
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*half$/);
  });
});

describe("many clients", () => {
  it("E21 of those that have shown nothing the one that waits longest is answered 503, and who showed the key stays", async () => {
    const { server, rejected } = await serve({ patience: { ...LIMITS, pendingSockets: 2 } });
    const get = request(["GET /api/v1/echo HTTP/1.1", "Host: localhost", `Authorization: Bearer ${ADMIN_KEY}`]);
    const known = connect(server.port, "127.0.0.1");
    let answers = 0;
    known.on("data", () => answers++);
    const end = heardBy(known);
    known.write(get);
    await vi.waitFor(() => expect(answers).toBe(1));
    const oldest = connect(server.port, "127.0.0.1");
    const heard = heardBy(oldest);
    for (let more = 0; more < 2; more++) {
      // One after the other: which waits longest is not left to chance.
      const next = connect(server.port, "127.0.0.1");
      void heardBy(next);
      await new Promise((resolve) => next.once("connect", resolve));
    }
    expect(await heard).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
    expect(sentence(await heard)).toBe("Too many clients are connected that have not shown a key");
    expect(rejected).toEqual(["too-many-connections 127.0.0.1"]);
    known.write(get);
    await vi.waitFor(() => expect(answers).toBe(2));
    known.destroy();
    await end;
  });
});

describe("TLS", () => {
  it("E21 over TLS too the one that waits longest is answered 503, and who showed the key or is in its handshake is not taken for another", async () => {
    const { server, rejected } = await serve({ tls: TLS, patience: { ...LIMITS, pendingSockets: 2 } });
    const secure = (): Socket => connectTls({ port: server.port, host: "127.0.0.1", rejectUnauthorized: false });
    const get = request(["GET /api/v1/echo HTTP/1.1", "Host: localhost", `Authorization: Bearer ${ADMIN_KEY}`]);
    const known = secure();
    let answers = 0;
    known.on("data", () => answers++);
    void heardBy(known);
    known.write(get);
    await vi.waitFor(() => expect(answers).toBe(1));
    const oldest = secure();
    const heard = heardBy(oldest);
    await new Promise((resolve) => oldest.once("secureConnect", resolve));
    const silent = connect(server.port, "127.0.0.1");
    const nothing = heardBy(silent);
    await new Promise((resolve) => silent.once("connect", resolve));
    const next = secure();
    void heardBy(next);
    expect(await heard).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
    void heardBy(secure());
    expect(await nothing).toBe("");
    expect(rejected).toEqual(["too-many-connections 127.0.0.1", "too-many-connections 127.0.0.1"]);
    known.write(get);
    await vi.waitFor(() => expect(answers).toBe(2));
  });

  it("E21 HTTP without TLS at a port that speaks it is recorded, and answered with no byte of HTTP", async () => {
    const { server, rejected } = await serve({ tls: TLS });
    const answer = await httpText(server.port, request(["GET /login HTTP/1.1", "Host: localhost"]));
    expect([answer.statuses, answer.ended]).toEqual([[], true]);
    expect(rejected).toEqual(["tls-failed 127.0.0.1"]);
  });

  it("E21 a TLS handshake that does not end is given up and recorded", async () => {
    const { server, rejected } = await serve({ tls: TLS, patience: HURRIED });
    const socket = connect(server.port, "127.0.0.1");
    // The beginning of a ClientHello.
    socket.write(Buffer.from("160301020001", "hex"));
    await heardBy(socket);
    expect(rejected).toEqual(["tls-failed 127.0.0.1"]);
  });

  it("E21 TLS at a port that speaks HTTP is answered 400, recorded, and fails at the client", async () => {
    const { server, rejected } = await serve();
    const failure = await new Promise<Error>((resolve) => {
      const socket = connectTls({ port: server.port, host: "127.0.0.1", rejectUnauthorized: false });
      socket.on("error", resolve);
    });
    expect(failure).toBeInstanceOf(Error);
    await vi.waitFor(() => expect(rejected).toEqual(["request-malformed 127.0.0.1"]));
  });

  it.each([
    ["a certificate that is none", { ...TLS, cert: "no" }],
    ["a key that is none", { ...TLS, key: "no" }],
    ["a key of another certificate", { ...TLS, key: pem("other-key") }],
    ["both in each other's place", { cert: TLS.key, key: TLS.cert }],
    ["an empty certificate", { ...TLS, cert: "" }],
  ])("E12 %s is one sentence that says what to give", async (_what, tls) => {
    await expect(testHttpServer({ tls })).rejects.toMatchObject({
      kind: "bad-config",
      message: "The TLS certificate or key cannot be used; give PEM files that belong together",
    });
  });
});

it.each(["999.1.1.1", "10.0.0.0/99", "10.0.0.0/255.0.255.0", "1.2.3.4.5", "::1::2"])(
  "E17 a trusted proxy %s that is no address is refused at the start in one sentence that names it",
  async (proxy) => {
    await expect(testHttpServer({ trustedProxies: [proxy] })).rejects.toMatchObject({
      kind: "bad-config",
      message: expect.stringMatching(/^The trusted proxies cannot be used \(.+\); give addresses or ranges$/),
    });
    await expect(testHttpServer({ trustedProxies: [proxy] })).rejects.toThrow(proxy.split("/").at(0));
  },
);
