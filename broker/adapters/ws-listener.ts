/** Owns WebSocket transports: accepts upgrades and turns `ws` sockets into connections. */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { LIMITS } from "../contract/limits.ts";
import type { Acceptor, Connection, ConnectionHandler, Knock, Peer, Welcome } from "../ports/connection.ts";
import { FairReading } from "./ws-listener/fair-reading.ts";
import { FairTurns, type Waiting } from "./ws-listener/fair-turns.ts";
import { HeldFrames } from "./ws-listener/held-frames.ts";

const NOTHING = Buffer.alloc(0);
/** FIN and opcode 9, no payload. */
const PING = Buffer.from([0x89, 0]);
const FAULT_CODES: Readonly<Record<string, number>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_INVALID_UTF8: 1007,
};

/**
 * A server-side `ws` socket that is its own Connection. Reading is `ws`'s; frames are written to the TCP socket directly, whole, so that one
 * frame made once serves every subscriber, and several leave in one system call. Only sound without extensions: compression is off.
 */
class BrokerSocket extends WebSocket implements Connection, Waiting {
  handler: ConnectionHandler | null = null;
  transport: Duplex | null = null;
  reading: FairReading | null = null;
  turns: FairTurns | null = null;
  taken = 0;
  lastTook = 0;
  /** What was read and waits for its turn; made when something has to. */
  private held: HeldFrames | null = null;
  /** What came behind the frames that wait. */
  private fault: Parameters<ConnectionHandler["onFault"]> | null = null;
  private end: Parameters<ConnectionHandler["onGone"]> | null = null;
  /** Messages since its last burst. */
  unburst = 0;
  /** Bytes that may wait in the socket before it counts as full. */
  slack = 0;
  private closeWritten = false;

  write(frames: Uint8Array): boolean {
    const socket = this.transport;
    if (socket === null || this.closeWritten || !socket.writable) return true;
    socket.write(frames);
    if (socket.writableLength <= this.slack) return true;
    // The kernel's buffer is full. An empty chunk behind the others tells when they have left.
    socket.write(NOTHING, () => this.handler?.onWritable());
    return false;
  }

  sendPing(): void {
    if (!this.closeWritten && this.transport?.writable) this.transport.write(PING);
  }

  closeWith(code: number, reason: string): void {
    if (this.closeWritten || !this.transport?.writable) return;
    this.closeWritten = true;
    this.transport.write(closeFrame(code, reason));
  }

  /** `ws` calls this to answer the peer's close frame: after ours, the answer is the end of the TCP connection. */
  override close(code?: number, data?: string | Buffer): void {
    if (this.closeWritten) this.transport?.end();
    else super.close(code, data);
  }

  destroy(): void {
    this.terminate();
  }

  get hasWaiting(): boolean {
    return this.held !== null;
  }

  handle(data: Uint8Array, isBinary: boolean): void {
    if (isBinary) this.handler?.onBinary(data.byteLength);
    else this.handler?.onText(data);
  }

  /** The frame waits for its turn; the rest of what was read with it comes here as well, and nothing more is read meanwhile. */
  hold(data: Uint8Array, isBinary: boolean): void {
    if (this.held === null) {
      this.held = new HeldFrames();
      this.pause();
      this.turns?.wait(this);
    }
    this.held.add(data, isBinary);
  }

  handleOldest(): void {
    if (this.held === null) return;
    const { data, isBinary } = this.held.take();
    if (this.held.count === 0) this.held = null;
    this.turns?.time(this, data, isBinary);
  }

  handledAll(): void {
    if (this.fault !== null) this.handler?.onFault(...this.fault);
    this.fault = null;
    if (this.end === null) this.resume();
    else this.hasGone(...this.end);
  }

  hasFault(...fault: Parameters<ConnectionHandler["onFault"]>): void {
    if (this.held === null) this.handler?.onFault(...fault);
    else this.fault = fault;
  }

  hasGone(...end: Parameters<ConnectionHandler["onGone"]>): void {
    if (this.held !== null) {
      this.end = end;
      return;
    }
    this.handler?.onGone(...end);
    this.handler = null;
    this.reading?.forget(this);
  }
}

let lastClose = { code: 0, reason: "", frame: NOTHING };

/** Closing a thousand clients for one reason builds one frame. */
function closeFrame(code: number, reason: string): Buffer {
  if (lastClose.code === code && lastClose.reason === reason) return lastClose.frame;
  const text = Buffer.from(reason);
  const frame = Buffer.allocUnsafe(4 + text.length);
  frame[0] = 0x88;
  frame[1] = 2 + text.length;
  frame.writeUInt16BE(code, 2);
  text.copy(frame, 4);
  lastClose = { code, reason, frame };
  return frame;
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  if (!(this instanceof BrokerSocket) || !(data instanceof Uint8Array)) return;
  const { turns } = this;
  if (turns === null) return;
  if (turns.isStrict) {
    if (turns.mustWait()) this.hold(data, isBinary);
    else turns.time(this, data, isBinary);
    return;
  }
  if (++this.unburst === LIMITS.burstMessages) {
    this.unburst = 0;
    this.reading?.burst(this);
  }
  if (--turns.untilSample === 0) turns.time(this, data, isBinary);
  else this.handle(data, isBinary);
}

function onPong(this: WebSocket): void {
  if (this instanceof BrokerSocket) this.handler?.onPong();
}

function onError(this: WebSocket, error: Error & { code?: string }): void {
  if (!(this instanceof BrokerSocket)) return;
  // Socket errors have no such code: the close event that follows them says all.
  if (!error.code?.startsWith("WS_ERR_")) return;
  const code = FAULT_CODES[error.code] ?? 1002;
  this.hasFault(code === 1009 ? "frame-too-large" : "protocol-error", code);
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  if (!(this instanceof BrokerSocket)) return;
  this.hasGone(code, reason.toString());
}

export interface WsListenerOptions {
  readonly accept: Acceptor;
  /** Largest frame in bytes, read at each handshake (M7). */
  readonly maxFrameBytes: () => number;
  /** Runs `run` after so many milliseconds (C8). */
  readonly after: (ms: number, run: () => void) => void;
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
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
    this.reading = new FairReading(options.elapsed);
    this.turns = new FairTurns(options.elapsed);
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      WebSocket: BrokerSocket,
      handleProtocols: () => this.subprotocol ?? false,
    });
  }

  /** Takes an upgrade request; false when nobody speaks on its path and the caller must answer. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const welcome = this.options.accept(readKnock(request));
    if (welcome === undefined) return false;
    if (welcome.delayMs === 0) this.upgrade(welcome, request, socket, head);
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
    this.options.after(welcome.delayMs, () => {
      socket.off("error", onSocketError);
      socket.off("close", over);
      over();
      if (!socket.destroyed) this.upgrade(welcome, request, socket, head);
    });
  }

  private upgrade(welcome: Welcome, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.server.options.maxPayload = this.options.maxFrameBytes();
    this.subprotocol = welcome.subprotocol;
    // `ws` refuses a list that is empty or names something twice; ours has been read, and what is left is the answer (C3).
    if (welcome.subprotocol === undefined) delete request.headers["sec-websocket-protocol"];
    else request.headers["sec-websocket-protocol"] = welcome.subprotocol;
    // A request that is no proper handshake is answered with HTTP 400 by `ws`, and nobody is accepted.
    this.server.handleUpgrade(request, socket, head, (accepted) => {
      if (!(accepted instanceof BrokerSocket)) return;
      accepted.transport = socket;
      accepted.reading = this.reading;
      accepted.turns = this.turns;
      accepted.slack = "encrypted" in socket ? LIMITS.tlsInFlightBytes : 0;
      accepted.on("message", onMessage);
      accepted.on("pong", onPong);
      accepted.on("error", onError);
      accepted.on("close", onClose);
      welcome.accept(accepted);
    });
  }
}

/** The other end of a TCP connection. */
class SocketPeer implements Peer {
  private readonly socket: Socket;
  private known: string | null = null;
  /** Still known when the socket has gone: limits by address count down then. */
  private knownHost = "";

  constructor(socket: Socket) {
    this.socket = socket;
  }

  get address(): string {
    if (this.known === null) {
      const { host } = this;
      if (host === "") return "";
      this.known = `${host.includes(":") ? `[${host}]` : host}:${this.socket.remotePort ?? 0}`;
    }
    return this.known;
  }

  get host(): string {
    if (this.knownHost !== "") return this.knownHost;
    const { remoteAddress = "" } = this.socket;
    this.knownHost = remoteAddress.startsWith("::ffff:") ? remoteAddress.slice("::ffff:".length) : remoteAddress;
    return this.knownHost;
  }

  get loopback(): boolean {
    const { host } = this;
    return host === "::1" || host.startsWith("127.");
  }
}

const NO_PROTOCOLS: readonly string[] = [];

function readKnock(request: IncomingMessage): Knock {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const offered = request.headers["sec-websocket-protocol"];
  return {
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    headers: request.headers,
    subprotocols: offered === undefined ? NO_PROTOCOLS : offered.split(",").map((name) => name.trim()),
    peer: new SocketPeer(request.socket),
  };
}
