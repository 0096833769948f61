/** Checks the HTTP server on real sockets, with an API that only says who called. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import type { RestRequest } from "../ports/rest.ts";
import { rawRequest, UPGRADE } from "../testing/raw-request.ts";
import { SilentLog } from "../testing/silent-log.ts";
import { HttpServer, type HttpServerConfig, ListenError } from "./http-server.ts";
import { SystemClock } from "./system-clock.ts";

const KEY = "an-admin-key-for-tests";
const BEARER = { authorization: `Bearer ${KEY}` };
const JSON_BODY = { ...BEARER, "content-type": "application/json" };
const servers: HttpServer[] = [];
const folders: string[] = [];
let log = new SilentLog();
let rejected: string[] = [];
let loggedOut: string[] = [];

const UNSLOWED = { enter: () => 0, leave: () => {}, failed: () => {}, succeeded: () => {} };

async function serve(config: Partial<HttpServerConfig> = {}): Promise<HttpServer> {
  log = new SilentLog();
  rejected = [];
  loggedOut = [];
  const server = new HttpServer({
    host: "127.0.0.1",
    port: 0,
    adminKey: KEY,
    clock: new SystemClock(),
    log,
    api: {
      handle: async (request, reply, actor) => {
        if (!request.url.startsWith("/api/v1/echo")) return false;
        await reply.send({ actor, body: JSON.stringify(request.body) });
        return true;
      },
      messageBytes: () => 1024 * 1024,
      document: async () => ({ info: { title: "API", version: "1" }, paths: {} }),
    },
    rest: ["/api", "/api/rooms"].map((at) => ({
      at,
      handle: async (asked: RestRequest) => ({
        status: 200,
        json: JSON.stringify({ ...asked, body: await asked.readBody() }),
      }),
    })),
    onBrokerUpgrade: (request, socket) => {
      if (!request.url?.startsWith("/ws/")) return false;
      socket.end("HTTP/1.1 418 I'm a teapot\r\nConnection: close\r\n\r\n");
      return true;
    },
    onConsoleUpgrade: (_request, socket) => {
      socket.end("HTTP/1.1 299 Let in\r\nConnection: close\r\n\r\n");
    },
    onLoggedOut: (login) => void loggedOut.push(login),
    delay: UNSLOWED,
    tokenDelay: UNSLOWED,
    onRejected: ({ step }) => void rejected.push(step),
    ...config,
  });
  await server.start();
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("the guards", () => {
  it("E2 answers a foreign Host with 403 and names it, on every path", async () => {
    const { url } = await serve();
    for (const path of ["/", "/login", "/api/v1/echo", "/api/v1/docs", "/nothing"]) {
      const answer = await rawRequest(`${url}${path}`, { headers: { ...BEARER, host: "evil.example:8001" } });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(JSON.parse(answer.text)).toEqual({ code: "FORBIDDEN", message: expect.stringContaining("evil.example") });
    }
  });

  it("E3 answers a foreign Origin with 403, with the key too, and lets its own pass", async () => {
    const { url } = await serve();
    const from = (origin: string) => rawRequest(`${url}/api/v1/echo`, { headers: { ...BEARER, origin } });
    expect((await from("http://evil.example")).status).toBe(403);
    expect((await from("null")).status).toBe(403);
    expect((await from(url)).status).toBe(200);
  });

  it("E4 asks for the key on every API path, known or not", async () => {
    const { url } = await serve();
    for (const headers of [{}, { authorization: "Bearer wrong" }, { cookie: "signalbox=1.2.3" }]) {
      for (const path of ["/api/v1/echo", "/api/v1/nothing"]) {
        const answer = await rawRequest(`${url}${path}`, { headers });
        expect(answer.status).toBe(401);
        expect(JSON.parse(answer.text)).toEqual({ code: "UNAUTHORIZED", message: expect.any(String) });
        expect(answer.headers["www-authenticate"]).toContain("Bearer");
      }
    }
  });

  it("E4 tells the API who calls: a script, the command line, a window", async () => {
    const server = await serve();
    const echo = `${server.url}/api/v1/echo`;
    const actor = async (headers: Record<string, string>) =>
      JSON.parse((await rawRequest(echo, { headers })).text).actor;
    expect(await actor(BEARER)).toBe("http");
    expect(await actor({ ...BEARER, "x-signalbox-actor": "cli" })).toBe("cli");
    expect(await actor({ ...BEARER, "x-signalbox-actor": "broker" })).toBe("http");
    const login = await rawRequest(server.loginLink());
    expect(await actor({ cookie: String(login.headers["set-cookie"]).split(";")[0] ?? "" })).toBe("console");
  });

  it("E1 sends the policy and the headers against sniffing and framing with every answer", async () => {
    const { url } = await serve();
    const { headers } = await rawRequest(`${url}/`);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("SAMEORIGIN");
    expect(headers["strict-transport-security"]).toBeUndefined();
  });

  it("C2 answers headers over the limit with 431", async () => {
    const { url } = await serve();
    const headers = { ...BEARER, "x-large": "x".repeat(LIMITS.headerBytes) };
    const answer = await rawRequest(`${url}/api/v1/echo`, { headers });
    expect(answer.status).toBe(431);
    expect(JSON.parse(answer.text).code).toBe("BAD_REQUEST");
    const fits = { ...BEARER, "x-large": "x".repeat(LIMITS.headerBytes - 1024) };
    expect((await rawRequest(`${url}/api/v1/echo`, { headers: fits })).status).toBe(200);
  });
});

describe("logging in", () => {
  it("E5 a one-time link sets the cookie once and leads to the console", async () => {
    const server = await serve();
    const link = server.loginLink();
    const first = await rawRequest(link);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe("/");
    expect(String(first.headers["set-cookie"])).toMatch(
      /^signalbox-[0-9a-f]{8}=.+; Path=\/; HttpOnly; SameSite=Strict/,
    );
    const second = await rawRequest(link);
    expect(second.status).toBe(401);
    expect(second.headers["set-cookie"]).toBeUndefined();
    expect(second.text).toContain("used already");
  });

  it("E6 the key logs in as JSON and as a form, a wrong one does neither", async () => {
    const { url } = await serve();
    const post = (type: string, body: string) =>
      rawRequest(`${url}/login`, { method: "POST", headers: { "content-type": type }, body });
    const json = await post("application/json", JSON.stringify({ key: KEY }));
    expect([json.status, json.text]).toEqual([204, ""]);
    expect(json.headers["set-cookie"]).toBeDefined();
    const form = await post("application/x-www-form-urlencoded", `key=${KEY}`);
    expect([form.status, form.headers.location]).toEqual([303, "/"]);
    const wrong = await post("application/json", JSON.stringify({ key: "wrong" }));
    expect([wrong.status, JSON.parse(wrong.text).code]).toEqual([401, "UNAUTHORIZED"]);
    expect((await post("application/x-www-form-urlencoded", "key=wrong")).status).toBe(401);
    expect((await post("application/json", "{}")).status).toBe(401);
  });

  it("E6 a login page needs no script and no key", async () => {
    const { url } = await serve();
    const { status, text } = await rawRequest(`${url}/login`);
    expect(status).toBe(200);
    expect(text).toContain('<form method="post" action="/login">');
    expect(text).not.toContain("<script");
  });
});

describe("bodies and paths", () => {
  it("E7 takes an empty body as no fields and a byte order mark as nothing, and refuses what is no JSON object with 400", async () => {
    const { url } = await serve();
    const post = (body: string, headers: Record<string, string> = JSON_BODY) =>
      rawRequest(`${url}/api/v1/echo`, { method: "POST", headers, body });
    expect(JSON.parse((await post("")).text).body).toBe("{}");
    expect(JSON.parse((await post("", BEARER)).text).body).toBe("{}");
    expect(JSON.parse((await post('\ufeff{"a":1}')).text).body).toBe('{"a":1}');
    expect(JSON.parse((await post("\ufeff")).text).body).toBe("{}");
    for (const body of ["{", "[]", "1", "null", '"x"', "{'a':1}"]) {
      const answer = await post(body);
      expect([body, answer.status, JSON.parse(answer.text).code]).toEqual([body, 400, "BAD_REQUEST"]);
    }
    const text = await post("a=1", { ...BEARER, "content-type": "text/plain" });
    expect([text.status, JSON.parse(text.text).message]).toEqual([415, expect.stringContaining("application/json")]);
  });

  it("E8 answers unknown paths, methods and broken URLs as JSON", async () => {
    const { url } = await serve();
    const ask = async (path: string, method = "GET") => {
      const answer = await rawRequest(`${url}${path}`, { method, headers: BEARER });
      return [answer.status, JSON.parse(answer.text).code];
    };
    expect(await ask("/nothing")).toEqual([404, "NOT_FOUND"]);
    expect(await ask("/api/v1/nothing")).toEqual([404, "NOT_FOUND"]);
    expect(await ask("/api/v1/nothing", "PUT")).toEqual([404, "NOT_FOUND"]);
    expect(await ask("/", "POST")).toEqual([404, "NOT_FOUND"]);
    expect(await ask("/%zz")).toEqual([400, "BAD_REQUEST"]);
  });

  it("E9 serves the console: hashed files for ever, the page always anew, nothing outside the folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-console-"));
    folders.push(folder);
    mkdirSync(join(folder, "out", "assets"), { recursive: true });
    writeFileSync(join(folder, "out", "index.html"), "<p>console</p>");
    writeFileSync(join(folder, "out", "assets", "index-B3xq9_Kd.js"), "1");
    writeFileSync(join(folder, "secret.txt"), "secret");
    const { url } = await serve({ consoleFolder: join(folder, "out") });
    const index = await rawRequest(`${url}/`);
    expect([index.text, index.headers["cache-control"]]).toEqual(["<p>console</p>", "no-cache"]);
    const asset = await rawRequest(`${url}/assets/index-B3xq9_Kd.js`);
    expect(asset.headers["cache-control"]).toContain("immutable");
    expect((await rawRequest(`${url}/%2e%2e/secret.txt`)).text).not.toBe("secret");
    expect((await rawRequest(`${url}/assets/none.js`)).status).toBe(404);
  });

  it("E9 says how to build the console when there is none", async () => {
    const { url } = await serve({ consoleFolder: "/nowhere/at/all" });
    const { status, text } = await rawRequest(`${url}/`);
    expect(status).toBe(200);
    expect(text).toContain("npm run build");
  });

  it("E10 shows the API's description without a key on this machine, without anything from the network", async () => {
    const { url } = await serve();
    expect((await rawRequest(`${url}/api/v1/openapi.json`)).status).toBe(200);
    const { text } = await rawRequest(`${url}/api/v1/docs`);
    expect(text).not.toMatch(/<script|https?:\/\//);
  });
});

describe("upgrades", () => {
  const upgrade = (url: string, headers: Record<string, string> = {}) =>
    rawRequest(url, { headers: { ...UPGRADE, ...headers } });

  it("E11 sends broker clients of every origin to the broker", async () => {
    const { url } = await serve();
    expect((await upgrade(`${url}/ws/brocker/`, { origin: "http://evil.example" })).status).toBe(418);
  });

  it("E11 lets a window in with key or cookie and its own origin only", async () => {
    const server = await serve();
    const { url } = server;
    const cookie = String((await rawRequest(server.loginLink())).headers["set-cookie"]).split(";")[0] ?? "";
    expect((await upgrade(`${url}/console`, BEARER)).status).toBe(299);
    expect((await upgrade(`${url}/console`, { cookie, origin: url })).status).toBe(299);
    expect((await upgrade(`${url}/console`)).status).toBe(401);
    expect((await upgrade(`${url}/console`, { cookie, origin: "http://evil.example" })).status).toBe(403);
    expect((await upgrade(`${url}/console`, { ...BEARER, host: "evil.example" })).status).toBe(403);
  });

  it("E11 answers every other path with 404", async () => {
    const { url } = await serve();
    const answer = await upgrade(`${url}/elsewhere?token=secret-in-query`);
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([404, "NOT_FOUND"]);
    expect(answer.text).not.toContain("secret-in-query");
  });
});

describe("listening", () => {
  it("E12 names the port that is taken", async () => {
    const other: Server = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const failure = await serve({ port }).catch((error: unknown) => error);
    await new Promise((resolve) => other.close(resolve));
    expect(failure).toBeInstanceOf(ListenError);
    expect(failure).toMatchObject({ kind: "port-busy", message: expect.stringContaining(String(port)) });
  });

  it("E12 refuses a certificate that is none, and an address that is not ours", async () => {
    const tls = { cert: "no", key: "no" };
    await expect(serve({ tls })).rejects.toMatchObject({ kind: "bad-config", message: expect.stringContaining("TLS") });
    await expect(serve({ host: "203.0.113.1" })).rejects.toMatchObject({ kind: "bad-config" });
  });

  it("E13 logs neither query strings nor keys", async () => {
    const { url } = await serve({
      api: {
        handle: async () => {
          throw new Error("a bug");
        },
        messageBytes: () => 1024 * 1024,
        document: async () => ({ info: { title: "", version: "" } }),
      },
    });
    const answer = await rawRequest(`${url}/api/v1/echo?token=secret-in-query`, { headers: BEARER });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([500, { code: "INTERNAL", message: "Internal error" }]);
    expect(log.text()).toContain("a bug");
    expect(log.text()).not.toMatch(/secret-in-query|an-admin-key/);
  });

  it("E14 closes with streams and sockets still open", async () => {
    const server = await serve();
    const hanging = fetch(`${server.url}/api/v1/echo`, {
      method: "POST",
      headers: JSON_BODY,
      body: new ReadableStream(),
      duplex: "half",
    } as RequestInit);
    const ended = expect(hanging).rejects.toThrow();
    await rawRequest(`${server.url}/login`);
    await server.close();
    await server.close();
    await ended;
  });
});
