/** Owns what is said about filters while they are typed: a pattern or not, allowed or not, and by what; pure. */
import type { Permission, Settings, Tag } from "../../../../broker/contract/nouns.ts";
import { checkPattern, covers } from "../../../../broker/contract/topics.ts";

export interface FilterLint {
  readonly filter: string;
  readonly tone: "ok" | "bad";
  readonly words: string;
}

/** One a line or parted by commas; blanks around are no part of it, and none is named twice. */
export function filtersIn(text: string): string[] {
  const filters = text.split(/[\n,]/).map((line) => line.trim());
  return [...new Set(filters.filter((filter) => filter !== ""))];
}

export interface LintedPolicy {
  readonly tags: ReadonlyMap<string, Tag>;
  readonly permissions: ReadonlyMap<string, Permission>;
  /** What a client without a token may (X3). */
  readonly anonymous: Settings["anonymous"];
}

/** `tokenId`: null without a token. `isAtDoor`: the dialect asks for its filters in the handshake, and one that is refused refuses the client. */
export function lintFilters(
  filters: readonly string[],
  tokenId: string | null,
  policy: LintedPolicy,
  isAtDoor: boolean,
): FilterLint[] {
  const granted = grantedTo(tokenId, policy);
  const loss = isAtDoor ? "the door will refuse the client with 4003" : "it will be told so, and not hear it";
  return filters.map((filter) => {
    const checked = checkPattern(filter);
    if (!checked.ok) return { filter, tone: "bad", words: checked.reason };
    const by = granted.find((pattern) => covers(pattern, filter));
    return by === undefined
      ? { filter, tone: "bad", words: `is not allowed: ${loss}` }
      : { filter, tone: "ok", words: by === filter ? "is allowed" : `is allowed by ${by}` };
  });
}

function grantedTo(tokenId: string | null, { tags, permissions, anonymous }: LintedPolicy): string[] {
  if (tokenId === null) return anonymous.map(({ pattern }) => pattern);
  const held = [...permissions.values()].filter((permission) => permission.tokenId === tokenId);
  return held.flatMap(({ tagId }) => tags.get(tagId)?.pattern ?? []);
}
