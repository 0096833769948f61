/** Owns writing a session's card. */
import { principalOf } from "../access/anonymous.ts";
import type { Snapshot } from "../access/snapshot.ts";
import { matches } from "../contract/topics.ts";
import { sharedText } from "../routing/subscription.ts";
import type { ClientReader } from "../sessions/reader.ts";
import type { SessionCard } from "../sessions/session-card.ts";

/** What a card weighs beside its filters, and a filter beside its text. */
const CARD_BYTES = 200;
export const FILTER_BYTES = 32;

/**
 * The lists of filters are the session's own, but one that changes them between two messages leaves a list with every card, and the texts with it when it gives
 * them up: a card weighs what it would keep alone.
 */
export function weightOfCard({ filters, ownTopics, shared }: SessionCard): number {
  let bytes = CARD_BYTES;
  for (const { group, filter } of shared) bytes += 2 * FILTER_BYTES + group.length + filter.length;
  for (const list of [filters, ownTopics]) for (const filter of list) bytes += FILTER_BYTES + filter.length;
  return bytes;
}

export function writeCard(session: ClientReader, snapshot: Snapshot, era: number): SessionCard {
  const token = principalOf(snapshot, session.tokenId);
  const { id, order, tokenId, filters, ownTopics, shared } = session;
  const isAway = session.kind === "away";
  const place = isAway ? session.clientId : session.handshake.peer.address;
  const label = token?.subject?.username ?? token?.subject?.userId ?? place;
  const tokenName = token?.name ?? null;
  const hearsOwn = !isAway && session.hearsOwn;
  const dialect = session.dialect.name;
  return { id, order, tokenId, tokenName, label, dialect, filters, ownTopics, shared, hearsOwn, isAway, era };
}

/** The session hears what it heard when the card was written. */
export function isCurrent(card: SessionCard, session: ClientReader): boolean {
  return card.filters === session.filters && card.ownTopics === session.ownTopics && card.shared === session.shared;
}

/** What a session hears, by permission and by being who it is. */
export function heardBy({ filters, ownTopics }: Pick<SessionCard, "filters" | "ownTopics">): readonly string[] {
  return ownTopics.length === 0 ? filters : [...filters, ...ownTopics];
}

/** By which of its subscriptions it hears the topic, a shared one as it was asked for. */
export function matchingOf(card: SessionCard, topic: string): readonly string[] {
  const own = heardBy(card).filter((filter) => matches(filter, topic));
  const shared = card.shared.filter(({ filter }) => matches(filter, topic));
  return shared.length === 0 ? own : [...own, ...shared.map(sharedText)];
}
