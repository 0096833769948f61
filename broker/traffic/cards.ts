/** Owns writing a session's card. */
import { principalOf } from "../access/anonymous.ts";
import type { Snapshot } from "../access/snapshot.ts";
import type { Session } from "../sessions/session.ts";
import type { SessionCard } from "../sessions/session-card.ts";

/** What a card weighs beside its filters, and a filter beside its text. */
const CARD_BYTES = 200;
export const FILTER_BYTES = 32;

/**
 * The lists of filters are the session's own, but one that changes them between two messages leaves a list with every card, and the texts with it when it gives
 * them up: a card weighs what it would keep alone.
 */
export function weightOfCard({ filters, ownTopics }: SessionCard): number {
  let bytes = CARD_BYTES;
  for (const list of [filters, ownTopics]) for (const filter of list) bytes += FILTER_BYTES + filter.length;
  return bytes;
}

export function writeCard(session: Session, snapshot: Snapshot, era: number): SessionCard {
  const token = principalOf(snapshot, session.tokenId);
  const { id, order, tokenId, filters, ownTopics } = session;
  const label = token?.subject?.username ?? token?.subject?.userId ?? session.handshake.peer.address;
  const tokenName = token?.name ?? null;
  return { id, order, tokenId, tokenName, label, dialect: session.dialect.name, filters, ownTopics, era };
}

/** The session hears what it heard when the card was written. */
export function isCurrent(card: SessionCard, session: Session): boolean {
  return card.filters === session.filters && card.ownTopics === session.ownTopics;
}

/** What a session hears, by permission and by being who it is. */
export function heardBy({ filters, ownTopics }: Pick<SessionCard, "filters" | "ownTopics">): readonly string[] {
  return ownTopics.length === 0 ? filters : [...filters, ...ownTopics];
}
