/** Owns what is said about a pattern while it is typed: valid, which tag it overlaps, what it matches; pure. */
import type { Tag } from "../../../../broker/contract/nouns.ts";
import { checkPattern, covers, exampleTopics, overlapExample } from "../../../../broker/contract/topics.ts";

export interface TagLint {
  readonly tone: "ok" | "warn" | "bad";
  readonly text: string;
  /** It is a pattern, whether or not it may be a tag. */
  readonly isPattern: boolean;
  /** Topics that the pattern matches. */
  readonly examples: readonly string[];
}

/** Judges `pattern` against the other tags; `selfId` is the tag that is being edited. */
export function lintPattern(
  pattern: string,
  tags: Iterable<Tag>,
  options: { readonly selfId?: string | undefined; readonly allowOverlaps: boolean },
): TagLint {
  const checked = checkPattern(pattern);
  if (!checked.ok) return { tone: "bad", text: checked.reason, isPattern: false, examples: [] };
  const examples = exampleTopics(pattern, 2);
  const isPattern = true;
  const others = [...tags].filter((tag) => tag.id !== options.selfId);
  const same = others.find((tag) => tag.pattern === pattern);
  if (same) return { tone: "bad", text: "There is a tag with this pattern.", isPattern, examples };
  for (const other of others) {
    const example = overlapExample(pattern, other.pattern);
    if (example === undefined) continue;
    if (!options.allowOverlaps) {
      return { tone: "bad", text: `Overlaps ${other.pattern}: both match ${example}.`, isPattern, examples };
    }
    const isShadowed = covers(other.pattern, pattern);
    return {
      tone: "warn",
      text: isShadowed
        ? `${other.pattern} covers all of it; the stronger right counts.`
        : `Overlaps ${other.pattern}, both match ${example}; the stronger right counts.`,
      isPattern,
      examples,
    };
  }
  return { tone: "ok", text: "Valid, overlaps no other tag.", isPattern, examples };
}
