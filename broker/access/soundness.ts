/** Owns whether a planned policy holds together: patterns valid and unique, overlaps as the settings say, secrets unique, nothing dangling. */
import type { Tag } from "../contract/nouns.ts";
import { checkPattern, overlapExample } from "../contract/topics.ts";
import type { StoredToken } from "../ports/store.ts";
import type { Draft } from "./draft.ts";
import { type Overlap, overlapsWith } from "./overlaps.ts";
import {
  dangling,
  type OperatorRefusal,
  overlapping,
  samePattern,
  sameSecret,
  stillOverlapping,
  wrongField,
} from "./refusal.ts";

/**
 * The first thing that is wrong, or undefined. The end of the list of edits is judged, not each step of it: a list may swap two patterns,
 * or make a tag before it deletes the one that the new one overlaps.
 */
export function findFault(draft: Draft): OperatorRefusal | undefined {
  return patternFault(draft) ?? overlapFault(draft) ?? secretFault(draft) ?? danglingFault(draft);
}

function renamedTags({ tags }: Draft): Tag[] {
  return tags.written().filter(({ id, pattern }) => tags.before.get(id)?.pattern !== pattern);
}

/** T2, and one tag a pattern. */
function patternFault(draft: Draft): OperatorRefusal | undefined {
  const renamed = renamedTags(draft);
  if (renamed.length === 0) return undefined;
  const owners = new Map<string, Tag>();
  const newIds = new Set(renamed.map(({ id }) => id));
  for (const tag of draft.tags.rows.values()) if (!newIds.has(tag.id)) owners.set(tag.pattern, tag);
  for (const tag of renamed) {
    const field = draft.tags.touched.get(tag.id) ?? "";
    const checked = checkPattern(tag.pattern);
    if (!checked.ok) return wrongField(field, checked.reason);
    const owner = owners.get(tag.pattern);
    if (owner !== undefined) return samePattern(owner, field);
    owners.set(tag.pattern, tag);
  }
  return undefined;
}

/** T7. Tags that overlap since overlaps were allowed are a fault only when that is taken back. */
function overlapFault(draft: Draft): OperatorRefusal | undefined {
  if (draft.settings.allowOverlaps) return undefined;
  const isTakenBack = draft.before.settings.allowOverlaps;
  const asked = isTakenBack ? [...draft.tags.rows.values()] : renamedTags(draft);
  const found = asked.length > SCANNED ? overlapsWith(asked, draft.tags.rows.values(), 1)[0] : scanned(asked, draft);
  if (found === undefined) return undefined;
  const { one, other, example } = found;
  const field = draft.tags.touched.get(one.id) ?? "";
  return isTakenBack ? stillOverlapping(one, other, example) : overlapping(one.pattern, other, example, field);
}

/** So many tags are held against every other one without a look at their levels, which costs less: most edits have one. */
const SCANNED = 8;

function scanned(asked: readonly Tag[], { tags }: Draft): Overlap<Tag> | undefined {
  const rivals = new Map(tags.rows);
  for (const one of asked) {
    // Overlapping is mutual: a tag that was held against all others needs not be met again.
    rivals.delete(one.id);
    for (const other of rivals.values()) {
      const example = overlapExample(one.pattern, other.pattern);
      if (example !== undefined) return { one, other, example };
    }
  }
  return undefined;
}

function secretFault({ tokens }: Draft): OperatorRefusal | undefined {
  const renewed = tokens.written().filter(({ id, secretHash }) => tokens.before.get(id)?.secretHash !== secretHash);
  if (renewed.length === 0) return undefined;
  const owners = new Map<string, StoredToken>();
  const newIds = new Set(renewed.map(({ id }) => id));
  for (const token of tokens.rows.values()) if (!newIds.has(token.id)) owners.set(token.secretHash, token);
  for (const token of renewed) {
    const owner = owners.get(token.secretHash);
    if (owner !== undefined) return sameSecret(owner, tokens.touched.get(token.id) ?? "");
    owners.set(token.secretHash, token);
  }
  return undefined;
}

function danglingFault({ tokens, tags, permissions }: Draft): OperatorRefusal | undefined {
  for (const { id, tokenId, tagId } of permissions.written()) {
    if (tokens.get(tokenId) === undefined) return dangling("token", tokenId, id);
    if (tags.get(tagId) === undefined) return dangling("tag", tagId, id);
  }
  return undefined;
}
