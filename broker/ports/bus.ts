/** The Bus port: how the nodes of one broker find each other, write to each other, and count slots together. */

/** What a node says of itself. */
export interface NodeCard {
  /** Of one run of one process; made at each start. */
  readonly id: string;
  /** A label for people. */
  readonly name: string;
}

/** The bus does not answer, or has refused; `message` says why in words. What was asked for may have happened or not. */
export class BusError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BusError";
  }
}

/**
 * A member is a node whose lease stands; the bus ends the lease by itself when it is not renewed, and what the node held ends with it. Batches from one node
 * to another come in the order in which they were sent, but some may be lost and some may come twice: whoever needs more numbers them. Slots are absolute
 * numbers, so that a call that is lost, repeated or forgotten is repaired by the next one. Calls of one node are done in the order in which they are made, and reject
 * with `BusError` alone.
 */
export interface Bus {
  readonly kind: "alone" | "memory" | "redis";
  /** Makes the caller a member with an inbox, holding no slots. Also for one whose lease has ended. `onBatch` hears what comes to the inbox. */
  enter(card: NodeCard, onBatch: (batch: Uint8Array) => void): Promise<void>;
  /** Prolongs the lease; false: it had ended, and the caller enters anew. */
  renew(): Promise<boolean>;
  /** Everybody whose lease stands, the caller among them. */
  members(): Promise<readonly NodeCard[]>;
  /** Puts a batch into a node's inbox, one's own too. Never throws and never waits. */
  send(nodeId: string, batch: Uint8Array): void;
  /**
   * Asks for `more` slots of a token beside the `held` ones. Answers how many of them it may have, so that all members together stay within `limit` (0 is
   * unlimited), and notes its number then; 0 leaves no trace. One call a token at a time.
   */
  take(tokenId: string, held: number, more: number, limit: number): number | Promise<number>;
  /** Notes how many slots the caller holds of each of these tokens; 0 for none. */
  hold(slots: readonly (readonly [tokenId: string, count: number])[]): void | Promise<void>;
  /** Slots of the token that all members hold. */
  held(tokenId: string): number | Promise<number>;
  /** Leaves: lease, inbox and slots end at once. Harmless twice; what is asked afterwards is without effect. */
  close(): Promise<void>;
}
