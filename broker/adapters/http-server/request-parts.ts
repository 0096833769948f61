/** What each request carries besides fastify's own, and what it must pass before a route is looked for. */
import helmet from "@fastify/helmet";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Admitted } from "./admin-gate.ts";
import { send } from "./answers.ts";
import type { Caller } from "./callers.ts";
import { CONTENT_SECURITY_POLICY } from "./csp.ts";
import type { Guard } from "./guard.ts";
import type { HeldBodies } from "./node-server.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who sent it. */
    caller: Caller;
    /** Set where the route asks for key or cookie. */
    admitted: Admitted | undefined;
    /** The body is wanted: a client that asked first (`Expect: 100-continue`, RFC 9110 10.1.1) is told to send it. */
    expectBody(): void;
  }
}

export interface RequestParts {
  readonly guard: Guard;
  readonly bodies: HeldBodies;
}

/** Before every route: headers for browsers, then Host and Origin. */
export async function guardRequests(app: FastifyInstance, { guard, bodies }: RequestParts): Promise<void> {
  app.decorateRequest("caller");
  app.decorateRequest("admitted");
  app.decorateRequest("expectBody", function expectBody(this: FastifyRequest) {
    bodies.release(this.raw);
  });
  // No HSTS: a browser would keep it for the whole of localhost, and with it every other server of this machine.
  // A page without a referrer would send `Origin: null` with the login form.
  await app.register(helmet, {
    contentSecurityPolicy: false,
    hsts: false,
    referrerPolicy: { policy: "same-origin" },
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
    const caller = guard.check(request.raw);
    if ("status" in caller) return send(reply, caller);
    request.caller = caller;
  });
}
