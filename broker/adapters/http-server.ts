/** The one HTTP server: the admin API, the console's files, logging in, and the upgrades. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type FastifyInstance, type FastifyReply, fastify } from "fastify";
import type { ServerInfo } from "../contract/live.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Log } from "../ports/log.ts";
import type { RestInterface } from "../ports/rest.ts";
import { AdminGate, type FailureDelay, type HttpRejection } from "./http-server/admin-gate.ts";
import { API, answerOf, nothingHere, send } from "./http-server/answers.ts";
import { type Api, apiRoutes } from "./http-server/api-routes.ts";
import { Callers } from "./http-server/callers.ts";
import { ConsoleAuth } from "./http-server/console-auth.ts";
import { consoleFiles } from "./http-server/console-files.ts";
import type { KeptText } from "./http-server/ended-logins.ts";
import { Guard } from "./http-server/guard.ts";
import { ownAddresses } from "./http-server/host-check.ts";
import { canonicalHost, isAnyAddress } from "./http-server/listen-address.ts";
import { ListenError, listenError } from "./http-server/listen-error.ts";
import { loginRoutes } from "./http-server/login-routes.ts";
import { NodeServer, type Patience } from "./http-server/node-server.ts";
import { OpenReplies } from "./http-server/open-replies.ts";
import { guardRequests } from "./http-server/request-parts.ts";
import { restRoutes } from "./http-server/text-routes.ts";
import { dispatchKnock, dispatchUpgrade, type UpgradeHandler, type WindowHandler } from "./http-server/upgrades.ts";

export { ListenError };

/** The reference's spelling (C1). */
const BROKER_PATH = "/ws/brocker/";

export interface HttpServerConfig {
  readonly host: string;
  /** Further names under which it may be opened (E2). */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Proxies that are believed when they say for whom they ask (E17). */
  readonly trustedProxies?: readonly string[] | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly adminKey: string;
  /** Those of `LIMITS` unless given. */
  readonly patience?: Patience;
  /** Where the built console lies. */
  readonly consoleFolder?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults?: Faults;
  readonly api: Api;
  /** HTTP interfaces beside the admin API. */
  readonly rest: readonly RestInterface[];
  readonly onBrokerUpgrade: UpgradeHandler;
  readonly onConsoleUpgrade: WindowHandler;
  /** A login was ended: its windows go too (E6). */
  readonly onLoggedOut: (login: string) => void;
  /** Slows down who guesses the admin key (C8). */
  readonly delay: FailureDelay;
  /** Slows down who guesses tokens: apart, or strangers who guess them would keep the operator at their address out. */
  readonly tokenDelay: FailureDelay;
  /** Hears of each request that was refused before it reached anything (E20). */
  readonly onRejected: (rejection: HttpRejection) => void;
  /** Where ended logins outlive the process; without it they end with it. */
  readonly endedLogins?: KeptText | undefined;
}

export class HttpServer {
  readonly #config: HttpServerConfig;
  readonly #auth: ConsoleAuth;
  readonly #gate: AdminGate;
  readonly #tokenGate: AdminGate;
  readonly #open = new OpenReplies();
  readonly #host: string;
  #app: FastifyInstance | undefined;
  #node: NodeServer | undefined;
  #port = 0;

  constructor(config: HttpServerConfig) {
    this.#config = config;
    this.#host = canonicalHost(config.host);
    const { clock, delay, tokenDelay, onRejected } = config;
    this.#auth = new ConsoleAuth(config.adminKey, clock, config.endedLogins);
    this.#gate = new AdminGate({ auth: this.#auth, clock, delay, reject: onRejected });
    this.#tokenGate = new AdminGate({ auth: this.#auth, clock, delay: tokenDelay, reject: onRejected });
  }

  /** Listens. @throws ListenError with nothing left open */
  async start(): Promise<void> {
    const { port } = this.#config;
    const host = this.#host;
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
    return this.#origin("http", this.#reachable());
  }

  get brokerUrl(): string {
    return `${this.#origin("ws", this.#reachable())}${BROKER_PATH}`;
  }

  get adminUrl(): string {
    return `${this.url}${API}`;
  }

  /** Every address under which the broker is reached, this machine's first. */
  addresses(): ServerInfo["addresses"] {
    const outer = isAnyAddress(this.#host)
      ? ownAddresses().map((address) => this.#address("local network", address))
      : [];
    return [{ label: "this machine", broker: this.brokerUrl, console: this.url }, ...outer];
  }

  /** A new one-time link that logs a browser in; `origin` is where its browser reaches this server, where that is known. */
  loginLink(origin = this.url): string {
    return `${origin}/login?ticket=${this.#auth.newTicket()}`;
  }

  /** E15: from now on this key lets in, and no other; cookies, login links and streams of the one before end. */
  replaceAdminKey(adminKey: string): void {
    this.#auth.replaceKey(adminKey);
    this.#open.endAll();
  }

  /** Stops listening and ends requests and streams. Upgraded sockets are ended by whoever took them over. Harmless twice. */
  async close(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    this.#node?.close();
    await app?.close();
  }

  async #build(): Promise<FastifyInstance> {
    const { tls, patience, log, api, consoleFolder, onRejected, trustedProxies, faults } = this.#config;
    const guard = guardOf(this.#config);
    const callers = new Callers(trustedProxies);
    const { onBrokerUpgrade, onConsoleUpgrade } = this.#config;
    const upgrades = { guard, gate: this.#gate, broker: onBrokerUpgrade, console: onConsoleUpgrade, faults };
    const node = new NodeServer({
      tls,
      patience,
      // There is no request, so no proxy could say for whom it asks.
      refused: (socket, step) => onRejected({ step, peer: callers.ofSocket(socket), userAgent: "", secret: "" }),
      knocked: (knock, socket) => dispatchKnock(upgrades, knock, socket),
    });
    const app = newFastify(node);
    app.server.on("upgrade", (request, socket, head) => {
      node.settled(request.socket);
      dispatchUpgrade(upgrades, request, socket, head);
    });
    this.#node = node;
    await guardRequests(app, { guard, bodies: node.bodies });
    app.setErrorHandler((error: Error & { code?: string; statusCode?: number }, request, reply) => {
      const answer = answerOf(error);
      const context = { method: request.method, route: request.routeOptions.url, error: error.stack };
      if (answer.status >= 500) {
        log.error(context, "a request failed");
        faults?.caught("http", error, { method: request.method, route: request.routeOptions.url });
      }
      return send(reply, answer);
    });
    app.setNotFoundHandler((request, reply) => send(reply, nothingHere(request)));
    app.removeAllContentTypeParsers();
    const gate = this.#gate;
    const auth = this.#auth;
    const open = this.#open;
    await app.register(async (scope) =>
      apiRoutes(scope, { api, gate, open, settled: (socket) => node.settled(socket), isTls: tls !== undefined }),
    );
    app.all(API, async (_request, reply) => reply.callNotFound());
    for (const rest of this.#config.rest) await app.register(async (scope) => restRoutes(scope, rest, this.#tokenGate));
    const loggedOut = (login: string) => {
      open.endLogin(login);
      this.#config.onLoggedOut(login);
    };
    await app.register(async (scope) => loginRoutes(scope, { auth, gate, isTls: tls !== undefined, loggedOut }));
    await consoleFiles(app, consoleFolder);
    return app;
  }

  /** Under what this machine reaches it. */
  #reachable(): string {
    return isAnyAddress(this.#host) ? "127.0.0.1" : this.#host;
  }

  #address(label: string, host: string): ServerInfo["addresses"][number] {
    return { label, broker: `${this.#origin("ws", host)}${BROKER_PATH}`, console: this.#origin("http", host) };
  }

  #origin(scheme: "http" | "ws", host: string): string {
    const name = host.includes(":") ? `[${host}]` : host;
    return `${scheme}${this.#config.tls === undefined ? "" : "s"}://${name}:${this.#port}`;
  }
}

/** @throws ListenError naming a proxy that is no address */
function guardOf(config: HttpServerConfig): Guard {
  try {
    return new Guard(config);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ListenError("bad-config", `The trusted proxies cannot be used (${reason}); give addresses or ranges`, {
      cause: error,
    });
  }
}

/** @throws ListenError when certificate or key are none */
function newFastify(node: NodeServer): FastifyInstance {
  return fastify({
    logger: false,
    forceCloseConnections: true,
    serverFactory: (handler): Server => node.create(handler),
    // The server answers these itself, where `localhost` has two as well.
    clientErrorHandler: () => {},
    frameworkErrors: (error: { statusCode?: number; message: string }, _request: unknown, reply: FastifyReply) =>
      void send(reply, answerOf(error)),
    routerOptions: { ignoreTrailingSlash: true },
    // No route has a schema of fastify's, the contract's are zod's: fastify would load a hundred modules that compile none.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
}

function noSchemas(): never {
  throw new Error("A route has a schema, which nothing here compiles");
}
