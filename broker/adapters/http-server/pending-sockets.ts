/** Sockets of clients that have not shown yet that they may be here: bounded, the one that waits longest goes first. */
import type { Socket } from "node:net";

export class PendingSockets {
  readonly #waiting = new Set<Socket>();
  readonly #most: number;
  readonly #end: (socket: Socket) => void;

  /** `most` may wait at once; `end` answers a socket that has to go, and closes it. */
  constructor(most: number, end: (socket: Socket) => void) {
    this.#most = most;
    this.#end = end;
  }

  get size(): number {
    return this.#waiting.size;
  }

  add(socket: Socket): void {
    this.#waiting.add(socket);
    socket.once("close", () => this.#waiting.delete(socket));
    if (this.#waiting.size <= this.#most) return;
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    this.#waiting.delete(oldest);
    this.#end(oldest);
  }

  /** It showed a key or a cookie, or somebody took it over. */
  settled(socket: Socket): void {
    this.#waiting.delete(socket);
  }
}
