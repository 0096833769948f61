/** Owns the one HTTP server: the admin API, the console's files, logging in, and the upgrades. */
import type { AddressInfo, Socket } from "node:net";
import helmet from "@fastify/helmet";
import { type FastifyInstance, type FastifyReply, fastify } from "fastify";
import { LIMITS } from "../contract/limits.ts";
import type { ServerInfo } from "../contract/live.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Log } from "../ports/log.ts";
import { API, answerOf, parserAnswer, refusal, send, sendRaw } from "./http-server/answers.ts";
import { type Api, apiRoutes } from "./http-server/api-routes.ts";
import { type ChatApi, chatRoutes } from "./http-server/chat-routes.ts";
import { ConsoleAuth } from "./http-server/console-auth.ts";
import { consoleFiles } from "./http-server/console-files.ts";
import { CONTENT_SECURITY_POLICY } from "./http-server/csp.ts";
import { isAnyAddress, ownAddresses, refusedHost } from "./http-server/host-check.ts";
import { parseBody, textFieldsOf } from "./http-server/json-body.ts";
import { ListenError, listenError } from "./http-server/listen-error.ts";
import { loginRoutes } from "./http-server/login-routes.ts";
import { type PubSubApi, pubSubRoutes } from "./http-server/pubsub-routes.ts";
import { dispatchUpgrade, type UpgradeHandler } from "./http-server/upgrades.ts";

export { ListenError };

/** The reference's spelling (C1). */
const BROKER_PATH = "/ws/brocker/";

export interface HttpServerConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly adminKey: string;
  /** Where the built console lies. */
  readonly consoleFolder?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults?: Faults;
  readonly api: Api;
  /** The REST interface of the pub/sub dialect. */
  readonly pubsub: PubSubApi;
  /** The REST interface of the chat dialect. */
  readonly chat: ChatApi;
  readonly onBrokerUpgrade: UpgradeHandler;
  readonly onConsoleUpgrade: UpgradeHandler;
}

export class HttpServer {
  readonly #config: HttpServerConfig;
  readonly #auth: ConsoleAuth;
  #app: FastifyInstance | undefined;
  #port = 0;

  constructor(config: HttpServerConfig) {
    this.#config = config;
    this.#auth = new ConsoleAuth(config.adminKey, config.clock);
  }

  /** Listens. @throws ListenError with nothing left open */
  async start(): Promise<void> {
    const { host, port } = this.#config;
    const app = await this.#build();
    try {
      await app.listen({ host, port });
    } catch (error) {
      await app.close();
      throw listenError(error, host, port);
    }
    this.#app = app;
    const address: AddressInfo | string | null = app.server.address();
    this.#port = typeof address === "object" && address !== null ? address.port : port;
  }

  /** The port that was taken. */
  get port(): number {
    return this.#port;
  }

  /** `http://127.0.0.1:8001`, under which this machine reaches the console. */
  get url(): string {
    const { host } = this.#config;
    return this.#origin("http", isAnyAddress(host) ? "127.0.0.1" : host);
  }

  get brokerUrl(): string {
    const { host } = this.#config;
    return `${this.#origin("ws", isAnyAddress(host) ? "127.0.0.1" : host)}${BROKER_PATH}`;
  }

  get adminUrl(): string {
    return `${this.url}${API}`;
  }

  /** Every address under which the broker is reached, this machine's first. */
  addresses(): ServerInfo["addresses"] {
    const { host } = this.#config;
    const outer = isAnyAddress(host) ? ownAddresses().map((address) => this.#address("local network", address)) : [];
    return [{ label: "this machine", broker: this.brokerUrl, console: this.url }, ...outer];
  }

  /** A new one-time link that logs a browser in. */
  loginLink(): string {
    return `${this.url}/login?ticket=${this.#auth.newTicket()}`;
  }

  /** E15: from now on this key lets in, and no other; cookies and login links of the one before end. */
  replaceAdminKey(adminKey: string): void {
    this.#auth.replaceKey(adminKey);
  }

  /** Stops listening and ends requests and streams. Upgraded sockets are ended by whoever took them over. Harmless twice. */
  async close(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    await app?.close();
  }

  async #build(): Promise<FastifyInstance> {
    const { tls, log, api, consoleFolder } = this.#config;
    const app = newFastify(tls);
    const { host, onBrokerUpgrade, onConsoleUpgrade } = this.#config;
    const { faults } = this.#config;
    const rooms = { auth: this.#auth, host, broker: onBrokerUpgrade, console: onConsoleUpgrade, faults };
    app.server.on("upgrade", (request, socket, head) => dispatchUpgrade(rooms, request, socket, head));
    await this.#guard(app);
    app.setErrorHandler((error: Error & { code?: string; statusCode?: number }, request, reply) => {
      const answer = answerOf(error);
      const context = { method: request.method, route: request.routeOptions.url, error: error.stack };
      if (answer.status >= 500) {
        log.error(context, "a request failed");
        faults?.caught("http", error, { method: request.method, route: request.routeOptions.url });
      }
      return send(reply, answer);
    });
    app.setNotFoundHandler((_request, reply) => send(reply, refusal("NOT_FOUND", "There is nothing at this path")));
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("application/json", { parseAs: "string" }, (request, text, done) => {
      try {
        done(null, parseBody(String(text), textFieldsOf(request.url.slice(API.length))));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    });
    apiRoutes(app, api, this.#auth);
    app.all(API, async (_request, reply) => reply.callNotFound());
    await app.register(async (scope) => chatRoutes(scope, this.#config.chat, this.#auth));
    await app.register(async (scope) => pubSubRoutes(scope, this.#config.pubsub, this.#auth));
    await app.register(async (scope) => loginRoutes(scope, this.#auth, tls !== undefined));
    await consoleFiles(app, consoleFolder);
    return app;
  }

  /** Before every route: headers for browsers, then Host and Origin. */
  async #guard(app: FastifyInstance): Promise<void> {
    const { host } = this.#config;
    // No HSTS: a browser would keep it for the whole of localhost, and with it every other server of this machine.
    await app.register(helmet, { contentSecurityPolicy: false, hsts: false });
    app.addHook("onRequest", async (request, reply) => {
      reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
      const { headers } = request;
      const reason = refusedHost({ host: headers.host, origin: headers.origin }, host);
      if (reason !== undefined) return send(reply, refusal("FORBIDDEN", reason));
    });
  }

  #address(label: string, host: string): ServerInfo["addresses"][number] {
    return { label, broker: `${this.#origin("ws", host)}${BROKER_PATH}`, console: this.#origin("http", host) };
  }

  #origin(scheme: "http" | "ws", host: string): string {
    const name = host.includes(":") ? `[${host}]` : host;
    return `${scheme}${this.#config.tls === undefined ? "" : "s"}://${name}:${this.#port}`;
  }
}

/** @throws ListenError when certificate or key are none */
function newFastify(tls: HttpServerConfig["tls"]): FastifyInstance {
  const options = {
    logger: false,
    bodyLimit: LIMITS.adminBodyBytes,
    requestTimeout: LIMITS.httpRequestMs,
    forceCloseConnections: true,
    clientErrorHandler: (error: { code?: string }, socket: Socket) => sendRaw(socket, parserAnswer(error)),
    frameworkErrors: (error: { statusCode?: number; message: string }, _request: unknown, reply: FastifyReply) =>
      void send(reply, answerOf(error)),
    routerOptions: { ignoreTrailingSlash: true },
    // No route has a schema of fastify's, the contract's are zod's: fastify would load a hundred modules that compile none.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  } as const;
  if (tls === undefined) return fastify({ ...options, http: { maxHeaderSize: LIMITS.headerBytes } });
  try {
    return fastify({ ...options, https: { ...tls, maxHeaderSize: LIMITS.headerBytes } });
  } catch (error) {
    throw new ListenError(
      "bad-config",
      "The TLS certificate or key cannot be used; give PEM files that belong together",
      {
        cause: error,
      },
    );
  }
}

function noSchemas(): never {
  throw new Error("A route has a schema, which nothing here compiles");
}
