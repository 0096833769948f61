/** What a client brought in its upgrade request, and who is at the other end of its TCP connection. */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Knock, Peer } from "../../ports/link.ts";

/** A request that asks to speak WebSocket, whoever read it. */
export type UpgradeRequest = Pick<IncomingMessage, "method" | "url" | "headers" | "socket">;

const NO_PROTOCOLS: readonly string[] = [];

/** `peer` where it is not the socket's other end. */
export function readKnock(request: UpgradeRequest, peer: Peer = new SocketPeer(request.socket)): Knock {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const offered = request.headers["sec-websocket-protocol"];
  return {
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    headers: request.headers,
    subprotocols: offered === undefined ? NO_PROTOCOLS : offered.split(",").map((name) => name.trim()),
    peer,
  };
}

/** The other end of a TCP connection. */
class SocketPeer implements Peer {
  private readonly socket: Socket;
  private known: string | null = null;
  /** Still known when the socket has gone: limits by address count down then. */
  private knownHost = "";

  constructor(socket: Socket) {
    this.socket = socket;
  }

  get address(): string {
    if (this.known === null) {
      const { host } = this;
      if (host === "") return "";
      this.known = `${host.includes(":") ? `[${host}]` : host}:${this.socket.remotePort ?? 0}`;
    }
    return this.known;
  }

  get host(): string {
    if (this.knownHost !== "") return this.knownHost;
    const { remoteAddress = "" } = this.socket;
    this.knownHost = remoteAddress.startsWith("::ffff:") ? remoteAddress.slice("::ffff:".length) : remoteAddress;
    return this.knownHost;
  }

  get loopback(): boolean {
    const { host } = this;
    return host === "::1" || host.startsWith("127.");
  }
}
