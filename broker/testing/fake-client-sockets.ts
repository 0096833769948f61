/** Owns client sockets without a network: a test plays the broker at the other end. */
import type { ClientRequest, ClientSocket, ClientSocketHandler, ClientSockets } from "../ports/client-socket.ts";

export class FakeClientSocket implements ClientSocket {
  readonly request: ClientRequest;
  readonly sent: string[] = [];
  waitingBytes = 0;
  /** What the client did to end it; null while it is open. */
  ended: "closed" | "destroyed" | null = null;
  readonly #handler: ClientSocketHandler;

  constructor(request: ClientRequest, handler: ClientSocketHandler) {
    this.request = request;
    this.#handler = handler;
  }

  open(address = "127.0.0.1:50000"): this {
    this.#handler.onOpen(address);
    return this;
  }

  text(text: string): void {
    this.#handler.onText(Buffer.from(text));
  }

  /** The broker's close frame; the connection stands still. */
  closing(code: number, reason = ""): void {
    this.#handler.onClosing(code, reason);
  }

  gone(code: number, reason = ""): void {
    this.#handler.onGone(code, reason);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.ended = "closed";
  }

  destroy(): void {
    this.ended ??= "destroyed";
  }
}

export class FakeClientSockets implements ClientSockets {
  readonly opened: FakeClientSocket[] = [];

  open(request: ClientRequest, handler: ClientSocketHandler): ClientSocket {
    const socket = new FakeClientSocket(request, handler);
    this.opened.push(socket);
    return socket;
  }

  /** The socket that was opened last. */
  get newest(): FakeClientSocket {
    const socket = this.opened.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }
}
