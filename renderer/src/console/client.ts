/** Owns the type of the console's client and of the link under it. */
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../../broker/contract/console.ts";

/** Every procedure of the console contract, typed from the contract itself. */
export type ConsoleClient = ContractRouterClient<Contract>;

/** `locked` needs a login; `lost` comes back by itself. */
export type LinkState = "opening" | "open" | "lost" | "locked";

/** A pipe to the engine and the client that speaks over it. Calls fail at once while the pipe is not open. */
export interface ConsoleLink {
  readonly client: ConsoleClient;
  readonly state: LinkState;
  /** Calls back on every change of state; answers how to stop. */
  onState(listener: (state: LinkState) => void): () => void;
  /** Tries again now, without waiting for the back-off. */
  retry(): void;
  close(): void;
}
