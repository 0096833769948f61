/** How the HTTP server itself refuses: the flat JSON of the admin API, through fastify or on a bare socket. */
import type { IncomingMessage } from "node:http";
import { type Duplex, Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { HTTP_STEPS, type HttpStep, OPERATOR_ERRORS, type OperatorErrorCode } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";

/** Not imported: a module that imports node:http makes Node load its whole fetch at the start, to name what that exports. */
const { STATUS_CODES } = process.getBuiltinModule("node:http");

/** Where the admin API is, and around it the REST interface of the pub/sub dialect. */
export const API = "/api/v1";
export const PUBSUB_API = "/api";

/** Seconds after which an address that guessed too often may try again: that long a failure counts (C8). */
const RETRY_AFTER_S = LIMITS.authForgetMs / 1000;

export interface Answer {
  readonly status: number;
  readonly body: { readonly code: OperatorErrorCode; readonly message: string };
}

export function refusal(code: OperatorErrorCode, message: string = OPERATOR_ERRORS[code].text): Answer {
  return { status: OPERATOR_ERRORS[code].status, body: { code, message } };
}

export function send(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="signalbox"');
  if (status === 426) reply.header("upgrade", "websocket").header("connection", "upgrade");
  if (status === 429) reply.header("retry-after", String(RETRY_AFTER_S));
  const shaped = isPubSub(reply.request.url) ? { error: body.message } : body;
  reply.code(status).header("cache-control", "no-store");
  if (!stillSends(reply.request)) return reply.send(shaped);
  const text = JSON.stringify(shaped);
  reply.type("application/json; charset=utf-8").header("content-length", Buffer.byteLength(text));
  return reply.send(untilSent(text, reply.request.raw));
}

/** A body is under way that nobody will read. One that waits to be asked for will not come. */
function stillSends({ method, raw }: FastifyRequest): boolean {
  const { headers, complete } = raw;
  const hasBody = headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
  return hasBody && !complete && headers.expect === undefined && method !== "HEAD";
}

/**
 * The whole answer at once, and its end when the client has sent its body, which is thrown away: closed before, the connection would be reset, and
 * the client would never read why (RFC 9112 9.6).
 */
function untilSent(text: string, request: IncomingMessage): Readable {
  const answer = new Readable({ read() {} });
  answer.push(text);
  let bytes = 0;
  let hasEnded = false;
  const end = () => {
    if (!hasEnded) answer.push(null);
    hasEnded = true;
  };
  request.on("data", (chunk: Uint8Array) => {
    bytes += chunk.byteLength;
    if (bytes > LIMITS.adminBodyBytes) end();
  });
  request.once("end", end);
  request.once("close", end);
  return answer;
}

/** The clients of that interface know errors in its shape alone. */
function isPubSub(url: string): boolean {
  const [path = ""] = url.split("?", 1);
  const isAdmin = path === API || path.startsWith(`${API}/`);
  return !isAdmin && (path === PUBSUB_API || path.startsWith(`${PUBSUB_API}/`));
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
    ...(status === 401 ? ['WWW-Authenticate: Bearer realm="signalbox"'] : []),
    ...(status === 429 ? [`Retry-After: ${RETRY_AFTER_S}`] : []),
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${text}`, () => socket.destroy());
}

const NOTHING = "There is nothing at this path";

/** What fastify or Node refused before a route was reached. */
export function answerOf(error: {
  readonly code?: string;
  readonly statusCode?: number;
  readonly message: string;
}): Answer {
  const status = error.statusCode ?? 500;
  if (status === 413 && error.code !== undefined) return badRequest(413, "The body is larger than is taken here");
  if (status === 415) return badRequest(415, "Send JSON, with the header content-type: application/json");
  // A path outside of the console's folder: there is nothing.
  if (status === 403) return refusal("NOT_FOUND", NOTHING);
  if (status >= 400 && status < 500) return badRequest(status, error.message);
  return refusal("INTERNAL");
}

export function badRequest(status: number, message: string): Answer {
  return { status, body: { code: "BAD_REQUEST", message } };
}

/** Nobody answers at this path. A client of WebSocket that came without its Upgrade header most often lost it in a proxy. */
export function nothingHere({ raw }: FastifyRequest): Answer {
  const [path = "/"] = (raw.url ?? "/").split("?", 1);
  if (path !== "/console" && path !== "/ws" && !path.startsWith("/ws/")) {
    return refusal("NOT_FOUND", NOTHING);
  }
  const advice = "a proxy in front must pass on the headers Connection and Upgrade, with HTTP/1.1";
  return badRequest(426, `This path speaks WebSocket, and the request did not ask for it; ${advice}`);
}

/** What was refused before there was a request. */
export function parserAnswer(step: HttpStep): Answer {
  const { status, text } = HTTP_STEPS[step];
  return badRequest(status, text);
}
