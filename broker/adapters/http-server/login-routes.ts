/** Owns how a browser gets and loses its cookie: the one-time link, the key, and logging out. */
import type { FastifyInstance } from "fastify";
import { refusal, send } from "./answers.ts";
import { type ConsoleAuth, endedCookie } from "./console-auth.ts";
import { loginPage } from "./pages.ts";

const HTML = "text/html; charset=utf-8";
const USED = "This link was used already or is too old. Give the admin key, or print a new link with the broker.";

/** Registered in a scope of its own: only here a form may be posted. */
export function loginRoutes(app: FastifyInstance, auth: ConsoleAuth, isTls: boolean): void {
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, text, done) => {
    done(null, { key: new URLSearchParams(String(text)).get("key") ?? undefined, isForm: true });
  });

  app.get("/login", async (request, reply) => {
    reply.header("cache-control", "no-store");
    const ticket = textOf(request.query, "ticket");
    if (ticket === undefined) return reply.type(HTML).send(loginPage());
    if (!auth.redeem(ticket)) return reply.code(401).type(HTML).send(loginPage(USED));
    return reply.header("set-cookie", auth.newCookie(isTls)).redirect("/", 303);
  });

  app.post("/login", async (request, reply) => {
    reply.header("cache-control", "no-store");
    const key = textOf(request.body, "key");
    const isForm = Object.hasOwn(Object(request.body), "isForm");
    if (key !== undefined && auth.isKey(key)) {
      reply.header("set-cookie", auth.newCookie(isTls));
      return isForm ? reply.redirect("/", 303) : reply.code(204).send();
    }
    if (isForm) return reply.code(401).type(HTML).send(loginPage("This is not the admin key of this broker."));
    return send(reply, refusal("UNAUTHORIZED"));
  });

  app.post("/logout", async (_request, reply) => reply.header("set-cookie", endedCookie(isTls)).code(204).send());
}

function textOf(from: unknown, name: string): string | undefined {
  if (typeof from !== "object" || from === null) return undefined;
  const value: unknown = Reflect.get(from, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
