/** Node's HTTP server with each of its own limits named, and answers of ours where it would close a connection without a word. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { HttpStep } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import { badRequest, parserAnswer, sendRaw } from "./answers.ts";
import { FirstReads } from "./first-reads.ts";
import { ListenError } from "./listen-error.ts";
import { PendingSockets } from "./pending-sockets.ts";
import type { QuickKnock } from "./quick-knock.ts";
import { normalizeTarget } from "./request-forms.ts";
import { isUpgrade } from "./upgrades.ts";

/** Not imported: a module that imports node:http makes Node load its whole fetch at the start, to name what that exports. */
const http = process.getBuiltinModule("node:http");
const net = process.getBuiltinModule("node:net");

/** How long clients may take, and how many may wait (E21). */
export type Patience = Readonly<
  Record<"httpHeadersMs" | "httpRequestMs" | "httpCheckMs" | "tlsHandshakeMs" | "pendingSockets", number>
>;

export interface NodeServerConfig {
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Those of `LIMITS` unless given. */
  readonly patience?: Patience | undefined;
  /** A socket was refused before there was a request. */
  readonly refused: (socket: Socket, step: HttpStep) => void;
  /** An ordinary client of the broker knocks, and nobody has answered yet; only where there is no TLS. */
  readonly knocked: (knock: QuickKnock, socket: Socket) => void;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Bodies that clients hold back until they are told to send them. */
export class HeldBodies {
  readonly #responses = new WeakMap<IncomingMessage, ServerResponse>();

  hold(request: IncomingMessage, response: ServerResponse): void {
    this.#responses.set(request, response);
  }

  /** Harmless when it holds nothing back, and twice. */
  release(request: IncomingMessage): void {
    const response = this.#responses.get(request);
    this.#responses.delete(request);
    if (response !== undefined && !response.headersSent) response.writeContinue();
  }
}

export class NodeServer {
  readonly bodies = new HeldBodies();
  readonly #config: NodeServerConfig;
  /** Runs while there are sockets whose clients have not shown that they may be here. */
  #silence: NodeJS.Timeout | null = null;
  /** One for each server. */
  readonly #firsts: FirstReads[] = [];
  #isClosing = false;
  readonly #patience: Patience;
  readonly #pending: PendingSockets;
  /** The TLS socket over each whose handshake is done. */
  readonly #secured = new WeakMap<Socket, Socket>();
  /** Recorded already when their handshake fails of it. */
  readonly #givenUp = new WeakSet<Socket>();
  /** Answers that are not finished, the oldest first: behind the beginning of one nothing else may be written. */
  readonly #open = new WeakMap<Socket, Set<ServerResponse>>();

  constructor(config: NodeServerConfig) {
    this.#config = config;
    this.#patience = config.patience ?? LIMITS;
    this.#pending = new PendingSockets(this.#patience.pendingSockets, (socket) => {
      const told = config.tls === undefined ? socket : this.#secured.get(socket);
      if (told === undefined) this.#giveUp(socket);
      else this.#refuse(told, "too-many-connections");
    });
  }

  /** The client showed that it may be here. */
  settled(socket: Socket): void {
    this.#pending.settled(below(socket));
  }

  /** One listening server; `localhost` may need two. @throws ListenError when certificate or key are none */
  create(handler: Handler): Server {
    const server = this.#made();
    server.maxHeadersCount = LIMITS.headerLines;
    server.keepAliveTimeout = LIMITS.httpKeepAliveMs;
    const serve = (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      const open = this.#open.get(socket) ?? new Set();
      this.#open.set(socket, open.add(response));
      response.once("close", () => open.delete(response));
      normalizeTarget(request);
      // What stood behind a request whose Upgrade we ignore is lost in Node's parser: the client must see that nothing more is answered here.
      if (request.headers.upgrade !== undefined) response.setHeader("connection", "close");
      handler(request, response);
    };
    server.on("request", serve);
    server.on("checkContinue", (request, response) => {
      this.bodies.hold(request, response);
      // The body will not come when the answer is a refusal: the next request could not be told from it.
      response.once("finish", () => {
        if (!request.complete) request.socket.destroySoon();
      });
      serve(request, response);
    });
    server.on("checkExpectation", (request: IncomingMessage) => {
      sendRaw(request.socket, badRequest(417, "The only expectation that is known here is 100-continue"));
    });
    server.on("connect", (_request: IncomingMessage, socket) => {
      sendRaw(socket, badRequest(405, "This is no proxy: CONNECT is not served"));
    });
    if (this.#config.tls === undefined) this.#readFirst(server);
    server.on("connection", (socket: Socket) => {
      // Of a handshake that is given up it is not told any more.
      if (this.#config.tls !== undefined) void socket.remoteAddress;
      this.#pending.add(socket);
    });
    server.on("secureConnection", (socket: Socket) => this.#secured.set(below(socket), socket));
    server.on("clientError", (error: Error & { code?: string }, socket: Socket) => this.#clientError(error, socket));
    server.on("tlsClientError", (_error: Error, socket: Socket) => {
      if (!this.#givenUp.has(below(socket))) this.#config.refused(below(socket), "tls-failed");
    });
    return server;
  }

  /** Who has said nothing yet is nobody's reply to wait for. Harmless twice. */
  close(): void {
    this.#isClosing = true;
    clearTimeout(this.#silence ?? undefined);
    for (const socket of this.#pending.all()) {
      if (this.#firsts.some((first) => first.has(socket))) socket.destroy();
    }
  }

  /**
   * A connection is the HTTP server's when its first bytes are no ordinary handshake, or when it has said nothing for a while: from then on
   * the server's patience counts.
   */
  #readFirst(server: Server): void {
    const [own, ...others] = server.listeners("connection");
    if (own === undefined || others.length > 0) throw new Error("Node's HTTP server listens in another way");
    server.removeAllListeners("connection");
    const handOver = (socket: Socket) => void Reflect.apply(own, server, [socket]);
    const first = new FirstReads({
      handOver,
      take: (knock, socket) => {
        this.settled(socket);
        this.#config.knocked(knock, socket);
      },
    });
    this.#firsts.push(first);
    server.on("connection", (socket: Socket) => {
      if (this.#isClosing) return handOver(socket);
      first.add(socket);
      this.#silence ??= this.#lookLater();
    });
  }

  #lookLater(): NodeJS.Timeout {
    return setTimeout(() => {
      for (const socket of this.#pending.longWaiting()) {
        this.#firsts.find((first) => first.has(socket))?.handOver(socket);
      }
      this.#silence = this.#pending.size > 0 ? this.#lookLater() : null;
    }, this.#patience.httpCheckMs).unref();
  }

  #made(): Server {
    const limits = {
      maxHeaderSize: LIMITS.headerBytes,
      headersTimeout: this.#patience.httpHeadersMs,
      requestTimeout: this.#patience.httpRequestMs,
      connectionsCheckingInterval: this.#patience.httpCheckMs,
      // We answer a missing one ourselves, as JSON.
      requireHostHeader: false,
      shouldUpgradeCallback: isUpgrade,
    } as const;
    const { tls } = this.#config;
    if (tls === undefined) return http.createServer(limits);
    const https = process.getBuiltinModule("node:https");
    try {
      if (tls.cert.trim() === "" || tls.key.trim() === "") throw new Error("one of them is empty");
      return https.createServer({ ...limits, ...tls, handshakeTimeout: this.#patience.tlsHandshakeMs });
    } catch (error) {
      const message = "The TLS certificate or key cannot be used; give PEM files that belong together";
      throw new ListenError("bad-config", message, { cause: error });
    }
  }

  #clientError(error: Error & { code?: string }, socket: Socket): void {
    // Browsers open sockets ahead and leave them: that is no mistake of anybody's. One that broke hears nothing any more.
    if (socket.bytesRead === 0 || error.code === "ECONNRESET" || error.code === "EPIPE" || !socket.writable) {
      socket.destroy();
      return;
    }
    const step =
      error.code === "HPE_HEADER_OVERFLOW"
        ? "headers-too-large"
        : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
          ? "request-too-slow"
          : "request-malformed";
    this.#refuse(socket, step);
  }

  /** In the middle of its TLS handshake it could read no answer. */
  #giveUp(socket: Socket): void {
    this.#config.refused(socket, "too-many-connections");
    this.#givenUp.add(socket);
    socket.destroy();
  }

  #refuse(socket: Socket, step: HttpStep): void {
    this.#config.refused(socket, step);
    const [oldest] = this.#open.get(socket) ?? [];
    if (oldest?.headersSent) socket.destroy();
    else sendRaw(socket, parserAnswer(step));
  }
}

/** The TCP socket below a TLS one, which Node tells in no other way: both are one client. */
function below(socket: Socket): Socket {
  const parent: unknown = Reflect.get(socket, "_parent");
  return parent instanceof net.Socket ? parent : socket;
}
