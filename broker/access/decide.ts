/** Owns the decision: may this token subscribe to a filter, or publish to a topic (M2, T5)? */
import type { RefusalCode } from "../contract/codes.ts";
import { beginsWithWildcard, covers, overlapExample, sharedLevels } from "../contract/topics.ts";
import type { Grant, Snapshot } from "./snapshot.ts";
import { isPrivateTopic } from "./subject.ts";

export type DenialCode = Extract<RefusalCode, "publish-not-covered" | "publish-needs-readwrite"> | "filter-not-covered";

export type Decision =
  | { readonly allowed: true; readonly grant: Grant }
  | {
      readonly allowed: false;
      readonly code: DenialCode;
      readonly nearest: Grant | undefined;
      /** T8: a permission that would cover it, if the topic were not heard by name only. */
      readonly unnamed?: Grant | undefined;
    };

/** `filter` is valid. Whether the token itself may be used is not asked here: see `tokenState`. */
export function maySubscribe(snapshot: Snapshot, tokenId: string, filter: string): Decision {
  // T8: what is for few is heard by who is granted it by name.
  const isPrivate = isPrivateTopic(snapshot, filter);
  const grant = strongestCovering(snapshot, tokenId, filter, isPrivate);
  if (grant !== undefined) return { allowed: true, grant };
  const unnamed = isPrivate ? strongestCovering(snapshot, tokenId, filter) : undefined;
  return { allowed: false, code: "filter-not-covered", nearest: nearestGrant(snapshot, tokenId, filter), unnamed };
}

/** `topic` is valid and does not begin with $. */
export function mayPublish(snapshot: Snapshot, tokenId: string, topic: string): Decision {
  const grant = strongestCovering(snapshot, tokenId, topic);
  if (grant?.access === "readwrite") return { allowed: true, grant };
  if (grant !== undefined) return { allowed: false, code: "publish-needs-readwrite", nearest: grant };
  return { allowed: false, code: "publish-not-covered", nearest: nearestGrant(snapshot, tokenId, topic) };
}

/**
 * The token's grant with the longest run of equal leading levels (C5); of several, one that shares a topic with what was asked, then the
 * first. Undefined only for a token without grants.
 */
export function nearestGrant(snapshot: Snapshot, tokenId: string, asked: string): Grant | undefined {
  let nearest: Grant | undefined;
  let best = -1;
  for (const grant of snapshot.grants.get(tokenId) ?? []) {
    const meets = overlapExample(grant.pattern, asked) === undefined ? 0 : 0.5;
    const closeness = sharedLevels(grant.pattern, asked) + meets;
    if (closeness <= best) continue;
    nearest = grant;
    best = closeness;
  }
  return nearest;
}

/** T7: the strongest of the token's grants that cover the topic or filter; `byName`: those alone whose first level is no wildcard. */
function strongestCovering(snapshot: Snapshot, tokenId: string, asked: string, byName = false): Grant | undefined {
  let found: Grant | undefined;
  for (const grant of snapshot.grants.get(tokenId) ?? []) {
    if (!covers(grant.pattern, asked) || (byName && beginsWithWildcard(grant.pattern))) continue;
    if (grant.access === "readwrite") return grant;
    found ??= grant;
  }
  return found;
}
