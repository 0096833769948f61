/** Accepts WebSocket upgrades and turns `ws` sockets into connections. */
import type { Duplex } from "node:stream";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Acceptor, Peer, Welcome } from "../ports/link.ts";
import { answerFault, handshakeFault } from "./ws-listener/check-handshake.ts";
import { FairReading } from "./ws-listener/fair-reading.ts";
import { FairTurns } from "./ws-listener/fair-turns.ts";
import { openSocket } from "./ws-listener/open-socket.ts";
import { readKnock, type UpgradeRequest } from "./ws-listener/read-knock.ts";

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
  private readonly reading: FairReading;
  private readonly turns: FairTurns;
  /** Sockets that wait before they are accepted (C8). */
  private readonly waiting = new Set<Duplex>();

  constructor(options: WsListenerOptions) {
    this.options = options;
    this.reading = new FairReading(options.clock);
    this.turns = new FairTurns(options.clock);
  }

  /** Takes an upgrade request; false when nobody speaks on its path and the caller must answer. `peer` where it is not the socket's other end. */
  handleUpgrade(request: UpgradeRequest, socket: Duplex, head: Buffer, peer?: Peer): boolean {
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

  private upgradeLater(welcome: Welcome, request: UpgradeRequest, socket: Duplex, head: Buffer): void {
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

  private upgrade(welcome: Welcome, request: UpgradeRequest, socket: Duplex, head: Buffer): void {
    const maxFrame = this.options.maxFrameBytes();
    const key = String(request.headers["sec-websocket-key"]);
    const accepted = openSocket(socket, head, { key, subprotocol: welcome.subprotocol, maxFrame });
    if (accepted === undefined) return;
    const { faults } = this.options;
    accepted.begin({ transport: socket, reading: this.reading, turns: this.turns, maxFrame, faults: faults ?? null });
    try {
      welcome.accept(accepted);
    } catch (error) {
      accepted.failed("handshake", error);
    }
  }
}
