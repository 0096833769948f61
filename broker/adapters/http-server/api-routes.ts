/** Owns the admin API's routes: who calls, with which body, and the document that describes them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "../../contract/console.ts";
import { API, isLoopback, refusal, send } from "./answers.ts";
import type { ConsoleAuth } from "./console-auth.ts";
import { type ApiDocument, docsPage } from "./docs-page.ts";

/** Names the command line as the caller; believed of whoever has the key, since it only signs the audit row. */
const ACTOR_HEADER = "x-signalbox-actor";

/** The procedures behind the API, and their description. */
export interface Api {
  /** Answers the request; false when nothing has its path and method, and nothing was sent. */
  handle(request: FastifyRequest, reply: FastifyReply, actor: Actor): Promise<boolean>;
  document(): Promise<ApiDocument>;
}

export function apiRoutes(app: FastifyInstance, api: Api, auth: ConsoleAuth): void {
  const actorOf = (request: FastifyRequest): Actor | undefined => {
    const { authorization, cookie } = request.headers;
    const known = auth.knows({ authorization, cookie });
    if (known === undefined) return undefined;
    if (known === "cookie") return "console";
    return request.headers[ACTOR_HEADER] === "cli" ? "cli" : "http";
  };
  // The description holds nothing of the workspace: whoever sits at this machine may read it without the key.
  const mayRead = (request: FastifyRequest) => isLoopback(request.ip) || actorOf(request) !== undefined;

  app.get(`${API}/openapi.json`, async (request, reply) => {
    if (!mayRead(request)) return send(reply, refusal("UNAUTHORIZED"));
    return reply.header("cache-control", "no-cache").send(await api.document());
  });
  app.get(`${API}/docs`, async (request, reply) => {
    if (!mayRead(request)) return send(reply, refusal("UNAUTHORIZED"));
    const html = docsPage(await api.document());
    return reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").send(html);
  });

  app.all(`${API}/*`, async (request, reply) => {
    const actor = actorOf(request);
    if (actor === undefined) return send(reply, refusal("UNAUTHORIZED"));
    reply.header("cache-control", "no-store");
    if (request.body === undefined && request.method !== "GET") request.body = {};
    if (await api.handle(request, reply, actor)) return reply;
    const path = request.url.split("?", 1)[0];
    return send(reply, refusal("NOT_FOUND", `There is no ${request.method} ${path}; see ${API}/docs`));
  });
}
