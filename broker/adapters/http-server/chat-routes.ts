/** Owns the routes under `/api/rooms`: the REST interface of the chat dialect. */
import type { FastifyInstance } from "fastify";
import type { Knock, Peer } from "../../ports/connection.ts";
import { isLoopback, PUBSUB_API } from "./answers.ts";
import type { ConsoleAuth } from "./console-auth.ts";
import { textRoutes } from "./text-routes.ts";

const CHAT_API = `${PUBSUB_API}/rooms`;

/** Whoever answers. */
export interface ChatApi {
  handle(request: {
    readonly method: string;
    readonly path: string;
    readonly query: string;
    readonly body: string;
    readonly headers: Knock["headers"];
    readonly hasKey: boolean;
    readonly peer: Peer;
  }): Promise<{ readonly status: number; readonly body: unknown }>;
}

export function chatRoutes(scope: FastifyInstance, api: ChatApi, auth: ConsoleAuth): void {
  textRoutes(scope, CHAT_API, auth, async ({ method, path, query, body, headers, hasKey, ip }, reply) => {
    const answer = await api.handle({
      method: method === "HEAD" ? "GET" : method,
      path,
      query,
      body,
      headers,
      hasKey,
      peer: { address: ip, host: ip, loopback: isLoopback(ip) },
    });
    if (answer.status === 401) reply.header("www-authenticate", 'Bearer realm="signalbox"');
    if (answer.status === 429) reply.header("retry-after", "1");
    return reply.code(answer.status).header("cache-control", "no-store").send(answer.body);
  });
}
