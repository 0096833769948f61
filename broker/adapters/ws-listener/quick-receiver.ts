/** Puts the short way of reading in front of `ws`'s receiver. */
import { Writable } from "node:stream";
import type { WebSocket } from "ws";
import { type FrameReader, readFrames } from "./quick-frames.ts";

/** What is leaned on of `ws`'s receiver, by its names; all of it is compared at each read, so that another `ws` only makes reading slower. */
interface Receiver extends Writable {
  /** Bytes that belong to a frame of which more must come. */
  readonly _bufferedBytes: number;
  /** 0: a frame begins next. */
  readonly _state: number;
  /** Opcode of the message of which more frames must come, or 0. */
  readonly _fragmented: number;
  readonly _errored: boolean;
  /** Of the frame before. */
  readonly _opcode: number;
  /** Ours. */
  reader?: FrameReader;
}

const CLOSE = 8;
const receive: (this: Writable, read: unknown) => boolean = Writable.prototype.write;
const finish: (this: Writable) => Writable = Writable.prototype.end;

/** From now on `reader` hears of ordinary frames at once; `ws` reads the others, and says what is wrong with them. */
export function readQuickly(socket: WebSocket, reader: FrameReader): void {
  const receiver: unknown = Reflect.get(socket, "_receiver");
  if (!isReceiver(receiver)) return;
  receiver.reader = reader;
  receiver.write = write;
  receiver.end = end;
}

/** `ws` ends it when the peer has ended its half, and once more when the socket has gone: for the second time Node would make an error, with its stack, that nobody sees. */
function end(this: Receiver): Receiver {
  if (!this.writableEnded) finish.call(this);
  return this;
}

/** One function for all of them: a connection costs no closure. */
function write(this: Receiver, read: unknown): boolean {
  if (!(read instanceof Buffer) || this.reader === undefined || !isBetweenMessages(this)) {
    return receive.call(this, read);
  }
  const taken = readFrames(read, this.reader);
  if (taken === read.length) return true;
  return receive.call(this, taken === 0 ? read : read.subarray(taken));
}

function isBetweenMessages(receiver: Receiver): boolean {
  return (
    receiver._bufferedBytes === 0 &&
    receiver._state === 0 &&
    receiver._fragmented === 0 &&
    receiver._opcode !== CLOSE &&
    receiver._errored === false
  );
}

function isReceiver(value: unknown): value is Receiver {
  return value instanceof Writable;
}
