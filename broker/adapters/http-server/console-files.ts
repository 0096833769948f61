/** Owns serving the built console: hashed files for ever, the page itself always asked for anew. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { noConsolePage } from "./pages.ts";

const FOR_EVER = "public, max-age=31536000, immutable";

/** Without a built console `/` says how to build it. */
export async function consoleFiles(app: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder === undefined || !existsSync(join(folder, "index.html"))) {
    app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(noConsolePage()));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders: (response, path) => response.header("cache-control", isHashed(path) ? FOR_EVER : "no-cache"),
  });
}

/** The bundler puts its files under `assets` with a hash in their name: `index-B3xq9_Kd.js`. */
function isHashed(path: string): boolean {
  return /[\\/]assets[\\/].*-[\w-]{8,}\.\w+$/.test(path);
}
