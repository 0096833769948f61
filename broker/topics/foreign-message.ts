/** A message that another node accepted, with everything that it is there (N25). */
import type { Content } from "./content.ts";
import type { MessageOrigin } from "./message-origin.ts";

export interface ForeignMessage {
  readonly topic: string;
  readonly content: Content;
  /** Of the node that accepted it; ids follow from it. */
  readonly origin: MessageOrigin;
  readonly number: number;
  /** Epoch milliseconds, by that node's clock. */
  readonly at: number;
  readonly givenId: string | null;
  readonly clientId: string | null;
  readonly connectionId: string | null;
  readonly tokenId: string | null;
  /** Where its topic keeps messages: what a client of the room is told of it (H7). */
  readonly kept: string | null;
  /** Of the policy under which it was accepted. */
  readonly revision: number;
}
