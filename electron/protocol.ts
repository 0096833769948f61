/** Owns the `app:` scheme: the built console's files, each with the content security policy, and nothing outside their folder. */
import { readFile } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import type { Protocol } from "electron";
import { CONTENT_SECURITY_POLICY } from "./content-security-policy.ts";
import { APP_HOST, APP_SCHEME } from "./origin.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

/** Must run before the app is ready, so before any `await`: afterwards Electron refuses. */
export function registerAppScheme(protocol: Pick<Protocol, "registerSchemesAsPrivileged">): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** The file that a URL of the scheme means, or undefined when it means none in `folder`. Paths without an extension are the page. */
export function fileOf(url: string, folder: string): string | undefined {
  const { host, pathname } = new URL(url);
  if (host !== APP_HOST) return undefined;
  const path = decoded(pathname);
  if (path === undefined || path.includes("\0")) return undefined;
  const root = resolve(folder);
  const file = resolve(join(root, extname(path) === "" ? "index.html" : path));
  return file.startsWith(root + sep) ? file : undefined;
}

function decoded(pathname: string): string | undefined {
  try {
    // A backslash is a separator on Windows only; here it is never one.
    return decodeURIComponent(pathname).replaceAll("\\", "/");
  } catch {
    return undefined;
  }
}

/** Answers requests of the scheme from `folder`. The app must be ready. */
export function serveFiles(protocol: Pick<Protocol, "handle">, folder: string): void {
  protocol.handle(APP_SCHEME, (request) => respond(request, folder));
}

/** 405 for anything but GET, 404 for what is not in the folder. */
export async function respond(request: Pick<Request, "method" | "url">, folder: string): Promise<Response> {
  if (request.method !== "GET") return new Response("Method not allowed", { status: 405 });
  const file = fileOf(request.url, folder);
  const body = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (file === undefined || body === undefined) return new Response("Not found", { status: 404 });
  return new Response(new Uint8Array(body), {
    headers: {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-security-policy": CONTENT_SECURITY_POLICY,
      "x-content-type-options": "nosniff",
    },
  });
}
