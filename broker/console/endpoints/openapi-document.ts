/** Owns the document that describes the REST door; loaded when somebody asks for it. */
import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { contract } from "../../contract/console.ts";

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
