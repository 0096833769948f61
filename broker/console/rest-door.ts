/** Owns the HTTP door of the console contract: REST under a prefix. */
import { OpenAPIHandler } from "@orpc/openapi/fastify";
import type { Actor, ConsoleContext } from "../contract/console.ts";
import { problemBody } from "./problem.ts";
import type { ConsoleRouter } from "./router.ts";

export const REST_PREFIX = "/api/v1";

type Handler = OpenAPIHandler<ConsoleContext>;
type Request = Parameters<Handler["handle"]>[0];
type Reply = Parameters<Handler["handle"]>[1];

export class RestDoor {
  readonly #handler: Handler;

  constructor(router: ConsoleRouter) {
    this.#handler = new OpenAPIHandler<ConsoleContext>(router, { customErrorResponseBodyEncoder: problemBody });
  }

  /** Answers the request; false when no procedure has its path and method, and nothing was sent. */
  async handle(request: Request, reply: Reply, actor: Actor): Promise<boolean> {
    const { matched } = await this.#handler.handle(request, reply, { prefix: REST_PREFIX, context: { actor } });
    return matched;
  }
}
