/** Owns the stand-in's protocol: privileged schemes before ready, handlers after, and requests that the desk passes on. */
import type { CustomScheme } from "electron";
import { desk } from "./desk-line.ts";
import { mustBeReady, mustNotBeReady } from "./readiness.ts";

type Handler = (request: Request) => Response | Promise<Response>;

const schemes = new Map<string, CustomScheme>();
const handlers = new Map<string, Handler>();

/** `protocol` is that of a URL, with its colon. */
export function schemeOf(protocol: string): CustomScheme | undefined {
  return schemes.get(protocol.slice(0, -1));
}

export const protocol = {
  registerSchemesAsPrivileged(registered: readonly CustomScheme[]): void {
    mustNotBeReady("protocol.registerSchemesAsPrivileged");
    if (schemes.size > 0) throw new Error("registerSchemesAsPrivileged can be called once only");
    for (const scheme of registered) schemes.set(scheme.scheme, scheme);
    desk.tell("schemes", registered);
  },
  handle(scheme: string, handler: Handler): void {
    mustBeReady("protocol.handle");
    if (handlers.has(scheme)) throw new Error(`The scheme has been intercepted: ${scheme}`);
    handlers.set(scheme, handler);
  },
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
};

desk.serve("request", async ({ url, method }: { url: string; method: string }) => {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) return { status: 404, headers: {}, body: Buffer.from("net::ERR_UNKNOWN_URL_SCHEME") };
  const response = await handler(new Request(url, { method }));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  };
});
