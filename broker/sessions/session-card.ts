/** Owns what is remembered of a session after it has gone: light, immutable, without its socket. */

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
  /** Counts the policies under which cards were written; a card of an older one may hold old names. */
  readonly era: number;
}
