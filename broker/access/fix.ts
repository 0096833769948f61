/** Owns the smallest change of the policy that would allow what is denied (R8). */
import { type Edit, type ExplainInput, type Explanation, TAG_BY_PATTERN } from "../contract/edits.ts";
import type { Access, Tag } from "../contract/nouns.ts";
import { beginsWithWildcard, checkPattern, covers, overlapExample } from "../contract/topics.ts";
import type { StoredToken } from "../ports/store.ts";
import { mayPublish, maySubscribe } from "./decide.ts";
import { type Snapshot, tokenState } from "./snapshot.ts";
import { isPrivateTopic } from "./subject.ts";

type Fix = NonNullable<Explanation["fix"]>;
type Question = Pick<ExplainInput, "action" | "topic">;

/**
 * The topic is valid. Edits that `planEdits` takes as they are; without edits, a text that says why none would do. Undefined when it is
 * allowed already.
 */
export function smallestFix(
  snapshot: Snapshot,
  token: StoredToken,
  { action, topic }: Question,
  nowMs: number,
): Fix | undefined {
  const parts = [tokenFix(token, nowMs), grantFix(snapshot, token, { action, topic })].filter(
    (part) => part !== undefined,
  );
  const hopeless = parts.find(({ edits }) => edits.length === 0);
  if (hopeless !== undefined || parts.length === 0) return hopeless;
  return { text: parts.map(({ text }) => text).join(" "), edits: parts.flatMap(({ edits }) => edits) };
}

function tokenFix(token: StoredToken, nowMs: number): Fix | undefined {
  const label = token.name ?? token.id;
  const isExpired = tokenState({ ...token, enabled: true }, nowMs) === "expired";
  if (token.enabled && !isExpired) return undefined;
  const texts = [
    ...(token.enabled ? [] : [`Enable ${label}.`]),
    ...(isExpired ? [`Take the expiry off ${label}.`] : []),
  ];
  const patch = { ...(token.enabled ? {} : { enabled: true }), ...(isExpired ? { expiresAt: null } : {}) };
  return { text: texts.join(" "), edits: [{ kind: "token.update", id: token.id, patch }] };
}

function grantFix(snapshot: Snapshot, token: StoredToken, { action, topic }: Question): Fix | undefined {
  if (action === "publish" && topic.startsWith("$")) {
    return { text: "No permission allows a client to publish below $; an operator may publish there.", edits: [] };
  }
  const decision =
    action === "publish" ? mayPublish(snapshot, token.id, topic) : maySubscribe(snapshot, token.id, topic);
  if (decision.allowed) return undefined;
  const access = action === "publish" ? "readwrite" : "read";
  const byName = action === "subscribe" && isPrivateTopic(snapshot, topic);
  const tag = narrowestCovering(snapshot, topic, byName);
  return tag === undefined ? newTagFix(snapshot, token, topic, access) : existingTagFix(token, tag, access);
}

function existingTagFix(token: StoredToken, { id, pattern }: Tag, access: Access): Fix {
  return {
    text: `Give ${token.name ?? token.id} ${access} on ${pattern}.`,
    edits: [{ kind: "permission.set", tokenId: token.id, tagId: id, access }],
  };
}

/** A tag of exactly what was asked, where the rules of tags allow one (T2, T7). */
function newTagFix(snapshot: Snapshot, token: StoredToken, asked: string, access: Access): Fix {
  const checked = checkPattern(asked);
  if (!checked.ok) return { text: `No tag can be made of exactly this topic: ${checked.reason}`, edits: [] };
  const overlap = snapshot.settings.allowOverlaps ? undefined : findOverlap(snapshot, asked);
  if (overlap !== undefined) {
    const { pattern, example } = overlap;
    const text = `A tag ${asked} would overlap the tag ${pattern} (both match ${example}), and overlaps are not allowed. Ask for a narrower filter, or allow overlaps in the settings.`;
    return { text, edits: [] };
  }
  const edits: Edit[] = [
    { kind: "tag.create", tag: { pattern: asked } },
    { kind: "permission.set", tokenId: token.id, tagId: `${TAG_BY_PATTERN}${asked}`, access },
  ];
  return { text: `Make the tag ${asked} and give ${token.name ?? token.id} ${access} on it.`, edits };
}

/** Of the tags that cover what was asked, one that covers no other of them: it gives away least. `byName`: of those only whose first level is no wildcard (T8). */
function narrowestCovering({ tags }: Snapshot, asked: string, byName: boolean): Tag | undefined {
  let narrowest: Tag | undefined;
  for (const tag of tags.values()) {
    if (!covers(tag.pattern, asked) || (byName && beginsWithWildcard(tag.pattern))) continue;
    if (narrowest === undefined || covers(narrowest.pattern, tag.pattern)) narrowest = tag;
  }
  return narrowest;
}

function findOverlap({ tags }: Snapshot, asked: string): { pattern: string; example: string } | undefined {
  for (const { pattern } of tags.values()) {
    const example = overlapExample(pattern, asked);
    if (example !== undefined) return { pattern, example };
  }
  return undefined;
}
