/** Owns the WebSocket door of the console contract: one window's calls and streams over a socket that was let in already. */
import { RPCHandler } from "@orpc/server/ws";
import type { ConsoleContext } from "../../contract/console.ts";
import type { ConsoleRouter } from "../router.ts";

type Upgraded = Parameters<RPCHandler<ConsoleContext>["upgrade"]>[0];

/** What the door needs of a `ws` socket. */
export type ConsoleSocket = Pick<Upgraded, "addEventListener"> & {
  send(data: Parameters<Upgraded["send"]>[0], sent: (error?: Error) => void): void;
};

export class SocketDoor {
  readonly #handler: RPCHandler<ConsoleContext>;

  constructor(router: ConsoleRouter) {
    this.#handler = new RPCHandler<ConsoleContext>(router);
  }

  /** Call in the turn in which the socket opened: what it says before is lost. */
  open(socket: ConsoleSocket): Promise<void> {
    return this.#handler.upgrade(
      { addEventListener: socket.addEventListener.bind(socket), send: (data) => sendAndWait(socket, data) },
      { context: { actor: "console", window: socket } },
    );
  }
}

/** A stream's next event is asked for when the one before has left: a slow window fills its own backlog and not our memory. */
function sendAndWait(socket: ConsoleSocket, data: Parameters<Upgraded["send"]>[0]): Promise<void> {
  // The close event tells of a broken socket; here it only means that nothing waits any more.
  return new Promise((resolve) => socket.send(data, () => resolve()));
}
