/** The HTTP endpoint of the console contract: REST under a prefix. */
import { OpenAPIHandler } from "@orpc/openapi/fastify";
import type { Actor, ConsoleContext } from "../../contract/console.ts";
import { WrittenJson } from "../../contract/exact-json.ts";
import type { ConsoleRouter } from "../router.ts";
import { problemBody } from "./problem.ts";

export const REST_PREFIX = "/api/v1";

/** What a call by HTTP brings besides. */
interface HttpCall extends ConsoleContext {
  /** As it was sent, percent-encoded, without the query. */
  readonly path: string;
}

type Handler = OpenAPIHandler<HttpCall>;
type Request = Parameters<Handler["handle"]>[0];
type Reply = Parameters<Handler["handle"]>[1];

export class RestDoor {
  readonly #handler: Handler;

  constructor(router: ConsoleRouter) {
    this.#handler = new OpenAPIHandler<HttpCall>(router, {
      customErrorResponseBodyEncoder: problemBody,
      rootInterceptors: [
        ({ next, ...call }) => {
          const { request, context } = call;
          const url = new URL(request.url);
          Object.defineProperty(url, "pathname", { value: context.path });
          // HEAD is GET without the body (RFC 9110 9.3.2), which Node leaves out.
          const method = request.method === "HEAD" ? "GET" : request.method;
          return next({ ...call, request: { ...request, method, url } });
        },
      ],
      customJsonSerializers: [{ condition: (data) => valueField(data) !== undefined, serialize: written }],
    });
  }

  /** Answers the request; false when no procedure has its path and method, and nothing was sent. `origin` is where the caller reaches us. */
  async handle(request: Request, reply: Reply, actor: Actor, origin?: string): Promise<boolean> {
    const [path = "/"] = (request.raw.url ?? "/").split("?", 1);
    // A URL takes `%2E%2E` for a way up, so that a topic `..` could not be named: the path counts as it was sent, and the library's URL
    // is made of the query alone.
    Object.assign(request.raw, { originalUrl: `${REST_PREFIX}/${(request.raw.url ?? "/").slice(path.length)}` });
    const context: HttpCall = { actor, path, ...(origin === undefined ? {} : { origin }) };
    const { matched } = await this.#handler.handle(request, reply, { prefix: REST_PREFIX, context });
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
