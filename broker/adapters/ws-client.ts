/** Owns WebSocket clients of this process, as `ws` makes them. */
import { WebSocket } from "ws";
import type { ClientRequest, ClientSocket, ClientSocketHandler, ClientSockets } from "../ports/client-socket.ts";
import type { Faults } from "../ports/faults.ts";

export interface WsClientsOptions {
  /** PEM text of the certificate that the broker shows, trusted whatever name it bears: it is this process's own. */
  readonly certificate?: string | undefined;
  readonly openMs: number;
  /** Where an exception in a client's handler goes; without it, to whoever emitted the event. */
  readonly faults?: Faults;
}

export class WsClients implements ClientSockets {
  readonly #options: WsClientsOptions;

  constructor(options: WsClientsOptions) {
    this.#options = options;
  }

  open({ url, headers, subprotocols }: ClientRequest, handler: ClientSocketHandler): ClientSocket {
    const { certificate, openMs, faults } = this.#options;
    const tell = (run: () => void): void => {
      try {
        run();
      } catch (error) {
        if (faults === undefined) throw error;
        faults.caught("sandbox", error);
      }
    };
    const socket = new ToldSocket(url, [...subprotocols], {
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value)])),
      handshakeTimeout: openMs,
      perMessageDeflate: false,
      // Both ends are this process: what we wrote is UTF-8.
      skipUTF8Validation: true,
      ...(certificate === undefined ? {} : trust(certificate)),
    });
    let fault = "";
    socket.onClosing = (code, reason) => tell(() => handler.onClosing(code, reason));
    socket.on("upgrade", ({ socket: { localAddress = "", localPort = 0 } }) => {
      const host = localAddress.replace(/^::ffff:/, "");
      socket.once("open", () => tell(() => handler.onOpen(`${host.includes(":") ? `[${host}]` : host}:${localPort}`)));
    });
    socket.on("message", (data) => {
      if (data instanceof Uint8Array) tell(() => handler.onText(data));
    });
    socket.on("error", (error) => {
      fault = error.message;
    });
    socket.on("close", (code, reason) => tell(() => handler.onGone(code, code === 1006 ? fault : reason.toString())));
    return new WsClient(socket);
  }
}

/** Tells of the other side's close frame when it comes: `ws` tells only when the connection has ended too. */
class ToldSocket extends WebSocket {
  onClosing: ((code: number, reason: string) => void) | undefined;

  /** `ws` calls this to answer a close frame, with its reason as bytes. */
  override close(code?: number, data?: string | Buffer): void {
    super.close(code, data);
    if (code !== undefined && data instanceof Uint8Array) this.onClosing?.(code, data.toString("utf8"));
  }
}

class WsClient implements ClientSocket {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get waitingBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  destroy(): void {
    this.#socket.terminate();
  }
}

/** Node writes header text as latin1: these are the bytes of its UTF-8. */
function headerText(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Our own certificate, or the leaf of a chain, is an anchor; its name is the outside's, and we call ourselves by address. */
function trust(ca: string) {
  return { ca, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
}
