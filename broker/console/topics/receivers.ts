/** Owns the answer to "who would receive a message on this topic now, and who could": connections by their filters, tokens by their rights. */
import { tokenState } from "../../access/snapshot.ts";
import { isPrivateTopic } from "../../access/subject.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { PossibleReader, Receiver } from "../../contract/topic-views.ts";
import { beginsWithWildcard, checkTopic, matches } from "../../contract/topics.ts";
import type { Session } from "../../sessions/session.ts";
import { badField } from "../refused.ts";
import type { Rooms } from "../rooms.ts";
import { connectionView } from "../views.ts";

export interface Receivers {
  readonly receivers: Receiver[];
  readonly total: number;
  readonly possible: PossibleReader[];
}

/**
 * Whoever has a filter that matches may read it too: a right that goes takes its sessions along (R2). The topic need not be known.
 * @throws Refused BAD_REQUEST
 */
export function receiversOf(rooms: Rooms, topic: string): Receivers {
  const checked = checkTopic(topic);
  if (!checked.ok) throw badField("name", checked.reason);
  const receiving = rooms.router.hearers(topic);
  const receivers = receiving
    .toSorted((a, b) => a.order - b.order)
    .slice(0, LIMITS.receiversShown)
    .map((session) => receiverView(session, matchingFilter(session, topic), rooms));
  const heard = new Set(receiving.map(({ tokenId }) => tokenId));
  return { receivers, total: receiving.length, possible: possibleReaders(rooms, topic, heard) };
}

export function countReceivers({ router }: Pick<Rooms, "router">, topic: string): number {
  return router.countHearers(topic);
}

/** The first filter that brings the topic to a session that hears it, before what is its own. */
function matchingFilter({ filters }: Session, topic: string): string {
  return filters.find((filter) => matches(filter, topic)) ?? topic;
}

function receiverView(session: Session, filter: string, rooms: Rooms): Receiver {
  const { id: connectionId, tokenId, tokenName, subject, dialect, address } = connectionView(session, rooms);
  const state = session.outbound.isSlow ? "slow" : "online";
  return { connectionId, tokenId, tokenName, subject, dialect, address, filter, state };
}

/** Tokens with a right that covers the topic and no connection that receives it. */
function possibleReaders(
  { policy, registry, clock }: Pick<Rooms, "clock" | "policy" | "registry">,
  topic: string,
  heard: ReadonlySet<string>,
): PossibleReader[] {
  const { tokens, grants } = policy.current;
  const byName = isPrivateTopic(policy.current, topic);
  const now = clock.now();
  return [...tokens.values()].flatMap((token) => {
    if (heard.has(token.id)) return [];
    const allowing = (grants.get(token.id) ?? []).filter(
      ({ pattern }) => matches(pattern, topic) && !(byName && beginsWithWildcard(pattern)),
    );
    const best = allowing.find(({ access }) => access === "readwrite") ?? allowing[0];
    if (best === undefined) return [];
    const { pattern, access } = best;
    const connections = registry.countOf(token.id);
    return [{ tokenId: token.id, tokenName: token.name, pattern, access, connections, state: tokenState(token, now) }];
  });
}
