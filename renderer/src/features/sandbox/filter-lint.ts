/** Owns what is said about filters while they are typed: a pattern or not, allowed or not, and by what; pure. */
import type { Permission, Tag } from "../../../../broker/contract/nouns.ts";
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

export function lintFilters(
  filters: readonly string[],
  tokenId: string,
  policy: { readonly tags: ReadonlyMap<string, Tag>; readonly permissions: ReadonlyMap<string, Permission> },
): FilterLint[] {
  const granted = [...policy.permissions.values()]
    .filter((permission) => permission.tokenId === tokenId)
    .flatMap(({ tagId }) => policy.tags.get(tagId)?.pattern ?? []);
  return filters.map((filter) => {
    const checked = checkPattern(filter);
    if (!checked.ok) return { filter, tone: "bad", words: checked.reason };
    const by = granted.find((pattern) => covers(pattern, filter));
    return by === undefined
      ? { filter, tone: "bad", words: "is not allowed: the door will refuse the client with 4003" }
      : { filter, tone: "ok", words: by === filter ? "is allowed" : `is allowed by ${by}` };
  });
}
