/** Owns the routes under `/api/rooms`: the REST interface of the chat dialect. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LIMITS } from "../../contract/limits.ts";
import type { Peer } from "../../ports/connection.ts";
import { isLoopback, PUBSUB_API } from "./answers.ts";
import type { ConsoleAuth } from "./console-auth.ts";

const CHAT_API = `${PUBSUB_API}/rooms`;

/** Whoever answers. */
export interface ChatApi {
  handle(request: {
    readonly method: string;
    readonly path: string;
    readonly query: URLSearchParams;
    readonly body: string;
    readonly secret: string;
    readonly hasKey: boolean;
    readonly peer: Peer;
  }): Promise<{ readonly status: number; readonly body: unknown }>;
}

/** Registered in a scope of its own: a body is read as JSON whatever its content type says. */
export function chatRoutes(scope: FastifyInstance, api: ChatApi, auth: ConsoleAuth): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: LIMITS.pubsubBodyBytes }, (_request, text, done) =>
    done(null, String(text)),
  );
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const url = request.raw.url ?? "/";
    const mark = url.indexOf("?");
    const { authorization = "" } = request.headers;
    const { status, body } = await api.handle({
      method: request.method === "HEAD" ? "GET" : request.method,
      path: (mark < 0 ? url : url.slice(0, mark)).slice(CHAT_API.length),
      query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
      body: typeof request.body === "string" ? request.body : "",
      secret: /^(?:bearer|token) +(.+)$/i.exec(authorization.trim())?.[1] ?? "",
      hasKey: auth.knows({ authorization, cookie: undefined }) === "key",
      peer: { address: request.ip, host: request.ip, loopback: isLoopback(request.ip) },
    });
    if (status === 401) reply.header("www-authenticate", 'Bearer realm="signalbox"');
    return reply.code(status).header("cache-control", "no-store").send(body);
  };
  scope.all(CHAT_API, answer);
  scope.all(`${CHAT_API}/*`, answer);
}
