/** Owns the smallest edits that let a token read what it asked for: known tags first, new ones where none covers; pure. */
import type { Edit } from "../../../../broker/contract/edits.ts";
import type { Tag } from "../../../../broker/contract/nouns.ts";
import { checkPattern, covers } from "../../../../broker/contract/topics.ts";
import { newTagId } from "../../stores/pending-edits.ts";

/** Filters that are no patterns are left out: no permission could cover them. */
export function editsThatAllow(tokenId: string, filters: readonly string[], tags: Iterable<Tag>): readonly Edit[] {
  const known = [...tags];
  const edits: Edit[] = [];
  const given = new Set<string>();
  const give = (tagId: string) => {
    if (given.has(tagId)) return;
    given.add(tagId);
    edits.push({ kind: "permission.set", tokenId, tagId, access: "read" });
  };
  for (const filter of new Set(filters)) {
    if (!checkPattern(filter).ok) continue;
    const tag = known.find(({ pattern }) => pattern === filter) ?? known.find(({ pattern }) => covers(pattern, filter));
    if (tag) {
      give(tag.id);
      continue;
    }
    edits.push({ kind: "tag.create", tag: { pattern: filter } });
    give(newTagId(filter));
  }
  return edits;
}
