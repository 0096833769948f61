/** Owns the socket of one simulated client from handshake to end: it speaks the client's dialect and says what happened in plain words. */
import type { ClientSocket, ClientSockets } from "../ports/client-socket.ts";
import type { ClientCodec, ClientWish, Heard } from "./codec.ts";

export interface LinkListener {
  /** The session stands. */
  standing(localAddress: string): void;
  heard(heard: Extract<Heard, { kind: "message" | "refusal" }>): void;
  /** Once; nothing follows. */
  gone(code: number, reason: string): void;
}

export class ClientLink {
  readonly #codec: ClientCodec;
  readonly #wish: ClientWish;
  readonly #listener: LinkListener;
  readonly #socket: ClientSocket;
  #address = "";
  #isLeft = false;
  #stands = false;

  constructor(sockets: ClientSockets, origin: string, codec: ClientCodec, wish: ClientWish, listener: LinkListener) {
    this.#codec = codec;
    this.#wish = wish;
    this.#listener = listener;
    const { path, headers, subprotocols } = codec.hello(wish);
    this.#socket = sockets.open(
      { url: origin + path, headers, subprotocols },
      {
        onOpen: (localAddress) => this.#opened(localAddress),
        onText: (payload) => this.#hear(payload),
        onClosing: (code, reason) => this.#end(code, reason),
        onGone: (code, reason) => this.#end(code, reason),
      },
    );
  }

  get waitingBytes(): number {
    return this.#socket.waitingBytes;
  }

  publish(topic: string, json: string): void {
    this.#socket.send(this.#codec.publish(topic, json, this.#wish));
  }

  /** Says goodbye; the listener hears no more. */
  leave(): void {
    this.#isLeft = true;
    this.#socket.close(1000, "");
  }

  /** Ends at once; the listener hears no more. */
  destroy(): void {
    this.#isLeft = true;
    this.#socket.destroy();
  }

  /** A close frame is the end: what the connection does after it is the broker's to measure. */
  #end(code: number, reason: string): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    this.#listener.gone(code, reason);
  }

  #opened(localAddress: string): void {
    this.#address = localAddress;
    for (const frame of this.#codec.greeting(this.#wish)) this.#socket.send(frame);
    if (this.#codec.standsOnOpen && !this.#isLeft) this.#stand();
  }

  /** Once: a dialect may say again and again that it stands. */
  #stand(): void {
    if (this.#stands) return;
    this.#stands = true;
    this.#listener.standing(this.#address);
  }

  #hear(payload: Uint8Array): void {
    if (this.#isLeft) return;
    const heard = this.#codec.hear(asText(payload), this.#wish);
    switch (heard.kind) {
      case "message":
      case "refusal":
        this.#listener.heard(heard);
        return;
      case "standing":
        this.#stand();
        return;
      case "asks":
        for (const frame of heard.answers) this.#socket.send(frame);
        return;
      case "other":
        return;
    }
  }
}

function asText(payload: Uint8Array): string {
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
}
