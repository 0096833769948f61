/** Owns the routes under `/api/` that are not the admin API: the REST interface of the pub/sub dialect. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LIMITS } from "../../contract/limits.ts";
import { isLoopback, PUBSUB_API } from "./answers.ts";
import type { ConsoleAuth } from "./console-auth.ts";

/** Whoever answers. */
export interface PubSubApi {
  handle(request: {
    readonly method: string;
    /** Percent-encoded, from after `/api`. */
    readonly path: string;
    readonly query: string;
    readonly body: string;
    readonly hasKey: boolean;
    readonly isLoopback: boolean;
  }): Promise<{
    readonly status: number;
    readonly json: string;
    readonly headers?: Readonly<Record<string, string>>;
  }>;
}

/** Registered in a scope of its own: clients of the reference send JSON under any content type, and none. */
export function pubSubRoutes(scope: FastifyInstance, api: PubSubApi, auth: ConsoleAuth): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: LIMITS.pubsubBodyBytes }, (_request, text, done) =>
    done(null, String(text)),
  );
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const url = request.raw.url ?? "/";
    const mark = url.indexOf("?");
    const { status, json, headers } = await api.handle({
      method: request.method,
      path: (mark < 0 ? url : url.slice(0, mark)).slice(PUBSUB_API.length),
      query: mark < 0 ? "" : url.slice(mark + 1),
      body: typeof request.body === "string" ? request.body : "",
      hasKey: auth.knows({ authorization: request.headers.authorization, cookie: undefined }) === "key",
      isLoopback: isLoopback(request.ip),
    });
    reply.code(status).header("cache-control", "no-store").type("application/json; charset=utf-8");
    return reply.headers({ ...headers }).send(json);
  };
  scope.all(PUBSUB_API, answer);
  scope.all(`${PUBSUB_API}/*`, answer);
}
