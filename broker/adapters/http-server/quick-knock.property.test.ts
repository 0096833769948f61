/** Owns the proof that the short way of reading a handshake reads what Node's HTTP server reads, and takes nothing that it would refuse. */
import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { duplexPair } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NodeServer } from "./node-server.ts";
import { readQuickKnock } from "./quick-knock.ts";

interface Read {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Record<string, unknown>;
  readonly behind: string;
}

const server = new NodeServer({ tls: undefined, refused: () => {}, knocked: () => {} }).create((_request, response) => {
  response.end();
});
/** As an HTTP server is given a connection by its program. */
const [, accept] = [server.removeAllListeners("connection"), plainServer()];

function plainServer() {
  const http = process.getBuiltinModule("node:http");
  const [own] = http.createServer().listeners("connection");
  if (own === undefined) throw new Error("Node's HTTP server listens in another way");
  return own;
}

/** What Node's server makes of the bytes; null when it is no upgrade to it. */
async function readByNode(bytes: Buffer): Promise<Read | null> {
  const [client, served] = duplexPair();
  client.on("error", () => {});
  client.resume();
  let read: Read | null = null;
  const onUpgrade = ({ method, url, headers }: IncomingMessage, _socket: unknown, head: Buffer) => {
    read = { method, url, headers: { ...headers }, behind: head.toString("hex") };
  };
  server.on("upgrade", onUpgrade);
  Reflect.apply(accept, server, [served]);
  client.write(bytes);
  for (let turns = 0; turns < 4; turns++) await turn();
  server.removeListener("upgrade", onUpgrade);
  client.destroy();
  served.destroy();
  return read;
}

function readQuickly(bytes: Buffer): Read | null {
  const knock = readQuickKnock(bytes, new Socket());
  if (knock === null) return null;
  const { method, url, headers } = knock.request;
  return { method, url, headers: { ...headers }, behind: knock.behind.toString("hex") };
}

const ORDINARY: readonly (readonly [string, string])[] = [
  ["Host", " 127.0.0.1:8001"],
  ["Upgrade", " websocket"],
  ["Connection", " Upgrade"],
  ["Sec-WebSocket-Version", " 13"],
  ["Sec-WebSocket-Key", " dGhlIHNhbXBsZSBub25jZQ=="],
  ["Authorization", " Token abcdefghijklmnopqrstuvwxyz"],
  ["tag", " home/hall/temp,home/#"],
];

const name = fc.oneof(
  fc.constantFrom(
    ...["Host", "UPGRADE", "connection", "Content-Length", "Transfer-Encoding", "Set-Cookie", "Expect", "Cookie"],
    ...["X-Forwarded-For", "__proto__", "constructor", "Trailer", "User-Agent", "Tag", "", " x", "x ", "x y", "ü"],
  ),
  fc.string({ maxLength: 12 }),
);
const value = fc.oneof(
  fc.constantFrom("", " ", "  two", " end ", "\ttab", " a\tb", " websocket", " h2c, websocket", " keep-alive, Upgrade"),
  fc.constantFrom(
    " 0",
    " 5",
    " chunked",
    " a\r\n folded",
    " a\rb",
    " a\nb",
    " \u00fc\u00ff",
    " \u007f",
    " \u0000",
    " close",
  ),
  fc.string({ unit: "binary-ascii", maxLength: 30 }).map((text) => ` ${text}`),
);
const requestLine = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("GET /ws/brocker/ HTTP/1.1", "GET /ws/?token=a%20b&tags=x HTTP/1.1") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...["GET /ws/ HTTP/1.0", "POST /ws/ HTTP/1.1", "get /ws/ HTTP/1.1", "GET  /ws/ HTTP/1.1", "GET /ws/# HTTP/1.1"],
      ...[
        "GET http://a/ws/ HTTP/1.1",
        "GET /ws/ü HTTP/1.1",
        "GET /ws/ HTTP/1.1 ",
        "GET /ws/\u0001 HTTP/1.1",
        "GET /ws/",
      ],
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }).map((text) => `GET /ws/${text} HTTP/1.1`) },
);
/** An ordinary handshake with some of its lines gone, moved, given twice, or strange. */
const bytes = fc
  .record({
    line: requestLine,
    headers: fc.shuffledSubarray([...ORDINARY], { minLength: 5 }),
    more: fc.array(fc.tuple(name, value), { maxLength: 2 }),
    end: fc.constantFrom("\r\n", "\r\n", "\r\n", "\r\n", "\n", ""),
    behind: fc.constantFrom("", "", "\u0081\u0080abcd", "GET / HTTP/1.1\r\n\r\n"),
  })
  .map(({ line, headers, more, end, behind }) => {
    const lines = [...headers, ...more].map(([each, text]) => `${each}:${text}\r\n`);
    return Buffer.from(`${line}\r\n${lines.join("")}${end}${behind}`, "latin1");
  });

describe("the short way of a handshake", () => {
  it("W9 reads what Node's HTTP server reads, and takes nothing that it would not", async () => {
    let quick = 0;
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        const read = readQuickly(sent);
        if (read === null) return;
        quick++;
        expect(read).toEqual(await readByNode(sent));
      }),
      { numRuns: 3_000 },
    );
    expect(quick).toBeGreaterThan(100);
  });

  it("W9 takes the handshakes of programs, Chromium and Firefox", () => {
    const head = (connection: string) =>
      `GET /ws/brocker/ HTTP/1.1\r\nHost: localhost:8001\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\nConnection: ${connection}\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`;
    for (const connection of ["Upgrade", "upgrade", "keep-alive, Upgrade"]) {
      expect(readQuickly(Buffer.from(head(connection)))?.headers["user-agent"]).toBe("Mozilla/5.0 (X11; Linux x86_64)");
    }
  });

  it("W9 leaves to the HTTP server what has not come as a whole, and what a proxy sends", () => {
    const head = (more: string) =>
      Buffer.from(
        `GET /ws/brocker/ HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`,
      );
    expect(readQuickly(head(""))).not.toBeNull();
    expect(readQuickly(head("").subarray(0, -1))).toBeNull();
    expect(readQuickly(head("X-Forwarded-For: 10.0.0.1\r\n"))).toBeNull();
  });
});
