/** The admin API's routes: who calls, with which body, and the document that describes them. */
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "../../contract/console.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { AdminGate, Admitted } from "./admin-gate.ts";
import { allowedMethods } from "./allowed-methods.ts";
import { API, refusal, send } from "./answers.ts";
import { type BodyBounds, readText } from "./body.ts";
import { type ApiDocument, docsPage } from "./docs-page.ts";
import { parseBody, textFieldsOf } from "./json-body.ts";
import type { OpenReplies } from "./open-replies.ts";

/** Names the command line as the caller; believed of whoever has the key, since it only signs the audit row. */
const ACTOR_HEADER = "x-signalbox-actor";

/** The procedures behind the API, and their description. */
export interface Api {
  /**
   * Answers the request; false when nothing has its path and method, and nothing was sent. `origin` is where the caller's browser or program
   * reaches this server, where that is known.
   */
  handle(request: FastifyRequest, reply: FastifyReply, actor: Actor, origin?: string): Promise<boolean>;
  document(): Promise<ApiDocument>;
  /** Bytes that a message may have just now. */
  messageBytes(): number;
}

export interface ApiRouteParts {
  readonly api: Api;
  readonly gate: AdminGate;
  readonly open: OpenReplies;
  /** The client on this socket showed that it may be here. */
  readonly settled: (socket: Socket) => void;
  /** This server itself speaks TLS. */
  readonly isTls: boolean;
}

/** `path` is what stands behind the prefix of the API. */
function boundsOf(path: string, messageBytes: number): BodyBounds {
  const values = LIMITS.bodyValues;
  if (path.startsWith("/workspace")) {
    return {
      bytes: LIMITS.adminBodyBytes,
      values,
      advice: "make the first part of it by import and the rest by POST /edits",
    };
  }
  if (path.startsWith("/edits") || path.startsWith("/access/"))
    return { bytes: LIMITS.editsBodyBytes, values, advice: "send it in parts" };
  const isMessage = path.startsWith("/messages") || path.startsWith("/realtime/");
  const bytes = LIMITS.bodyBytes + (isMessage ? 2 * messageBytes : 0);
  return { bytes, values, advice: "send it in parts, a message as text in `json`" };
}

export function apiRoutes(app: FastifyInstance, { api, gate, open, settled, isTls }: ApiRouteParts): void {
  app.addContentTypeParser("application/json", async (request: FastifyRequest) => {
    request.expectBody();
    const path = request.url.slice(API.length);
    const text = await readText(request.raw, boundsOf(path, api.messageBytes()));
    const body = parseBody(text, textFieldsOf(path));
    // Whoever waits is served between reading a large body and judging it.
    if (text.length >= LIMITS.largeBodyCharacters) await new Promise(setImmediate);
    return body;
  });
  // Before the body: whoever has no key has nothing read and parsed for it.
  const admit = async (request: FastifyRequest, reply: FastifyReply) => {
    const admitted = await gate.admit(request.raw, request.caller.peer);
    if ("status" in admitted) return send(reply, admitted);
    request.admitted = admitted;
    settled(request.raw.socket);
  };
  // The description holds nothing of the workspace: whoever sits at this machine may read it without the key.
  const admitReader = async (request: FastifyRequest, reply: FastifyReply) =>
    request.caller.peer.loopback ? undefined : admit(request, reply);

  app.get(`${API}/openapi.json`, { onRequest: admitReader }, async (_request, reply) =>
    reply.header("cache-control", "no-cache").send(await api.document()),
  );
  app.get(`${API}/docs`, { onRequest: admitReader }, async (_request, reply) => {
    const html = docsPage(await api.document());
    return reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").send(html);
  });

  app.all(`${API}/*`, { onRequest: admit }, async (request, reply) => {
    const { admitted } = request;
    if (admitted === undefined) return send(reply, refusal("UNAUTHORIZED"));
    reply.header("cache-control", "no-store");
    if (request.method === "OPTIONS") {
      const allowed = allowedMethods(await api.document(), request.url);
      if (allowed.length > 0) return reply.code(204).header("allow", allowed.join(", ")).send();
    }
    open.add(request, reply, admitted);
    if (request.body === undefined && !BODYLESS.has(request.method)) request.body = {};
    if (await api.handle(request, reply, actorOf(request, admitted), originOf(request, isTls))) return reply;
    const [path = ""] = request.url.split("?", 1);
    return send(reply, refusal("NOT_FOUND", `There is no ${request.method} ${path.slice(0, 200)}; see ${API}/docs`));
  });
}

const BODYLESS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Where the caller reaches this server: its Host was found to be one of ours. */
function originOf({ caller }: FastifyRequest, isTls: boolean): string | undefined {
  const { host, scheme = isTls ? "https" : "http" } = caller;
  return host === undefined ? undefined : `${scheme}://${host}`;
}

function actorOf({ headers }: FastifyRequest, { by }: Admitted): Actor {
  if (by === "cookie") return "console";
  return headers[ACTOR_HEADER] === "cli" ? "cli" : "http";
}
