/** Owns the Layer port: what crosses nodes. In memory it is this process alone; over Redis it is a cluster. */

/** A message on its way to the subscribers of every node. */
export interface LayerMessage {
  readonly topic: string;
  /** The JSON value as text, exactly as the publisher wrote it. */
  readonly json: string;
  /** Connection that published it, which does not hear it (M3); null for the operator. */
  readonly fromConnection: string | null;
  readonly fromToken: string | null;
}

export interface LayerHandlers {
  /** A message from another node. Messages of this node are not echoed. */
  onMessage(message: LayerMessage): void;
  /** Another node committed this revision of the policy. */
  onPolicyChange(revision: number): void;
}

/**
 * Slots: `acquireSlot` counts first and checks then (C6). It answers at once where this process alone counts, and by a promise where others are asked
 * (C11); a refused attempt leaves no trace. The caller releases each acquired slot exactly once.
 */
export interface Layer {
  readonly kind: "memory" | "redis";
  start(handlers: LayerHandlers): Promise<void>;
  /** Sends to the other nodes; order from one caller is kept. */
  publish(message: LayerMessage): void;
  announce(revision: number): void;
  /** Counts one connection of the token; false when `limit` (0 = unlimited) was reached already. */
  acquireSlot(tokenId: string, limit: number): boolean | Promise<boolean>;
  releaseSlot(tokenId: string): void;
  /** Connections of the token on all nodes. */
  slots(tokenId: string): number;
  close(): Promise<void>;
}
