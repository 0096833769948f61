/** Owns the ClientSocket port: sockets that this process opens as a client, to a broker as any stranger would. */

export interface ClientRequest {
  /** `ws://127.0.0.1:8001/ws/brocker/?errors=1` */
  readonly url: string;
  /** Values are UTF-8 text; the transport encodes them as a header may carry them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly subprotocols: readonly string[];
}

/** What a client hears. After `onGone` nothing follows, after `onClosing` only `onGone`; nothing is told inside `open` itself. */
export interface ClientSocketHandler {
  /** The handshake was accepted. `localAddress` is this end as the other sees it: `127.0.0.1:50412`. */
  onOpen(localAddress: string): void;
  onText(payload: Uint8Array): void;
  /** The other side's close frame came; the connection itself ends a little later. */
  onClosing(code: number, reason: string): void;
  /** However it ended. Without a close frame the code is 1006, and the reason says what the transport knows. */
  onGone(code: number, reason: string): void;
}

export interface ClientSocket {
  /** Bytes that were sent and that the transport has not taken yet. */
  readonly waitingBytes: number;
  /** Ignored unless it is open. */
  send(text: string): void;
  /** Says goodbye, and ends when the other side answers. */
  close(code: number, reason: string): void;
  /** Ends at once. Harmless twice. */
  destroy(): void;
}

export interface ClientSockets {
  open(request: ClientRequest, handler: ClientSocketHandler): ClientSocket;
}
