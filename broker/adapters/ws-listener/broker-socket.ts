/** A server-side `ws` socket that is its own Link. */
import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import { LIMITS } from "../../contract/limits.ts";
import type { FaultPlace, Faults } from "../../ports/faults.ts";
import type { Link, LinkHandler } from "../../ports/link.ts";
import type { FairReading } from "./fair-reading.ts";
import type { FairTurns, Waiting } from "./fair-turns.ts";
import { type Fault, faultOf } from "./faults.ts";
import { HeldFrames } from "./held-frames.ts";
import type { FrameReader } from "./quick-frames.ts";
import { readQuickly } from "./quick-receiver.ts";
import { closeFrame, pongFrame } from "./websocket-frame.ts";

const NOTHING = Buffer.alloc(0);
/** RFC 6455 7.1.5: the transport ended without a close frame. */
const NO_STATUS = 1006;

/** Pieces that a frame of this size may come in. */
export const piecesFor = (maxBytes: number) =>
  Math.max(LIMITS.framePieces, Math.ceil(maxBytes / LIMITS.framePieceBytes));

/**
 * Reading is `ws`'s, but for the most ordinary frames; frames are written to the TCP socket directly, whole, so that one frame made once serves every subscriber, and several
 * leave in one system call. Only sound without extensions: compression is off.
 */
export class BrokerSocket extends WebSocket implements Link, Waiting, FrameReader {
  handler: LinkHandler | null = null;
  transport: Duplex | null = null;
  reading: FairReading | null = null;
  turns: FairTurns | null = null;
  taken = 0;
  lastTook = 0;
  /** What was read and waits for its turn; made when something has to. */
  private held: HeldFrames | null = null;
  /** What came behind the frames that wait. */
  private fault: Fault | null = null;
  private ended: Parameters<LinkHandler["onGone"]> | null = null;
  /** Frames since its last burst. */
  unburst = 0;
  /** Bytes that may wait in the socket before it counts as full. */
  slack = 0;
  /** Largest frame that it takes now. */
  maxFrame = 0;
  private closeWritten = false;
  /** The payload of the newest ping, while the transport takes no answer. */
  private owedPong: Buffer | null = null;
  private faults: Faults | null = null;

  write(frames: Uint8Array): boolean {
    const socket = this.transport;
    if (socket === null || this.closeWritten || !socket.writable) return true;
    socket.write(frames);
    if (socket.writableLength <= this.slack) return true;
    // The kernel's buffer is full. An empty chunk behind the others tells when they have left.
    socket.write(NOTHING, () => this.tell(writable));
    return false;
  }

  tell(what: (handler: LinkHandler) => void): void {
    if (this.handler === null) return;
    try {
      what(this.handler);
    } catch (error) {
      this.failed("transport", error);
    }
  }

  /**
   * Z1: the outermost guard. Sessions answer what their frames make fail themselves; what comes as far as here leaves no handler that could be
   * trusted, so the client gets 1011 and the transport ends. @throws what it is given, where nobody is to be told
   */
  failed(place: FaultPlace, error: unknown): void {
    if (this.faults === null) throw error;
    this.faults.caught(place, error);
    this.end(closeFrame(1011, "internal error"));
    if (this.transport?.writable) this.transport.end(() => this.terminate());
  }

  /** RFC 6455 5.5.3: every ping is answered, and of those that pile up while the transport takes nothing the last. */
  answerPing(payload: Uint8Array): void {
    const socket = this.transport;
    if (socket === null || this.closeWritten || !socket.writable) return;
    if (socket.writableLength <= LIMITS.pongBacklogBytes) {
      socket.write(pongFrame(payload));
      return;
    }
    if (this.owedPong === null) socket.write(NOTHING, () => this.payPong());
    this.owedPong = Buffer.from(payload);
  }

  private payPong(): void {
    const payload = this.owedPong;
    this.owedPong = null;
    if (payload !== null) this.answerPing(payload);
  }

  /** The peer's answer ends the transport. */
  end(farewell: Uint8Array): void {
    if (this.closeWritten || !this.transport?.writable) return;
    this.closeWritten = true;
    this.transport.write(farewell);
  }

  /**
   * `ws` calls this to answer the peer's close frame: after ours, the answer is the end of the TCP connection. For a frame that is wrong it
   * calls it with a code alone, and tells the reason right after (`onError`), where the close frame is written with it.
   */
  override close(code?: number, data?: string | Buffer): void {
    if (this.closeWritten) this.transport?.end();
    else if (code === undefined || data !== undefined) super.close(code, data);
  }

  takeFrames(maxBytes: number): void {
    this.maxFrame = maxBytes;
    const receiver: unknown = Reflect.get(this, "_receiver");
    if (typeof receiver !== "object" || receiver === null) return;
    Reflect.set(receiver, "_maxPayload", maxBytes);
    Reflect.set(receiver, "_maxBufferedChunks", piecesFor(maxBytes));
    Reflect.set(receiver, "_maxFragments", piecesFor(maxBytes));
  }

  destroy(): void {
    this.terminate();
  }

  /** The transport stands. */
  begin({ transport, reading, turns, maxFrame, faults }: SocketParts): void {
    this.faults = faults;
    this.transport = transport;
    this.reading = reading;
    this.turns = turns;
    this.maxFrame = maxFrame;
    this.slack = "encrypted" in transport ? LIMITS.tlsInFlightBytes : 0;
    readQuickly(this, this);
  }

  /** What `ws` has to tell. Nobody else listens, so a connection costs no lists of listeners. */
  override emit(event: string | symbol, ...told: readonly unknown[]): boolean {
    const [data, more] = told;
    if (event === "message") {
      if (data instanceof Uint8Array) this.read(data, more === true);
    } else if (event === "ping") {
      this.countFrame();
      if (data instanceof Uint8Array) this.answerPing(data);
    } else if (event === "pong") {
      this.countFrame();
      this.tell(alive);
    } else if (event === "error") {
      if (data instanceof Error) this.broken(data);
    } else if (event === "close") {
      this.hasGone(typeof data === "number" ? data : NO_STATUS, String(more ?? ""));
    } else return false;
    return true;
  }

  private broken(error: Error & { readonly code?: string }): void {
    const fault = faultOf(error, { bytes: this.maxFrame, pieces: piecesFor(this.maxFrame) });
    if (fault === undefined) return;
    // `ws` reads on, or the peer's TCP would never come to our close frame, and nobody looks at what comes.
    this.transport?.on("data", giveBack);
    this.hasFault(fault);
  }

  /** M9: frames of every kind count. */
  countFrame(): void {
    if (++this.unburst < LIMITS.burstMessages) return;
    this.unburst = 0;
    this.reading?.burst(this);
  }

  get hasWaiting(): boolean {
    return this.held !== null;
  }

  readText(payload: Buffer): void {
    this.read(payload, false);
  }

  /** A message has arrived; it is handled now, or when it is its turn. */
  read(data: Uint8Array, isBinary: boolean): void {
    const { turns } = this;
    if (turns === null) return;
    if (turns.isStrict) {
      if (turns.mustWait()) this.hold(data, isBinary);
      else turns.time(this, data, isBinary);
      return;
    }
    this.countFrame();
    if (--turns.untilSample === 0) turns.time(this, data, isBinary);
    else this.handle(data, isBinary);
  }

  handle(data: Uint8Array, isBinary: boolean): void {
    // `tell`, written out: a frame costs no function of its own.
    try {
      this.handler?.onFrame(data, !isBinary);
    } catch (error) {
      this.failed("transport", error);
    }
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
    const { fault } = this;
    this.fault = null;
    if (fault !== null) this.hasFault(fault);
    if (this.ended === null) this.resume();
    else this.hasGone(...this.ended);
  }

  /** The peer broke the protocol: it is told, and the transport ends once it has read that. */
  hasFault(fault: Fault): void {
    if (this.held !== null) {
      this.fault = fault;
      return;
    }
    this.end(closeFrame(fault.code, fault.reason));
    this.transport?.end();
    this.tell((handler) => handler.onFault(fault.fault, fault.code, fault.reason));
  }

  hasGone(...end: Parameters<LinkHandler["onGone"]>): void {
    if (this.held !== null) {
      this.ended = end;
      return;
    }
    this.tell((handler) => handler.onGone(...end));
    this.handler = null;
    this.reading?.forget(this);
  }
}

/** What an accepted socket is begun with. */
export interface SocketParts {
  readonly transport: Duplex;
  readonly reading: FairReading;
  readonly turns: FairTurns;
  /** Largest frame in bytes (M7). */
  readonly maxFrame: number;
  /** Where an exception in a handler goes; null: to whoever emitted the event. */
  readonly faults: Faults | null;
}

const writable = (handler: LinkHandler): void => handler.onWritable();
const alive = (handler: LinkHandler): void => handler.onAlive();

/**
 * M10: the memory of what nobody looks at goes back at once. The collector looks at what objects weigh and hardly at buffers, and would let 64 MB
 * gather first. A read has its memory for itself.
 */
function giveBack(read: unknown): void {
  if (!(read instanceof Uint8Array) || !(read.buffer instanceof ArrayBuffer)) return;
  if (read.byteLength === read.buffer.byteLength) read.buffer.transfer(0);
}
