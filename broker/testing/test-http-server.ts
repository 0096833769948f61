/** An HTTP server of ours on a free port, with an API that only says who called. */

import { HttpServer, type HttpServerConfig } from "../adapters/http-server.ts";
import { SystemClock } from "../adapters/system-clock.ts";
import type { RestRequest } from "../ports/rest.ts";
import { SilentLog } from "./silent-log.ts";

const UNSLOWED = { enter: () => 0, leave: () => {}, failed: () => {}, succeeded: () => {} };

export const ADMIN_KEY = "an-admin-key-for-tests";

export interface TestHttpServer {
  readonly server: HttpServer;
  readonly log: SilentLog;
  /** Steps of the requests that were refused, with the address that was blamed. */
  readonly rejected: string[];
  readonly loggedOut: string[];
}

/** Listens. Whoever asks closes it. */
export async function testHttpServer(config: Partial<HttpServerConfig> = {}): Promise<TestHttpServer> {
  const log = new SilentLog();
  const rejected: string[] = [];
  const loggedOut: string[] = [];
  const server = new HttpServer({
    host: "127.0.0.1",
    port: 0,
    adminKey: ADMIN_KEY,
    clock: new SystemClock(),
    log,
    api: {
      handle: async (request, reply, actor, origin) => {
        if (!request.url.startsWith("/api/v1/echo")) return false;
        const { address, host, loopback } = request.caller.peer;
        await reply.send({ actor, origin, address, host, loopback, body: JSON.stringify(request.body) });
        return true;
      },
      messageBytes: () => 1024 * 1024,
      document: async () => ({
        info: { title: "API", version: "1" },
        paths: { "/echo": { get: { a: 1 }, post: { a: 1 } }, "/echo/{id}": { delete: { a: 1 } } },
      }),
    },
    rest: ["/api", "/api/rooms"].map((at) => ({
      at,
      handle: async (asked: RestRequest) => ({
        status: 200,
        json: JSON.stringify({ ...asked, body: await asked.readBody() }),
      }),
    })),
    onBrokerUpgrade: (request, socket, _head, peer) => {
      if (!request.url?.startsWith("/ws/")) return false;
      const text = JSON.stringify({ upgrade: request.headers.upgrade, peer });
      socket.end(`HTTP/1.1 418 I'm a teapot\r\nConnection: close\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
      return true;
    },
    onConsoleUpgrade: (_request, socket, _head, login) => {
      socket.end(`HTTP/1.1 299 Let in\r\nConnection: close\r\nX-Login: ${login ?? "none"}\r\n\r\n`);
    },
    onLoggedOut: (login) => void loggedOut.push(login),
    delay: UNSLOWED,
    tokenDelay: config.delay ?? UNSLOWED,
    onRejected: ({ step, peer }) => void rejected.push(`${step} ${peer.host}`),
    ...config,
  });
  await server.start();
  return { server, log, rejected, loggedOut };
}
