/** Sockets of clients that have not shown yet that they may be here: bounded, the one that waits longest goes first. */
import type { Socket } from "node:net";
import { LIMITS } from "../../contract/limits.ts";

export class PendingSockets {
  readonly #waiting = new Set<Socket>();
  readonly #end: (socket: Socket) => void;

  /** `end` answers a socket that has to go, and closes it. */
  constructor(end: (socket: Socket) => void) {
    this.#end = end;
  }

  get size(): number {
    return this.#waiting.size;
  }

  add(socket: Socket): void {
    this.#waiting.add(socket);
    socket.once("close", () => this.#waiting.delete(socket));
    if (this.#waiting.size <= LIMITS.pendingSockets) return;
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
