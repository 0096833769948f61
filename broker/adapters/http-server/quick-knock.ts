/** Reads the request of an ordinary WebSocket client from the first bytes of its connection, as Node's HTTP server would read it. */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { LIMITS } from "../../contract/limits.ts";
import { isProxied } from "./callers.ts";

/** What is known of a request that asks to speak another protocol, whoever read it. */
export type UpgradeRequest = Pick<IncomingMessage, "method" | "url" | "headers" | "socket">;

export interface QuickKnock {
  readonly request: UpgradeRequest;
  /** What the client sent behind its request. */
  readonly behind: Buffer;
}

/**
 * A request line of a WebSocket path, then whole header lines of printable characters. Everything else that HTTP allows, and all that it
 * forbids, is Node's to read: another method, more than 64 lines, absolute-form, tabs, folded lines, bare line ends.
 */
const HEAD =
  /^GET (\/ws\/[A-Za-z0-9\-._~%/?&=+:@!$'()*,;]*) HTTP\/1\.1\r\n((?:[A-Za-z0-9!#$%&'*+\-.^_`|~]+: ?[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?\r\n){1,64})\r\n$/;

/** As programs and Chromium say it, and as Firefox does. */
const CONNECTIONS: ReadonlySet<string> = new Set(["upgrade", "keep-alive, upgrade"]);
/** Headers after which more than the head of a request would follow, or of which Node makes something else than a text. */
const UNUSUAL: ReadonlySet<string> = new Set([
  "content-length",
  "expect",
  "http2-settings",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
]);

/** `read` is what came first on the socket. Null: it is not the ordinary request, or not yet the whole of it. */
export function readQuickKnock(read: Buffer, socket: Socket): QuickKnock | null {
  if (read.length < SHORTEST || read.readUInt32BE(0) !== GET) return null;
  const end = read.indexOf(END);
  if (end < 0 || end > LIMITS.headerBytes) return null;
  const text = read.toString("latin1", 0, end + END.length);
  const found = HEAD.exec(text);
  if (found === null) return null;
  const [head, url = "", lines = ""] = found;
  const headers = readHeaders(read, lines, head.length - lines.length - 2);
  if (headers === null || !asksForWebSocket(headers) || isProxied(headers)) return null;
  headers.upgrade = "websocket";
  return { request: { method: "GET", url, headers, socket }, behind: read.subarray(head.length) };
}

/** Null where a header is none for us, or is given twice. `at` is where the lines begin in what was read. */
function readHeaders(read: Buffer, lines: string, at: number): IncomingHttpHeaders | null {
  const headers: IncomingHttpHeaders = {};
  for (let from = 0; from < lines.length; ) {
    const colon = lines.indexOf(":", from);
    const end = lines.indexOf("\r\n", colon);
    const name = lines.slice(from, colon).toLowerCase();
    // What every object has by birth counts as given twice, too.
    if (UNUSUAL.has(name) || headers[name] !== undefined) return null;
    const blank = lines.charCodeAt(colon + 1) === BLANK ? 1 : 0;
    // Of its own: a part of the text would keep the whole of it for as long as it is kept itself.
    headers[name] = read.toString("latin1", at + colon + 1 + blank, at + end);
    from = end + 2;
  }
  return headers;
}

function asksForWebSocket({ host, upgrade, connection }: IncomingHttpHeaders): boolean {
  return (
    host !== undefined &&
    upgrade?.toLowerCase() === "websocket" &&
    connection !== undefined &&
    CONNECTIONS.has(connection.toLowerCase())
  );
}

/** `GET `. */
const GET = 0x47455420;
const SHORTEST = 64;
const BLANK = 0x20;
const END = Buffer.from("\r\n\r\n");
