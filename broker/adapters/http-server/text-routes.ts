/** The routes of the protocols' HTTP interfaces: the URL in its parts, the body as text, and whether the admin key came along. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LIMITS } from "../../contract/limits.ts";
import type { RestInterface } from "../../ports/rest.ts";
import type { AdminGate } from "./admin-gate.ts";
import { send } from "./answers.ts";
import { readText } from "./body.ts";
import { keyIn } from "./console-auth.ts";

/**
 * Answers every method and path under the interface's own. Registered in a scope of its own: clients of the references send JSON under any
 * content type, and none, so a body is text whatever its content type says.
 */
export function restRoutes(scope: FastifyInstance, rest: RestInterface, gate: AdminGate): void {
  scope.removeAllContentTypeParsers();
  // Left in the socket until somebody asks for it.
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null, undefined));
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const url = request.raw.url ?? "/";
    const mark = url.indexOf("?");
    const { headers, raw, caller } = request;
    const key = keyIn(headers.authorization);
    // The only wait of the request, whatever it brings and wherever that stands: who judges a token behind it does not wait again.
    const waits = await gate.wait(raw, caller.peer);
    if (waits !== undefined) return send(reply, waits);
    const answer = await rest.handle({
      method: request.method,
      path: (mark < 0 ? url : url.slice(0, mark)).slice(rest.at.length),
      query: mark < 0 ? "" : url.slice(mark + 1),
      readBody: () => {
        request.expectBody();
        return readText(raw, { bytes: LIMITS.pubsubBodyBytes });
      },
      headers,
      hasKey: key !== undefined && gate.recognizes(key, caller.peer),
      peer: caller.peer,
    });
    reply.code(answer.status).header("cache-control", "no-store").type("application/json; charset=utf-8");
    return reply.headers({ ...answer.headers }).send(answer.json);
  };
  scope.all(rest.at, handle);
  scope.all(`${rest.at}/*`, handle);
}
