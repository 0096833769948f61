/** A TCP socket as a Link: a line is a frame. */
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Link, LinkHandler, Peer } from "../../ports/link.ts";
import type { Wire } from "../../ports/wire.ts";

export class LineLink implements Link {
  handler: LinkHandler | null = null;
  readonly peer: Peer;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.peer = {
      address: `${socket.remoteAddress}:${socket.remotePort}`,
      host: String(socket.remoteAddress),
      loopback: true,
    };
    createInterface({ input: socket })
      .on("line", (line) => {
        this.handler?.onAlive();
        this.handler?.onFrame(Buffer.from(line), true);
      })
      .on("error", () => undefined);
    socket.on("error", () => undefined);
    socket.once("close", () => this.handler?.onGone(1006, ""));
  }

  write(frames: Uint8Array): boolean {
    return this.#socket.writable ? this.#socket.write(frames, () => this.handler?.onWritable()) : true;
  }

  takeFrames(): void {}

  end(farewell: Uint8Array): void {
    this.#socket.end(farewell);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Its keep-alive: the client says anything, an empty line at least, once in two intervals. The broker asks for nothing. */
export const lineWire: Wire = {
  frame: (payload) => Buffer.concat([Buffer.from(payload), Buffer.from("\n")]),
  farewell: (code, reason) => Buffer.from(`BYE ${code} ${reason}\n`),
  heartbeat: { isAlive: (session) => session.unanswered++ < 2 },
};
