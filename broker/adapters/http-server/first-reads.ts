/** What comes first on a new connection: the ordinary handshake of a WebSocket client goes on at once, everything else is the HTTP server's. */
import type { Socket } from "node:net";
import { type QuickKnock, readQuickKnock } from "./quick-knock.ts";

export interface FirstReadsParts {
  /** The socket becomes the HTTP server's, as if it had just been accepted. */
  readonly handOver: (socket: Socket) => void;
  /** Answers the handshake. From now on the socket is whose who takes it, but that its errors destroy it. */
  readonly take: (knock: QuickKnock, socket: Socket) => void;
}

/** Sockets of which nothing has been read yet have its listeners, and no others. */
export class FirstReads {
  readonly #handOver: (socket: Socket) => void;
  /** One for all sockets, as `ended` and `failed` are: a connection costs no function. */
  readonly #onData: (this: Socket, read: Buffer) => void;

  constructor({ handOver, take }: FirstReadsParts) {
    this.#handOver = handOver;
    const release = (socket: Socket) => this.#release(socket);
    const giveUp = (socket: Socket) => this.#giveUp(socket);
    this.#onData = function (read) {
      const knock = readQuickKnock(read, this);
      release(this);
      if (knock !== null) {
        take(knock, this);
        return;
      }
      this.unshift(read);
      giveUp(this);
    };
  }

  add(socket: Socket): void {
    socket.on("data", this.#onData);
    socket.on("end", ended);
    socket.on("error", failed);
  }

  /** Nothing has been read of it. */
  has(socket: Socket): boolean {
    return socket.listeners("data").includes(this.#onData);
  }

  /** It has said nothing for so long that the HTTP server shall have an eye on it. Only for a socket that it has. */
  handOver(socket: Socket): void {
    this.#release(socket);
    this.#giveUp(socket);
  }

  /** As the HTTP server leaves a socket that is upgraded: nothing is read until somebody listens. */
  #release(socket: Socket): void {
    socket.removeListener("data", this.#onData);
    socket.removeListener("end", ended);
    Reflect.set(socket, "readableFlowing", null);
  }

  #giveUp(socket: Socket): void {
    socket.removeListener("error", failed);
    this.#handOver(socket);
  }
}

function ended(this: Socket): void {
  this.destroy();
}

function failed(this: Socket): void {
  this.destroy();
}
