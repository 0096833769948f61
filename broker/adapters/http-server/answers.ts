/** Owns how the HTTP server itself refuses: the flat JSON of the admin API, through fastify or on a bare socket. */
import type { Duplex } from "node:stream";
import type { FastifyReply } from "fastify";
import { OPERATOR_ERRORS, type OperatorErrorCode } from "../../contract/codes.ts";

/** Not imported: a module that imports node:http makes Node load its whole fetch at the start, to name what that exports. */
const { STATUS_CODES } = process.getBuiltinModule("node:http");

/** Where the admin API is, and around it the REST interface of the pub/sub dialect. */
export const API = "/api/v1";
export const PUBSUB_API = "/api";

export interface Answer {
  readonly status: number;
  readonly body: { readonly code: OperatorErrorCode; readonly message: string };
}

export function refusal(code: OperatorErrorCode, message: string = OPERATOR_ERRORS[code].text): Answer {
  return { status: OPERATOR_ERRORS[code].status, body: { code, message } };
}

export function send(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="signalbox"');
  const shaped = isPubSub(reply.request.url) ? { error: body.message } : body;
  return reply.code(status).header("cache-control", "no-store").send(shaped);
}

/** The clients of that interface know errors in its shape alone. */
function isPubSub(url: string): boolean {
  const [path = ""] = url.split("?", 1);
  const isAdmin = path === API || path.startsWith(`${API}/`);
  return !isAdmin && (path === PUBSUB_API || path.startsWith(`${PUBSUB_API}/`));
}

export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
}

/** Answers on a socket that is no longer (or never was) an HTTP response's, and ends it. */
export function sendRaw(socket: Duplex, { status, body }: Answer): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Error"}`,
    "Connection: close",
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${text}`, () => socket.destroy());
}

/** What fastify or Node refused before a route was reached. */
export function answerOf(error: {
  readonly code?: string;
  readonly statusCode?: number;
  readonly message: string;
}): Answer {
  const status = error.statusCode ?? 500;
  if (status === 413) return badRequest(413, "The body is larger than the admin API takes");
  if (status === 415) return badRequest(415, "Send JSON, with the header content-type: application/json");
  if (status >= 400 && status < 500) return badRequest(status, error.message);
  return refusal("INTERNAL");
}

function badRequest(status: number, message: string): Answer {
  return { status, body: { code: "BAD_REQUEST", message } };
}

/** Errors of Node's HTTP parser. */
export function parserAnswer(error: { readonly code?: string }): Answer {
  if (error.code === "HPE_HEADER_OVERFLOW") return badRequest(431, "The request's headers are larger than the limit");
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") return badRequest(408, "The request did not arrive in time");
  return badRequest(400, "The request is not valid HTTP");
}
