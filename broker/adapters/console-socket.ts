/** Owns the WebSocket transport of console windows: accepts their upgrades, and finds out which of them are gone. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";

export interface ConsoleSocketOptions {
  readonly clock: Clock;
  /** Serves the contract on the socket; called in the turn in which it opens. */
  readonly open: (socket: WebSocket) => void;
}

/** Whoever knocks has been let in by the HTTP server already. */
export class ConsoleSocketServer {
  readonly #options: ConsoleSocketOptions;
  readonly #server: WebSocketServer;
  /** Windows that have not answered the last ping. */
  readonly #silent = new Set<WebSocket>();
  /** By which login a window came in. */
  readonly #logins = new WeakMap<WebSocket, string>();
  readonly #timer: Timer;

  constructor(options: ConsoleSocketOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({ noServer: true, maxPayload: LIMITS.adminBodyBytes, perMessageDeflate: false });
    this.#timer = options.clock.every(LIMITS.pingIntervalMs, () => this.#ping());
  }

  /** `login` is that of the cookie that let the window in, if one did. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, login?: string): void {
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      // The close event that follows says all that matters here.
      accepted.on("error", () => accepted.terminate());
      accepted.on("pong", () => this.#silent.delete(accepted));
      accepted.on("close", () => this.#silent.delete(accepted));
      if (login !== undefined) this.#logins.set(accepted, login);
      this.#options.open(accepted);
    });
  }

  /** E6: somebody logged out; the windows of that login end with it. */
  closeLogin(login: string): void {
    for (const socket of this.#server.clients) {
      if (this.#logins.get(socket) === login) socket.close(4001, "logged out");
    }
  }

  /** E15: what let them in is worth nothing now; `kept` is the window that stays. */
  closeOthers(kept: object | undefined): void {
    for (const socket of this.#server.clients) {
      if (socket !== kept) socket.close(4001, "the admin key was replaced");
    }
  }

  /** Windows get 1001; those that do not answer are ended. Harmless twice. */
  close(): void {
    this.#timer.cancel();
    const { clients } = this.#server;
    for (const socket of clients) socket.close(1001, "server is stopping");
    this.#options.clock.after(LIMITS.consoleCloseMs, () => {
      for (const socket of clients) socket.terminate();
    });
  }

  #ping(): void {
    for (const socket of this.#silent) socket.terminate();
    this.#silent.clear();
    for (const socket of this.#server.clients) {
      this.#silent.add(socket);
      socket.ping();
    }
  }
}
