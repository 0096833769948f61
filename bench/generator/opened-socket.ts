/** Owns opening one raw WebSocket connection from pre-built bytes, up to the moment it may carry traffic. */
import { connect, type Socket } from "node:net";
import type { Opening } from "../wire/dialects.ts";
import { FrameWalk } from "../wire/websocket.ts";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Sockets share one read buffer: libuv reads into it and the callback is done with it before the next read. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);

const OPEN_WITHIN_MS = 20_000;

export interface Incoming {
  /** @param end bytes of `chunk` that were read; the chunk is reused after the call */
  data(chunk: Buffer, end: number): void;
  closed?(): void;
}

/**
 * Connects, sends the upgrade request and what follows it, waits for the server's answers.
 * Bytes behind the answers go to `incoming`, as does all that comes later.
 * @throws Error when the server refuses, closes or stays silent
 */
export function openSocket(endpoint: Endpoint, opening: Opening, incoming: Incoming): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let head = "";
    let upgraded = false;
    let open = false;
    const reply = new FrameWalk();

    const socket = connect({
      host: endpoint.host,
      port: endpoint.port,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (end) => {
          if (open) incoming.data(readBuffer, end);
          else opened(end);
          return true;
        },
      },
    });
    const timer = setTimeout(() => fail(new Error("The server did not answer the handshake")), OPEN_WITHIN_MS);
    socket.write(opening.request, "latin1");
    socket.on("error", (error) => fail(error));
    socket.on("close", () => {
      fail(new Error("The server closed during the handshake"));
      incoming.closed?.();
    });

    function opened(end: number): void {
      let at = 0;
      if (!upgraded) {
        head += readBuffer.toString("latin1", 0, end);
        const blank = head.indexOf("\r\n\r\n");
        if (blank < 0) return;
        if (!head.startsWith("HTTP/1.1 101")) {
          fail(new Error(`The server answered ${head.slice(0, 60)}`));
          return;
        }
        upgraded = true;
        at = end - (head.length - blank - 4);
        if (opening.follow !== undefined) socket.write(Buffer.from(opening.follow, "base64"));
      }
      const rest = Buffer.from(readBuffer.subarray(at, end));
      const { followReply, followFrames = 0 } = opening;
      if (followReply > 0 || followFrames > 0) {
        // A server sends nothing behind its replies before our first publish.
        reply.feed(rest, rest.length);
        if (reply.dataBytes >= followReply && reply.dataFrames >= followFrames) succeed();
        return;
      }
      succeed();
      if (rest.length > 0) incoming.data(rest, rest.length);
    }

    function succeed(): void {
      open = true;
      clearTimeout(timer);
      resolve(socket);
    }

    function fail(error: Error): void {
      if (open) return;
      open = true;
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    }
  });
}

/** Opens many, `atATime` at once, in order. */
export async function openSockets(
  endpoint: Endpoint,
  openings: readonly Opening[],
  incoming: (index: number) => Incoming,
  atATime = 32,
): Promise<Socket[]> {
  const sockets: Socket[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < openings.length) {
      const index = next++;
      const opening = openings[index];
      if (opening) sockets[index] = await openSocket(endpoint, opening, incoming(index));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, openings.length) }, worker));
  return sockets;
}
