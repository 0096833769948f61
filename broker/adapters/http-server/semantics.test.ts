/** Checks what HTTP says about forms that few clients use: ranges, conditions, methods, framing and slashes (RFC 9110, 9112). */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpText, request } from "../../testing/http-text.ts";
import { ADMIN_KEY, type TestHttpServer, testHttpServer } from "../../testing/test-http-server.ts";

const AUTH = `Authorization: Bearer ${ADMIN_KEY}`;
const JSON_BODY = ["Content-Type: application/json"];
let folder: string;
let under: TestHttpServer;
let host: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-semantics-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<p>console</p>");
  writeFileSync(join(folder, "assets", "index-B3xq9_Kd.js"), "0123456789");
  under = await testHttpServer({ consoleFolder: folder });
  host = `Host: 127.0.0.1:${under.server.port}`;
});
afterAll(async () => {
  await under.server.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (lines: readonly string[], body = "", answers = 1) =>
  httpText(under.server.port, request(lines, body), answers);
const bodyOf = (text: string) => text.slice(text.indexOf("\r\n\r\n") + 4);
const ASSET = "/assets/index-B3xq9_Kd.js";

describe("ranges and conditions", () => {
  it.each([
    ["bytes=2-4", 206, "234"],
    ["bytes=-3", 206, "789"],
    ["bytes=7-", 206, "789"],
    ["bytes=10-", 416, null],
    // What is no range may be refused, an unknown unit is ignored (RFC 9110 14.2).
    ["bytes=x", 416, null],
    ["lines=1-2", 200, "0123456789"],
  ])("E9 E18 a file of the console is answered to `Range: %s` with %i", async (range, status, body) => {
    const answer = await ask([`GET ${ASSET} HTTP/1.1`, host, `Range: ${range}`]);
    expect(answer.statuses).toEqual([status]);
    if (body !== null) expect(bodyOf(answer.text)).toBe(body);
  });

  it("E9 a file that has not changed is 304 without a body, and one that has is sent", async () => {
    const first = await ask([`GET ${ASSET} HTTP/1.1`, host]);
    const etag = /\netag: (.*)\r/i.exec(first.text)?.[1];
    const again = await ask([`GET ${ASSET} HTTP/1.1`, host, `If-None-Match: "other", ${etag}`]);
    expect([again.statuses, bodyOf(again.text)]).toEqual([[304], ""]);
    expect((await ask([`GET ${ASSET} HTTP/1.1`, host, "If-None-Match: *"])).statuses).toEqual([304]);
    expect((await ask([`GET ${ASSET} HTTP/1.1`, host, 'If-None-Match: "other"'])).statuses).toEqual([200]);
  });

  it.each([
    ["Range: bytes=0-1"],
    ["If-None-Match: *"],
    ["If-Match: *"],
    ["If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"],
  ])("E18 answers of the API have no parts and no versions: `%s` is ignored there", async (line) => {
    for (const path of ["/api/v1/echo", "/api/v1/docs", "/api/topics/", "/api/rooms/", "/login"]) {
      expect([path, (await ask([`GET ${path} HTTP/1.1`, host, AUTH, line])).statuses]).toEqual([path, [200]]);
    }
  });
});

describe("methods", () => {
  it.each([
    ["TRACE", "/", 404],
    ["TRACE", "/api/v1/nothing", 404],
    ["OPTIONS", "/", 404],
    ["OPTIONS", "*", 404],
    ["PROPFIND", "/", 404],
    ["PUT", "/login", 404],
    ["DELETE", ASSET, 404],
  ])("E8 %s %s is refused in one sentence, and repeats nothing of the request", async (method, target, status) => {
    const answer = await ask([`${method} ${target} HTTP/1.1`, host, AUTH, "X-Secret: of-the-caller"]);
    expect(answer.statuses).toEqual([status]);
    expect(answer.text).not.toContain("of-the-caller");
    expect(answer.text).not.toContain(ADMIN_KEY);
    expect(JSON.parse(bodyOf(answer.text)).message).toEqual(expect.any(String));
  });

  it("E21 a method that HTTP does not have is 400", async () => {
    expect((await httpText(under.server.port, request(["FETCH / HTTP/1.1", host]))).statuses).toEqual([400]);
  });
});

describe("framing", () => {
  const post = ["POST /api/v1/echo HTTP/1.1"];

  it.each([
    ["both a length and chunks", ["Content-Length: 2", "Transfer-Encoding: chunked"], "2\r\n{}\r\n0\r\n\r\n"],
    ["two lengths", ["Content-Length: 2", "Content-Length: 3"], "{}"],
    ["a length that is none", ["Content-Length: 2x"], "{}"],
    ["a negative length", ["Content-Length: -2"], "{}"],
    ["chunked twice over", ["Transfer-Encoding: chunked, chunked"], "2\r\n{}\r\n0\r\n\r\n"],
    ["chunked that is not the last coding", ["Transfer-Encoding: chunked, gzip"], "2\r\n{}\r\n0\r\n\r\n"],
    ["a chunk whose length is none", ["Transfer-Encoding: chunked"], "x\r\n{}\r\n0\r\n\r\n"],
    ["a blank before the colon", ["Content-Length : 2"], "{}"],
    ["a folded header line", ["X-Folded: a", " b"], ""],
  ])("E21 %s is 400, and nothing behind it on the connection is answered", async (_what, lines, body) => {
    const behind = request(["GET /login HTTP/1.1", host]);
    const text = request([...post, host, AUTH, ...JSON_BODY, ...lines], body) + behind;
    const { statuses, ended } = await httpText(under.server.port, text);
    expect(ended).toBe(true);
    expect(statuses.at(-1)).toBe(400);
    expect(statuses.filter((status) => status === 200)).toHaveLength(0);
  });

  it("E18 HTTP/1.0 is answered and its connection closed, unless it asks to be kept", async () => {
    const once = await httpText(under.server.port, request(["GET /login HTTP/1.0", host]));
    expect([once.statuses, once.ended]).toEqual([[200], true]);
    const kept = request(["GET /login HTTP/1.0", host, "Connection: keep-alive"]);
    expect((await httpText(under.server.port, kept + kept, 2)).statuses).toEqual([200, 200]);
  });

  it("E21 a version that HTTP/1 does not have is answered once, and served at most as HTTP/1.1", async () => {
    for (const version of ["HTTP/2.0", "HTTP/1.7", "HTTP/0.9", "HTTP"]) {
      const { statuses } = await httpText(under.server.port, request([`GET /login ${version}`, host]));
      expect([version, statuses]).toEqual([version, [expect.toBeOneOf([200, 400, 505])]]);
    }
  });
});

describe("slashes", () => {
  it.each([
    ["/login/", 200],
    ["/api/v1/echo/", 200],
    ["//", 404],
    ["//login", 404],
    ["/login//", 404],
    ["//evil.example/", 404],
    ["/assets//index-B3xq9_Kd.js", 404],
    ["/./login", 404],
    ["/x/../login", 404],
    ["/assets/../index.html", 404],
    ["/assets/%2e%2e/index.html", 404],
    ["/\\evil.example", 404],
    ["/?", 200],
    ["/login?ticket", 200],
    // A fragment is never sent (RFC 9112 3.2): it is a name like another.
    ["/#x", 404],
  ])("E8 E18 GET %s is answered %i, never a way up and never a way elsewhere", async (target, status) => {
    const answer = await ask([`GET ${target} HTTP/1.1`, host, AUTH]);
    expect(answer.statuses).toEqual([status]);
    expect(answer.text).not.toMatch(/\nlocation:/i);
  });
});
