/** Owns what the REST interfaces of the dialects have in common: the body as text, the URL in its parts, and whether the admin key came along. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LIMITS } from "../../contract/limits.ts";
import type { Knock } from "../../ports/connection.ts";
import type { ConsoleAuth } from "./console-auth.ts";
import { withoutMark } from "./json-body.ts";

export interface TextRequest {
  readonly method: string;
  /** Percent-encoded, from after the prefix. */
  readonly path: string;
  /** Text after `?`, undecoded. */
  readonly query: string;
  readonly body: string;
  /** As they came. */
  readonly headers: Knock["headers"];
  readonly hasKey: boolean;
  /** The peer's address. */
  readonly ip: string;
}

/**
 * Answers every method and path under `prefix`. Registered in a scope of its own: clients of the references send JSON under any content
 * type, and none, so a body is text whatever its content type says.
 */
export function textRoutes(
  scope: FastifyInstance,
  prefix: string,
  auth: ConsoleAuth,
  answer: (request: TextRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: LIMITS.pubsubBodyBytes }, (_request, text, done) =>
    done(null, withoutMark(String(text))),
  );
  const handle = (request: FastifyRequest, reply: FastifyReply) => {
    const url = request.raw.url ?? "/";
    const mark = url.indexOf("?");
    const asked: TextRequest = {
      method: request.method,
      path: (mark < 0 ? url : url.slice(0, mark)).slice(prefix.length),
      query: mark < 0 ? "" : url.slice(mark + 1),
      body: typeof request.body === "string" ? request.body : "",
      headers: request.headers,
      hasKey: auth.knows({ authorization: request.headers.authorization, cookie: undefined }) === "key",
      ip: request.ip,
    };
    return answer(asked, reply);
  };
  scope.all(prefix, handle);
  scope.all(`${prefix}/*`, handle);
}
