/** Owns finding the thing that a person named: a token by id or name, a tag by id or pattern. */
import { Permission, Tag, Token } from "../../contract/nouns.ts";
import { type Failure, refused } from "../failure.ts";
import type { AdminApi } from "./admin-api.ts";

/** By name, as people look them up; nameless ones first. */
export async function listTokens(api: AdminApi): Promise<Token[]> {
  return (await api.all(Token, "/tokens")).sort((a, b) => (a.name ?? "").localeCompare(b.name ?? "", "en"));
}

/** By pattern. */
export async function listTags(api: AdminApi): Promise<Tag[]> {
  return (await api.all(Tag, "/tags")).sort((a, b) => a.pattern.localeCompare(b.pattern, "en"));
}

export const listPermissions = (api: AdminApi): Promise<Permission[]> => api.all(Permission, "/permissions");

/** @throws Failure 1 when there is none, or several of that name */
export async function findToken(api: AdminApi, named: string): Promise<Token> {
  return only(await listTokens(api), named, "token", (token) => token.name, "signalbox token list");
}

/** @throws Failure 1 when there is none */
export async function findTag(api: AdminApi, named: string): Promise<Tag> {
  return only(await listTags(api), named, "tag", (tag) => tag.pattern, "signalbox tag list");
}

/** The permission of a token on a tag, each by id, name or pattern. @throws Failure 1 when there is none */
export async function findPermission(api: AdminApi, token: string, tag: string): Promise<Permission> {
  const [theToken, theTag] = await Promise.all([findToken(api, token), findTag(api, tag)]);
  const all = await listPermissions(api);
  const found = all.find((permission) => permission.tokenId === theToken.id && permission.tagId === theTag.id);
  if (!found) throw refused(`${token} has no permission on ${theTag.pattern}; see signalbox permission list`);
  return found;
}

function only<T extends { readonly id: string }>(
  items: readonly T[],
  named: string,
  kind: string,
  nameOf: (item: T) => string | null,
  lookUp: string,
): T {
  const byId = items.find((item) => item.id === named);
  if (byId) return byId;
  const byName = items.filter((item) => nameOf(item) === named);
  const [first] = byName;
  if (!first) throw none(kind, named, lookUp);
  if (byName.length > 1) {
    throw refused(
      `${byName.length} ${kind}s are called "${named}"; use an id: ${byName.map((item) => item.id).join(", ")}`,
    );
  }
  return first;
}

const none = (kind: string, named: string, lookUp: string): Failure =>
  refused(`There is no ${kind} "${named}"; see ${lookUp}`);
