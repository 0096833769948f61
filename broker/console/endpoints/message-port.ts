/** Owns the MessagePort door of the console contract: whoever holds the other end was given it by the host. */
import { RPCHandler } from "@orpc/server/message-port";
import type { ConsoleContext } from "../../contract/console.ts";
import type { ConsoleRouter } from "../router.ts";

/** A MessagePort of a browser or a worker, or Electron's MessagePortMain. */
export type MessagePortLike = Parameters<RPCHandler<ConsoleContext>["upgrade"]>[0];

export class PortDoor {
  readonly #handler: RPCHandler<ConsoleContext>;

  constructor(router: ConsoleRouter) {
    this.#handler = new RPCHandler<ConsoleContext>(router);
  }

  /** Serves until the port closes. Starting the port is its owner's business. */
  open(port: MessagePortLike): void {
    this.#handler.upgrade(port, { context: { actor: "console" } });
  }
}
