/** The routes under `/api/rooms`: the REST interface of the chat dialect. */
import type { FastifyInstance } from "fastify";
import type { Knock, Peer } from "../../ports/link.ts";
import { PUBSUB_API } from "./answers.ts";
import { type TextRouteRooms, textRoutes } from "./text-routes.ts";

const CHAT_API = `${PUBSUB_API}/rooms`;

/** Whoever answers. */
export interface ChatApi {
  handle(request: {
    readonly method: string;
    readonly path: string;
    readonly query: string;
    /** Reads the body, which nobody has done yet. */
    readonly readBody: () => Promise<string>;
    readonly headers: Knock["headers"];
    readonly hasKey: boolean;
    readonly peer: Peer;
  }): Promise<{ readonly status: number; readonly body: unknown }>;
}

export function chatRoutes(scope: FastifyInstance, api: ChatApi, rooms: TextRouteRooms): void {
  textRoutes(scope, CHAT_API, rooms, async (request, reply) => {
    const answer = await api.handle({ ...request, method: request.method === "HEAD" ? "GET" : request.method });
    if (answer.status === 401) reply.header("www-authenticate", 'Bearer realm="signalbox"');
    if (answer.status === 429) reply.header("retry-after", "1");
    return reply.code(answer.status).header("cache-control", "no-store").send(answer.body);
  });
}
