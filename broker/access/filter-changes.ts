/** Owns what a change of the policy does to one token's filters, worked out once a distinct filter (R2, R4, T7). */
import type { PredictedClose } from "../contract/edits.ts";
import { beginsWithWildcard, covers } from "../contract/topics.ts";
import type { Grant, Snapshot } from "./snapshot.ts";
import { isPrivateTopic } from "./subject.ts";

/** Why a filter closes its session. */
export interface FilterChange {
  readonly filter: string;
  readonly cause: "permission-revoked" | "permission-changed" | "topic-of-another" | "topic-private";
  /** Pattern of the permission that was lost, changed or gained; the topic itself where it became another's own. */
  readonly pattern: string;
  readonly today: PredictedClose["today"];
  readonly after: PredictedClose["after"];
}

export class FilterChanges {
  readonly #was: Snapshot;
  readonly #is: Snapshot;
  readonly #before: readonly Grant[];
  readonly #after: readonly Grant[];
  readonly #isStrict: boolean;
  /** undefined: the filter closes nobody. */
  readonly #known = new Map<string, FilterChange | undefined>();

  constructor(before: Snapshot, after: Snapshot, tokenId: string) {
    this.#was = before;
    this.#is = after;
    this.#before = before.grants.get(tokenId) ?? [];
    this.#after = after.grants.get(tokenId) ?? [];
    this.#isStrict = after.settings.enforcement === "strict";
  }

  /** The first of a session's filters that closes it. */
  firstThatCloses(filters: readonly string[]): FilterChange | undefined {
    for (const filter of filters) {
      const change = this.#changeOf(filter);
      if (change !== undefined) return change;
    }
    return undefined;
  }

  /** All of them. */
  allThatClose(filters: readonly string[]): readonly string[] {
    return filters.filter((filter) => this.#changeOf(filter) !== undefined);
  }

  /** Q6: the topic has become another subject's own, whatever the permissions say. */
  becameAnothers(topic: string): FilterChange {
    const today = strongest(this.#before.filter(({ pattern }) => covers(pattern, topic)));
    return { filter: topic, cause: "topic-of-another", pattern: topic, today, after: "none" };
  }

  #changeOf(filter: string): FilterChange | undefined {
    if (!this.#known.has(filter)) this.#known.set(filter, this.#judge(filter));
    return this.#known.get(filter);
  }

  /**
   * Strict: any difference between the (pattern, access) pairs that cover the filter before and after, also a wider one, also a grant that
   * only overlaps allow. Minimal: something covered it and nothing does any more. What is for few is covered by name only (T8); that a topic
   * became so, or is so no more, is itself no change of a permission, and closes where nothing covers it any more.
   */
  #judge(filter: string): FilterChange | undefined {
    const isPrivate = isPrivateTopic(this.#is, filter);
    const next = covering(this.#after, filter, isPrivate);
    const held = covering(this.#before, filter, isPrivateTopic(this.#was, filter));
    const [first] = held;
    if (isPrivate && first !== undefined && next.length === 0 && covering(this.#after, filter, false).length > 0) {
      return { filter, cause: "topic-private", pattern: filter, today: strongest(held), after: "none" };
    }
    const old = covering(this.#before, filter, isPrivate);
    const differing = old.find((grant) => !holds(next, grant)) ?? next.find((grant) => !holds(old, grant));
    if (differing === undefined) return undefined;
    if (!this.#isStrict && next.length > 0) return undefined;
    return {
      filter,
      cause: next.length === 0 ? "permission-revoked" : "permission-changed",
      pattern: differing.pattern,
      today: strongest(old),
      after: strongest(next),
    };
  }
}

/** `byName`: those only whose first level is no wildcard (T8). */
function covering(grants: readonly Grant[], filter: string, byName: boolean): readonly Grant[] {
  return grants.filter(({ pattern }) => covers(pattern, filter) && !(byName && beginsWithWildcard(pattern)));
}

function holds(grants: readonly Grant[], { pattern, access }: Grant): boolean {
  return grants.some((grant) => grant.pattern === pattern && grant.access === access);
}

/** T7: of all covering permissions the strongest counts. */
function strongest(grants: readonly Grant[]): PredictedClose["today"] {
  if (grants.some(({ access }) => access === "readwrite")) return "readwrite";
  return grants.length === 0 ? "none" : "read";
}
