/** Owns what applying a template to tokens means, as edits; and what a token looks like as a template; pure. */
import type { Edit } from "../../../../broker/contract/edits.ts";
import type { LibraryDraft, TokenTemplate } from "../../../../broker/contract/library.ts";
import type { Permission, Tag, Token } from "../../../../broker/contract/nouns.ts";
import { newTagId } from "../../stores/pending-edits.ts";

export interface Rights {
  readonly tags: ReadonlyMap<string, Tag>;
  readonly permissions: ReadonlyMap<string, Permission>;
}

/** `exactly`: rights that the template does not name are taken away; `atLeast`: they stay. */
export type TemplateReach = "exactly" | "atLeast";

type Role = Pick<TokenTemplate, "grants" | "maxConnections">;

/** The tags that the template needs and that are not there. */
export function missingTags({ grants }: Role, { tags }: Rights): readonly Edit[] {
  const known = new Set([...tags.values()].map(({ pattern }) => pattern));
  return grants
    .filter(({ pattern }) => !known.has(pattern))
    .map(({ pattern }): Edit => ({ kind: "tag.create", tag: { pattern } }));
}

/** The rights of the template for one token, which may be one that the policy does not know yet. */
export function grantEdits({ grants }: Role, tokenId: string, { tags }: Rights): readonly Edit[] {
  const byPattern = new Map([...tags.values()].map((tag) => [tag.pattern, tag.id]));
  return grants.map(({ pattern, access }) => {
    const tagId = byPattern.get(pattern) ?? newTagId(pattern);
    return { kind: "permission.set", tokenId, tagId, access };
  });
}

/** Gives `tokens` what the template says; nothing for what they have already. */
export function templateEdits(
  template: Role,
  tokens: readonly Token[],
  rights: Rights,
  reach: TemplateReach,
): readonly Edit[] {
  const wanted = new Set(template.grants.map(({ pattern }) => pattern));
  const taken = (tokenId: string): Edit[] =>
    [...rights.permissions.values()].flatMap((permission) => {
      const pattern = rights.tags.get(permission.tagId)?.pattern;
      const isOther = permission.tokenId === tokenId && pattern !== undefined && !wanted.has(pattern);
      return isOther ? [{ kind: "permission.delete", id: permission.id }] : [];
    });
  const each = tokens.flatMap((token): Edit[] => {
    const limit = template.maxConnections;
    return [
      ...(limit === undefined || limit === token.maxConnections
        ? []
        : [{ kind: "token.update", id: token.id, patch: { maxConnections: limit } } as const]),
      ...grantEdits(template, token.id, rights),
      ...(reach === "exactly" ? taken(token.id) : []),
    ];
  });
  return [...(tokens.length === 0 ? [] : missingTags(template, rights)), ...each];
}

/** The rights of a token as a template of that name. */
export function templateOf(token: Token, name: string, { tags, permissions }: Rights): LibraryDraft {
  const grants = [...permissions.values()].flatMap(({ tokenId, tagId, access }) => {
    const pattern = tags.get(tagId)?.pattern;
    return tokenId === token.id && pattern !== undefined ? [{ pattern, access }] : [];
  });
  return { kind: "template", name, note: "", maxConnections: token.maxConnections, grants };
}

/** `Sensor 1` to `Sensor 10`, past the numbers that are taken. */
export function tokenNames(stem: string, count: number, taken: ReadonlySet<string>): readonly string[] {
  const names: string[] = [];
  for (let number = 1; names.length < count; number++) {
    const name = `${stem} ${number}`;
    if (!taken.has(name)) names.push(name);
  }
  return names;
}
