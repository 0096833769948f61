/** Owns the HTTP door of the console contract: REST under a prefix, and the document that describes it. */
import { OpenAPIGenerator } from "@orpc/openapi";
import { OpenAPIHandler } from "@orpc/openapi/fastify";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import type { Actor, ConsoleContext } from "../contract/console.ts";
import { contract } from "../contract/console.ts";
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

/** The OpenAPI 3.1 document of every route. `server` is where it is served. */
export async function openApiDocument(version: string, server: string) {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(contract, {
    info: {
      title: "Signalbox admin API",
      version,
      description:
        "Tokens, tags, permissions and live connections of a Signalbox broker. Every edit answers who it closed.",
    },
    servers: [{ url: server }],
    security: [{ adminKey: [] }, { consoleCookie: [] }],
    components: {
      securitySchemes: {
        adminKey: { type: "http", scheme: "bearer", description: "The admin key that the broker prints at start" },
        consoleCookie: { type: "apiKey", in: "cookie", name: "signalbox" },
      },
    },
    customErrorResponseBodySchema: (definitions) => ({
      type: "object",
      properties: {
        code: { enum: definitions.map(([code]) => code) },
        message: { type: "string" },
        field: { type: "string", description: "The wrong field, as a path" },
        conflict: { type: "object", description: "What it contradicts" },
      },
      required: ["code", "message"],
    }),
  });
}
