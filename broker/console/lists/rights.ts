/** Owns how a filter's right is told: allowed or not, by which permission, and why. */
import { maySubscribe } from "../../access/decide.ts";
import type { Snapshot } from "../../access/snapshot.ts";
import { REFUSALS } from "../../contract/codes.ts";
import type { FilterRight } from "../../contract/nouns.ts";

const WORDS = new Map<string, string>(Object.entries(REFUSALS));

export function decisionView(snapshot: Snapshot, tokenId: string, filter: string): FilterRight {
  const decision = maySubscribe(snapshot, tokenId, filter);
  if (decision.allowed) {
    const { grant } = decision;
    return { filter, allowed: true, permission: { ...grant }, reason: `${grant.access} on ${grant.pattern}` };
  }
  const { code, nearest } = decision;
  const reason = WORDS.get(code) ?? "No permission covers this filter";
  return { filter, allowed: false, permission: nearest === undefined ? null : { ...nearest }, reason };
}
