/** Owns serving the built console: hashed files for ever, the page itself always asked for anew. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";
import { noConsolePage } from "./pages.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
/** Everything that the bundler writes, and nothing else is served. */
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Without a built console `/` says how to build it. */
export function consoleFiles(app: FastifyInstance, folder: string | undefined): void {
  if (folder === undefined || !existsSync(join(folder, "index.html"))) {
    app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(noConsolePage()));
    return;
  }
  const root = resolve(folder);
  app.get("/", (_request, reply) => sendFile(reply, root, "index.html"));
  app.get<{ Params: { "*": string } }>("/*", (request, reply) => sendFile(reply, root, request.params["*"]));
}

/** Read at each request, not once: a console that is built anew is served without a restart. */
async function sendFile(reply: FastifyReply, root: string, path: string) {
  const file = resolve(join(root, path));
  const type = TYPES[extname(file)];
  // A null byte, a folder, a name that is too long: all are nothing at this path.
  const body =
    type !== undefined && file.startsWith(root + sep) ? await readFile(file).catch(() => undefined) : undefined;
  if (type === undefined || body === undefined) return reply.callNotFound();
  return reply
    .header("cache-control", isHashed(path) ? FOR_EVER : "no-cache")
    .type(type)
    .send(body);
}

/** The bundler puts its files under `assets` with a hash in their name: `index-B3xq9_Kd.js`. */
function isHashed(path: string): boolean {
  return /^assets\/.*-[\w-]{8,}\.\w+$/.test(path);
}
