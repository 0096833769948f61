/** Owns where an upgrade request goes: to the broker's dialects, to the console, or nowhere. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Faults } from "../../ports/faults.ts";
import { refusal, sendRaw } from "./answers.ts";
import type { ConsoleAuth } from "./console-auth.ts";
import { refusedHost } from "./host-check.ts";

/** Takes the socket over; false when nobody speaks on the request's path. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

export interface UpgradeRooms {
  readonly auth: ConsoleAuth;
  /** The host that we listen on. */
  readonly host: string;
  /** `/ws/…`: clients of other origins are welcome, their token lets them in. */
  readonly broker: UpgradeHandler;
  readonly console: UpgradeHandler;
  readonly faults?: Faults | undefined;
}

export function dispatchUpgrade(rooms: UpgradeRooms, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on("error", destroyed);
  const [path = "/"] = (request.url ?? "/").split("?", 1);
  try {
    const taken = path === "/console" ? toConsole(rooms, request, socket, head) : rooms.broker(request, socket, head);
    if (!taken) sendRaw(socket, refusal("NOT_FOUND", `Nobody speaks WebSocket at ${path.slice(0, 200)}`));
  } catch (error) {
    // Nobody above catches what an upgrade throws (Z1).
    if (rooms.faults === undefined) throw error;
    rooms.faults.caught("handshake", error);
    socket.destroy();
  }
}

/** Until somebody takes the socket over, its errors are nobody's: they must not end the process. */
function destroyed(this: Duplex): void {
  this.destroy();
}

function toConsole({ auth, host, console }: UpgradeRooms, request: IncomingMessage, socket: Duplex, head: Buffer) {
  const { headers } = request;
  const reason = refusedHost({ host: headers.host, origin: headers.origin }, host);
  if (reason !== undefined) {
    sendRaw(socket, refusal("FORBIDDEN", reason));
    return true;
  }
  if (auth.knows({ authorization: headers.authorization, cookie: headers.cookie }) === undefined) {
    sendRaw(socket, refusal("UNAUTHORIZED"));
    return true;
  }
  return console(request, socket, head);
}
