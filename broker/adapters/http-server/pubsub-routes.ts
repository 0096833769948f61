/** Owns the routes under `/api/` that are not the admin API: the REST interface of the pub/sub dialect. */
import type { FastifyInstance } from "fastify";
import type { Knock, Peer } from "../../ports/connection.ts";
import { isLoopback, PUBSUB_API } from "./answers.ts";
import type { ConsoleAuth } from "./console-auth.ts";
import { textRoutes } from "./text-routes.ts";

/** Whoever answers. */
export interface PubSubApi {
  handle(request: {
    readonly method: string;
    /** Percent-encoded, from after `/api`. */
    readonly path: string;
    readonly query: string;
    readonly body: string;
    readonly hasKey: boolean;
    readonly headers: Knock["headers"];
    readonly peer: Peer;
  }): Promise<{
    readonly status: number;
    readonly json: string;
    readonly headers?: Readonly<Record<string, string>>;
  }>;
}

export function pubSubRoutes(scope: FastifyInstance, api: PubSubApi, auth: ConsoleAuth): void {
  textRoutes(scope, PUBSUB_API, auth, async ({ method, path, query, body, headers, hasKey, ip }, reply) => {
    const peer = { address: ip, host: ip, loopback: isLoopback(ip) };
    const answer = await api.handle({ method, path, query, body, headers, hasKey, peer });
    reply.code(answer.status).header("cache-control", "no-store").type("application/json; charset=utf-8");
    return reply.headers({ ...answer.headers }).send(answer.json);
  });
}
