/** The routes under `/api/` that are not the admin API: the REST interface of the pub/sub dialect. */
import type { FastifyInstance } from "fastify";
import type { Knock, Peer } from "../../ports/link.ts";
import { PUBSUB_API } from "./answers.ts";
import { type TextRouteRooms, textRoutes } from "./text-routes.ts";

/** Whoever answers. */
export interface PubSubApi {
  handle(request: {
    readonly method: string;
    /** Percent-encoded, from after `/api`. */
    readonly path: string;
    readonly query: string;
    /** Reads the body, which nobody has done yet. */
    readonly readBody: () => Promise<string>;
    readonly hasKey: boolean;
    readonly headers: Knock["headers"];
    readonly peer: Peer;
  }): Promise<{
    readonly status: number;
    readonly json: string;
    readonly headers?: Readonly<Record<string, string>>;
  }>;
}

export function pubSubRoutes(scope: FastifyInstance, api: PubSubApi, rooms: TextRouteRooms): void {
  textRoutes(scope, PUBSUB_API, rooms, async (request, reply) => {
    const answer = await api.handle(request);
    reply.code(answer.status).header("cache-control", "no-store").type("application/json; charset=utf-8");
    return reply.headers({ ...answer.headers }).send(answer.json);
  });
}
