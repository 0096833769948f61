/** Answers a handshake and puts the socket that it came over into the hands of `ws` (RFC 6455 4.2.2). */
import { hash } from "node:crypto";
import type { Duplex } from "node:stream";
import { LIMITS } from "../../contract/limits.ts";
import { BrokerSocket, piecesFor } from "./broker-socket.ts";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** `autoPong` is ours: `ws` ends a connection with 60 pings that wait for their answer, without a word. */
const OPTIONS = { autoPong: false, closeTimeout: LIMITS.closeHandshakeMs } as const;

export interface Opening {
  /** `Sec-WebSocket-Key`, checked. */
  readonly key: string;
  readonly subprotocol: string | undefined;
  /** Largest frame in bytes (M7). */
  readonly maxFrame: number;
}

/**
 * What `WebSocketServer.handleUpgrade` does with a request that was checked already, without another check and another hash object: a third of
 * what a handshake costs in `ws`. Undefined: the client has left meanwhile.
 */
export function openSocket(
  socket: Duplex,
  head: Buffer,
  { key, subprotocol, maxFrame }: Opening,
): BrokerSocket | undefined {
  if (!socket.readable || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const accept = hash("sha1", key + GUID, "base64");
  const protocol = subprotocol === undefined ? "" : `Sec-WebSocket-Protocol: ${subprotocol}\r\n`;
  const opened: unknown = Reflect.construct(BrokerSocket, [null, undefined, OPTIONS]);
  if (!(opened instanceof BrokerSocket)) throw new Error("`ws` made no socket");
  Reflect.set(opened, "_protocol", subprotocol ?? "");
  const text = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol}\r\n`;
  socket.write(text, "latin1");
  const pieces = piecesFor(maxFrame);
  const limits = {
    allowSynchronousEvents: true,
    maxBufferedChunks: pieces,
    maxFragments: pieces,
    maxPayload: maxFrame,
  };
  const takeOver: unknown = Reflect.get(opened, "setSocket");
  if (typeof takeOver !== "function") throw new Error("this version of `ws` cannot take a socket over");
  Reflect.apply(takeOver, opened, [socket, head, limits]);
  return opened;
}
