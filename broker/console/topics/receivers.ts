/** Owns the answer to "who would receive a message on this topic now, and who could": connections by their filters, tokens by their rights. */

import { principalOf } from "../../access/anonymous.ts";
import { tokenState } from "../../access/snapshot.ts";
import { isPrivateTopic } from "../../access/subject.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { PossibleReader, Receiver } from "../../contract/topic-views.ts";
import { beginsWithWildcard, checkTopic, matches } from "../../contract/topics.ts";
import { sharedText } from "../../routing/subscription.ts";
import { type ClientReader, isClient } from "../../sessions/reader.ts";
import type { ConsoleCore } from "../console-core.ts";
import { badField } from "../refused.ts";

export interface Receivers {
  readonly receivers: Receiver[];
  readonly total: number;
  readonly possible: PossibleReader[];
}

/**
 * Whoever has a filter that matches may read it too: a right that goes takes its sessions along (R2). The topic need not be known.
 * @throws Refused BAD_REQUEST
 */
export function receiversOf(core: ConsoleCore, topic: string): Receivers {
  const checked = checkTopic(topic);
  if (!checked.ok) throw badField("name", checked.reason);
  const receiving = core.router.hearers(topic).filter(isClient);
  const receivers = receiving
    .toSorted((a, b) => a.order - b.order)
    .slice(0, LIMITS.receiversShown)
    .map((reader) => receiverView(reader, matchingFilter(reader, topic), core));
  const heard = new Set(receiving.map(({ tokenId }) => tokenId));
  return { receivers, total: receiving.length, possible: possibleReaders(core, topic, heard) };
}

export function countReceivers({ router }: Pick<ConsoleCore, "router">, topic: string): number {
  return router.countHearers(topic);
}

/** The first filter that brings the topic to a session that hears it, before what is its own. */
function matchingFilter({ filters, shared }: ClientReader, topic: string): string {
  const isHeard = (filter: string) => matches(filter, topic);
  const asked = filters.find(isHeard);
  if (asked !== undefined) return asked;
  const group = shared.find(({ filter }) => isHeard(filter));
  return group === undefined ? topic : sharedText(group);
}

function receiverView(reader: ClientReader, filter: string, core: ConsoleCore): Receiver {
  const { id: connectionId, tokenId } = reader;
  const token = principalOf(core.policy.current, tokenId);
  const isAway = reader.kind === "away";
  return {
    connectionId,
    tokenId,
    tokenName: token?.name ?? null,
    subject: token?.subject ?? null,
    dialect: reader.dialect.name,
    address: isAway ? "" : reader.handshake.peer.address,
    filter,
    state: isAway ? "away" : reader.outbound.isSlow ? "slow" : "online",
  };
}

/** Tokens with a right that covers the topic and no connection that receives it. */
function possibleReaders(
  { policy, registry, clock }: Pick<ConsoleCore, "clock" | "policy" | "registry">,
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
