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

/** Pieces that the largest frame of a window may come in. */
const PIECES = Math.max(LIMITS.framePieces, Math.ceil(LIMITS.adminBodyBytes / LIMITS.framePieceBytes));
const NOTHING = Buffer.alloc(0);

/** Answers to the pings of one window: every ping has one, and of those that pile up while the transport takes nothing the last (C7). */
class Pongs {
  readonly #window: WebSocket;
  readonly #transport: Duplex;
  #owed: Buffer | null = null;

  constructor(window: WebSocket, transport: Duplex) {
    this.#window = window;
    this.#transport = transport;
  }

  answer(payload: Buffer): void {
    if (this.#window.readyState !== this.#window.OPEN) return;
    if (this.#transport.writableLength <= LIMITS.pongBacklogBytes) {
      this.#window.pong(payload);
      return;
    }
    if (this.#owed === null) this.#transport.write(NOTHING, () => this.#pay());
    this.#owed = payload;
  }

  #pay(): void {
    const payload = this.#owed;
    this.#owed = null;
    if (payload !== null) this.answer(payload);
  }
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
    // Apart, since the types of `ws` do not know all of them.
    const own = {
      noServer: true,
      perMessageDeflate: false,
      maxPayload: LIMITS.adminBodyBytes,
      maxBufferedChunks: PIECES,
      maxFragments: PIECES,
      closeTimeout: LIMITS.closeHandshakeMs,
      // Ours: `ws` ends a connection with 60 pings that wait for their answer, without a word.
      autoPong: false,
    };
    this.#server = new WebSocketServer(own);
    this.#timer = options.clock.every(LIMITS.pingIntervalMs, () => this.#ping());
  }

  /** `login` is that of the cookie that let the window in, if one did. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, login?: string): void {
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      // The close event that follows says all that matters here.
      accepted.on("error", () => accepted.terminate());
      const pongs = new Pongs(accepted, socket);
      accepted.on("ping", (payload) => pongs.answer(payload));
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
