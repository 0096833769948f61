/** How a browser gets and loses its cookie: the one-time link, the key, and logging out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LIMITS } from "../../contract/limits.ts";
import type { AdminGate } from "./admin-gate.ts";
import { refusal, send } from "./answers.ts";
import { readText } from "./body.ts";
import type { ConsoleAuth } from "./console-auth.ts";
import { parseBody } from "./json-body.ts";
import { isLookedAtByPerson, isPrefetch } from "./link-preview.ts";
import { loginPage, ticketPage } from "./pages.ts";

const HTML = "text/html; charset=utf-8";
const USED = "This link was used already or is too old. Give the admin key, or print a new link with the broker.";

export interface LoginParts {
  readonly auth: ConsoleAuth;
  readonly gate: AdminGate;
  /** This server itself speaks TLS. */
  readonly isTls: boolean;
  /** A login was ended: its windows go too. */
  readonly loggedOut: (login: string) => void;
}

/** Registered in a scope of its own: only here a form may be posted. */
export function loginRoutes(app: FastifyInstance, { auth, gate, isTls, loggedOut }: LoginParts): void {
  // Small, since it is read before anybody is known.
  const read = (request: FastifyRequest) => {
    request.expectBody();
    return readText(request.raw, { bytes: LIMITS.loginBodyBytes });
  };
  app.addContentTypeParser("application/json", async (request: FastifyRequest) => parseBody(await read(request)));
  app.addContentTypeParser("application/x-www-form-urlencoded", async (request: FastifyRequest) => {
    const form = new URLSearchParams(await read(request));
    return { key: form.get("key") ?? undefined, ticket: form.get("ticket") ?? undefined, isForm: true };
  });
  // Behind a proxy that takes TLS off, the browser's side is what counts.
  const isSecure = ({ caller }: FastifyRequest) => isTls || caller.scheme === "https";
  const letIn = (request: FastifyRequest, reply: FastifyReply) =>
    reply.header("set-cookie", auth.newCookies(isSecure(request), request.headers.cookie));

  app.get("/login", async (request, reply) => {
    reply.header("cache-control", "no-store");
    const ticket = textOf(request.query, "ticket");
    if (ticket === undefined) return reply.type(HTML).send(loginPage());
    // Safe methods change nothing (RFC 9110 9.2.1), and whoever only looks ahead is not the person: the link stays good for that one (E5).
    if (isPrefetch(request.headers))
      return reply.code(503).header("retry-after", "0").type(HTML).send(ticketPage(ticket));
    if (!auth.isTicket(ticket)) return reply.code(401).type(HTML).send(loginPage(USED));
    if (request.method !== "GET" || !isLookedAtByPerson(request.headers))
      return reply.type(HTML).send(ticketPage(ticket));
    auth.redeem(ticket);
    return letIn(request, reply).redirect("/", 303);
  });

  app.post("/login", async (request, reply) => {
    reply.header("cache-control", "no-store");
    const isForm = Object.hasOwn(Object(request.body), "isForm");
    const welcome = () => (isForm ? letIn(request, reply).redirect("/", 303) : letIn(request, reply).code(204).send());
    const ticket = textOf(request.body, "ticket");
    if (ticket !== undefined && auth.redeem(ticket)) return welcome();
    const key = textOf(request.body, "key");
    const refused =
      key === undefined ? refusal("UNAUTHORIZED") : await gate.judge(request.raw, request.caller.peer, key);
    if (refused === undefined) return welcome();
    if (!isForm) return send(reply, refused);
    if (refused.status !== 401) return reply.code(refused.status).type(HTML).send(loginPage(refused.body.message));
    return reply
      .code(401)
      .type(HTML)
      .send(loginPage(ticket === undefined ? "This is not the admin key of this broker." : USED));
  });

  app.post("/logout", async (request, reply) => {
    const { logins, cookie } = auth.logOut(isSecure(request), request.headers.cookie);
    for (const login of logins) loggedOut(login);
    return reply.header("set-cookie", cookie).header("cache-control", "no-store").code(204).send();
  });
}

function textOf(from: unknown, name: string): string | undefined {
  if (typeof from !== "object" || from === null) return undefined;
  const value: unknown = Reflect.get(from, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
