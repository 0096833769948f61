/** Whether an upgrade request is a handshake that RFC 6455 knows (4.2.1), and the answer to one that is none. */
import type { Duplex } from "node:stream";
import type { HandshakeStep } from "../../contract/codes.ts";
import { DOOR_STEPS } from "../../contract/codes.ts";
import type { UpgradeRequest } from "./read-knock.ts";

/** Not imported: a module that imports node:http makes Node load its whole fetch at the start, to name what that exports. */
const { STATUS_CODES } = process.getBuiltinModule("node:http");

export interface HandshakeFault {
  readonly step: HandshakeStep;
  readonly detail: string;
}

const KEY = /^[+/0-9A-Za-z]{22}==$/;
/** 8 is the draft that some embedded clients still name; its frames are those of 13. */
const VERSIONS: ReadonlySet<string> = new Set(["13", "8"]);
const SHOWN = 20;

/** Undefined when it may go on. Subprotocols and extensions are offers, which nobody must take: they are no reason. */
export function handshakeFault({
  method,
  headers,
}: Pick<UpgradeRequest, "method" | "headers">): HandshakeFault | undefined {
  if (method !== "GET") return { step: "handshake-method", detail: `${method} is not GET` };
  if (headers.upgrade?.toLowerCase() !== "websocket") {
    return { step: "handshake-malformed", detail: "the Upgrade header is not `websocket`" };
  }
  const key = headers["sec-websocket-key"];
  if (key === undefined || !KEY.test(key)) {
    return { step: "handshake-malformed", detail: "Sec-WebSocket-Key must be 16 bytes in base64" };
  }
  const version = headers["sec-websocket-version"]?.trim();
  if (version === undefined || !VERSIONS.has(version)) {
    return { step: "handshake-version", detail: `${version?.slice(0, SHOWN) ?? "none"} is not 13` };
  }
  return undefined;
}

/** Answers with the step's HTTP status and its words, and ends the socket. */
export function answerFault(socket: Duplex, { step, detail }: HandshakeFault): void {
  const { code, text } = DOOR_STEPS[step];
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ code: "BAD_REQUEST", message: `${text}: ${detail}` });
  const head = [
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? "Error"}`,
    "Connection: close",
    ...(code === 405 ? ["Allow: GET"] : []),
    ...(code === 426 ? ["Upgrade: websocket", "Sec-WebSocket-Version: 13, 8"] : []),
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.on("error", () => socket.destroy());
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
