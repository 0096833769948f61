/** Accepts WebSocket upgrades and turns `ws` sockets into connections. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { LIMITS } from "../contract/limits.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Acceptor, Peer, Welcome } from "../ports/link.ts";
import { BrokerSocket, piecesFor } from "./ws-listener/broker-socket.ts";
import { answerFault, handshakeFault } from "./ws-listener/check-handshake.ts";
import { FairReading } from "./ws-listener/fair-reading.ts";
import { FairTurns } from "./ws-listener/fair-turns.ts";
import { readKnock } from "./ws-listener/read-knock.ts";

export interface WsListenerOptions {
  readonly accept: Acceptor;
  /** Where an exception in a connection's handler goes; without it, to whoever emitted the event. */
  readonly faults?: Faults;
  /** Largest frame in bytes, read at each handshake (M7). */
  readonly maxFrameBytes: () => number;
  readonly clock: Pick<Clock, "elapsed" | "after" | "atTurnsEnd">;
}

/** Upgrades HTTP requests. It listens on nothing itself: the HTTP server hands it what arrives under its paths. */
export class WsListener {
  private readonly options: WsListenerOptions;
  private readonly server: WebSocketServer;
  private readonly reading: FairReading;
  private readonly turns: FairTurns;
  private subprotocol: string | undefined;
  /** Sockets that wait before they are accepted (C8). */
  private readonly waiting = new Set<Duplex>();

  constructor(options: WsListenerOptions) {
    this.options = options;
    this.reading = new FairReading(options.clock);
    this.turns = new FairTurns(options.clock);
    // Apart, since the types of `ws` do not know `closeTimeout`.
    const own = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // Ours: `ws` ends a connection with 60 pings that wait for their answer, without a word.
      autoPong: false,
      closeTimeout: LIMITS.closeHandshakeMs,
      WebSocket: BrokerSocket,
      handleProtocols: () => this.subprotocol ?? false,
    };
    this.server = new WebSocketServer(own);
  }

  /** Takes an upgrade request; false when nobody speaks on its path and the caller must answer. `peer` where it is not the socket's other end. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, peer?: Peer): boolean {
    const welcome = this.options.accept(readKnock(request, peer));
    if (welcome === undefined) return false;
    const fault = handshakeFault(request);
    if (fault !== undefined) {
      if (welcome.delayMs > 0) welcome.waited();
      welcome.reject(fault.step, fault.detail);
      answerFault(socket, fault);
    } else if (welcome.delayMs === 0) this.upgrade(welcome, request, socket, head);
    else this.upgradeLater(welcome, request, socket, head);
    return true;
  }

  /** Ends whoever still waits. Accepted transports are their sessions' to close. */
  close(): void {
    for (const socket of this.waiting) socket.destroy();
    this.waiting.clear();
  }

  private upgradeLater(welcome: Welcome, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // While it waits nobody else listens to the socket: an error must not become an uncaught one.
    const onSocketError = () => socket.destroy();
    socket.on("error", onSocketError);
    // Who leaves meanwhile gives its place up at once, or those who come and go would keep everybody else waiting.
    const over = () => {
      if (this.waiting.delete(socket)) welcome.waited();
    };
    socket.once("close", over);
    this.waiting.add(socket);
    this.options.clock.after(welcome.delayMs, () => {
      socket.off("error", onSocketError);
      socket.off("close", over);
      over();
      if (!socket.destroyed) this.upgrade(welcome, request, socket, head);
    });
  }

  private upgrade(welcome: Welcome, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const maxFrame = this.options.maxFrameBytes();
    const { options } = this.server;
    options.maxPayload = maxFrame;
    options.maxBufferedChunks = piecesFor(maxFrame);
    options.maxFragments = piecesFor(maxFrame);
    this.subprotocol = welcome.subprotocol;
    // `ws` refuses a list that is empty or names something twice; ours has been read, and what is left is the answer (C3).
    if (welcome.subprotocol === undefined) delete request.headers["sec-websocket-protocol"];
    else request.headers["sec-websocket-protocol"] = welcome.subprotocol;
    this.server.handleUpgrade(request, socket, head, (accepted) => {
      if (!(accepted instanceof BrokerSocket)) return;
      const { faults } = this.options;
      accepted.begin({ transport: socket, reading: this.reading, turns: this.turns, maxFrame, faults: faults ?? null });
      try {
        welcome.accept(accepted);
      } catch (error) {
        accepted.failed("handshake", error);
      }
    });
  }
}
