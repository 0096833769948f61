/** Owns the HTTP door of the console contract: REST under a prefix. */
import { OpenAPIHandler } from "@orpc/openapi/fastify";
import type { Actor, ConsoleContext } from "../contract/console.ts";
import { WrittenJson } from "../contract/exact-json.ts";
import { problemBody } from "./problem.ts";
import type { ConsoleRouter } from "./router.ts";

export const REST_PREFIX = "/api/v1";

type Handler = OpenAPIHandler<ConsoleContext>;
type Request = Parameters<Handler["handle"]>[0];
type Reply = Parameters<Handler["handle"]>[1];

export class RestDoor {
  readonly #handler: Handler;

  constructor(router: ConsoleRouter) {
    this.#handler = new OpenAPIHandler<ConsoleContext>(router, {
      customErrorResponseBodyEncoder: problemBody,
      customJsonSerializers: [{ condition: (data) => valueField(data) !== undefined, serialize: written }],
    });
  }

  /** Answers the request; false when no procedure has its path and method, and nothing was sent. */
  async handle(request: Request, reply: Reply, actor: Actor): Promise<boolean> {
    const { matched } = await this.#handler.handle(request, reply, { prefix: REST_PREFIX, context: { actor } });
    return matched;
  }
}

/** Fields that hold a value of a client's, each beside the field that holds its text. */
const VALUES = [
  ["answer", "json"],
  ["event", "json"],
  ["meta", "metaJson"],
  ["metadata", "metadataJson"],
] as const;

/** The field of an answer whose value is to be written from its text (X6): JavaScript has rounded its numbers. */
function valueField(data: unknown): (typeof VALUES)[number] | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  return VALUES.find(([value, text]) => {
    const { [value]: found, [text]: json }: { [field in string]?: unknown } = data;
    return typeof json === "string" && found !== undefined && !(found instanceof WrittenJson);
  });
}

/** Asked of what has such a field alone. */
function written(data: Readonly<Record<string, unknown>>): unknown {
  const [value, text] = valueField(data) ?? [];
  return value === undefined ? data : { ...data, [value]: new WrittenJson(String(data[text ?? ""])) };
}
