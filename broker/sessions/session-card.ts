/** Owns what is remembered of a session after it has gone: light, immutable, without its socket. */

import type { SharedSubscription } from "../routing/subscription.ts";

/** Who sent or received a message, as it was called at that moment. */
export interface SessionCard {
  readonly id: string;
  /** `Session.order`: how the log of departures names it. */
  readonly order: number;
  readonly tokenId: string;
  readonly tokenName: string | null;
  /** What a person recognises it by: its subject's id, else its address. */
  readonly label: string;
  readonly dialect: string;
  readonly filters: readonly string[];
  readonly ownTopics: readonly string[];
  readonly shared: readonly SharedSubscription[];
  /** M22: it hears what it publishes. */
  readonly hearsOwn: boolean;
  /** Its client was away: what it is sent waits for its return. */
  readonly isAway: boolean;
  /** Counts the policies under which cards were written; a card of an older one may hold old names. */
  readonly era: number;
}
