/** Owns which tokens a ready program can be made for, with what each may hear and where it may publish; pure. */
import type { Permission, Tag, Token } from "../../../broker/contract/nouns.ts";
import { exampleTopics } from "../../../broker/contract/topics.ts";

export interface SnippetToken {
  readonly id: string;
  readonly name: string;
  readonly secretHint: string;
  readonly filters: readonly string[];
  /** A topic that the token may publish to; null when it may only listen. */
  readonly publishTo: string | null;
}

/** The tokens in the order given. A broker's own topics ($) are no place to publish. */
export function snippetTokens(
  tokens: Iterable<Token>,
  tags: ReadonlyMap<string, Tag>,
  permissions: Iterable<Permission>,
): readonly SnippetToken[] {
  const rights = Map.groupBy(permissions, ({ tokenId }) => tokenId);
  return [...tokens].map(({ id, name, secretHint }) => {
    const patterns = (rights.get(id) ?? []).flatMap(({ tagId, access }) => {
      const pattern = tags.get(tagId)?.pattern;
      return pattern === undefined ? [] : [{ pattern, access }];
    });
    const writable = patterns.find(({ pattern, access }) => access === "readwrite" && !pattern.startsWith("$"));
    const publishTo = writable ? (exampleTopics(writable.pattern, 1)[0] ?? null) : null;
    return { id, name: name ?? id, secretHint, filters: patterns.map(({ pattern }) => pattern), publishTo };
  });
}
