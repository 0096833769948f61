/** Node's HTTP server with each of its own limits named, and answers of ours where it would close a connection without a word. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { HttpStep } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import { badRequest, parserAnswer, sendRaw } from "./answers.ts";
import { ListenError } from "./listen-error.ts";
import { PendingSockets } from "./pending-sockets.ts";
import { normalizeTarget } from "./request-forms.ts";
import { isUpgrade } from "./upgrades.ts";

/** Not imported: a module that imports node:http makes Node load its whole fetch at the start, to name what that exports. */
const http = process.getBuiltinModule("node:http");

export interface NodeServerConfig {
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** A socket was refused before there was a request. */
  readonly refused: (socket: Socket, step: HttpStep) => void;
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
  readonly #pending: PendingSockets;
  /** Sockets with an answer under way: nothing may be written between. */
  readonly #answering = new WeakSet<Socket>();

  constructor(config: NodeServerConfig) {
    this.#config = config;
    this.#pending = new PendingSockets((socket) => {
      this.#refuse(socket, "too-many-connections");
    });
  }

  /** The client showed that it may be here. */
  settled(socket: Socket): void {
    this.#pending.settled(socket);
  }

  /** One listening server; `localhost` may need two. @throws ListenError when certificate or key are none */
  create(handler: Handler): Server {
    const server = this.#open();
    server.maxHeadersCount = LIMITS.headerLines;
    server.keepAliveTimeout = LIMITS.httpKeepAliveMs;
    const serve = (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      this.#answering.add(socket);
      response.once("close", () => this.#answering.delete(socket));
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
    server.on("connection", (socket: Socket) => this.#pending.add(socket));
    server.on("clientError", (error: Error & { code?: string }, socket: Socket) => this.#clientError(error, socket));
    server.on("tlsClientError", (_error: Error, socket: Socket) => this.#config.refused(socket, "tls-failed"));
    return server;
  }

  #open(): Server {
    const limits = {
      maxHeaderSize: LIMITS.headerBytes,
      headersTimeout: LIMITS.httpHeadersMs,
      requestTimeout: LIMITS.httpRequestMs,
      connectionsCheckingInterval: LIMITS.httpCheckMs,
      // We answer a missing one ourselves, as JSON.
      requireHostHeader: false,
      shouldUpgradeCallback: isUpgrade,
    } as const;
    const { tls } = this.#config;
    if (tls === undefined) return http.createServer(limits);
    const https = process.getBuiltinModule("node:https");
    try {
      return https.createServer({ ...limits, ...tls, handshakeTimeout: LIMITS.tlsHandshakeMs });
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

  #refuse(socket: Socket, step: HttpStep): void {
    this.#config.refused(socket, step);
    if (this.#answering.has(socket)) socket.destroy();
    else sendRaw(socket, parserAnswer(step));
  }
}
