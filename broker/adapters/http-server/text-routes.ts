/** What the REST interfaces of the dialects have in common: the URL in its parts, the body as text, and whether the admin key came along. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LIMITS } from "../../contract/limits.ts";
import type { Knock, Peer } from "../../ports/link.ts";
import type { AdminGate } from "./admin-gate.ts";
import { send } from "./answers.ts";
import { readText } from "./body.ts";
import { keyIn } from "./console-auth.ts";

export interface TextRequest {
  readonly method: string;
  /** Percent-encoded, from after the prefix. */
  readonly path: string;
  /** Text after `?`, undecoded. */
  readonly query: string;
  /** Reads the body; called by whoever has let the caller in, so that nobody else's is read. @throws with a status when it is too large */
  readonly readBody: () => Promise<string>;
  /** As they came. */
  readonly headers: Knock["headers"];
  /** The admin key came along; it and every other secret are judged after the wait of their address (C8). */
  readonly hasKey: boolean;
  readonly peer: Peer;
}

export interface TextRouteRooms {
  readonly gate: AdminGate;
}

/**
 * Answers every method and path under `prefix`. Registered in a scope of its own: clients of the references send JSON under any content
 * type, and none, so a body is text whatever its content type says.
 */
export function textRoutes(
  scope: FastifyInstance,
  prefix: string,
  { gate }: TextRouteRooms,
  answer: (request: TextRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  scope.removeAllContentTypeParsers();
  // Left in the socket until somebody asks for it.
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null, undefined));
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const url = request.raw.url ?? "/";
    const mark = url.indexOf("?");
    const { headers, raw, caller } = request;
    const key = keyIn(headers.authorization);
    // The only wait of the request, whatever it brings and wherever that stands: who judges a token behind it does not wait again.
    const waits = await gate.wait(raw, caller.peer);
    if (waits !== undefined) return send(reply, waits);
    const asked: TextRequest = {
      method: request.method,
      path: (mark < 0 ? url : url.slice(0, mark)).slice(prefix.length),
      query: mark < 0 ? "" : url.slice(mark + 1),
      readBody: () => {
        request.expectBody();
        return readText(raw, { bytes: LIMITS.pubsubBodyBytes });
      },
      headers,
      hasKey: key !== undefined && gate.recognizes(key, caller.peer),
      peer: caller.peer,
    };
    return answer(asked, reply);
  };
  scope.all(prefix, handle);
  scope.all(`${prefix}/*`, handle);
}
