/** Owns the single calls of the admin API: each is one edit, answered with its resource flat beside the effect. */
import type { Actor } from "../../contract/console.ts";
import type { Edit, EditEffect } from "../../contract/edits.ts";
import type {
  Access,
  Permission,
  Tag,
  TagDraft,
  TagPatch,
  Token,
  TokenDraft,
  TokenPatch,
} from "../../contract/nouns.ts";
import type { ConsoleCore } from "../console-core.ts";
import { tokenView, type ViewSources } from "../lists/views.ts";
import { notFound, Refused } from "../refused.ts";
import { openSecret } from "../workspace/open-secrets.ts";
import { type Applied, applyEdits, type Corridor } from "./apply-edit.ts";

export function getToken(room: ViewSources, id: string): Token {
  const stored = room.core.policy.current.tokens.get(id);
  if (stored === undefined) throw notFound("token", id);
  return tokenView(stored, room);
}

export function getTag({ policy }: Pick<ConsoleCore, "policy">, id: string): Tag {
  const tag = policy.current.tags.get(id);
  if (tag === undefined) throw notFound("tag", id);
  return tag;
}

export function createToken(
  corridor: Corridor,
  token: TokenDraft,
  actor: Actor,
): Token & EditEffect & { secret: string } {
  const applied = applyOne(corridor, { kind: "token.create", token }, actor);
  const { id } = madeBy(applied);
  return { ...getToken(corridor, id), ...applied.effect, secret: revealSecret(corridor.core, id) };
}

export function updateToken(corridor: Corridor, id: string, patch: TokenPatch, actor: Actor): Token & EditEffect {
  const { effect } = applyOne(corridor, { kind: "token.update", id, patch }, actor);
  return { ...getToken(corridor, id), ...effect };
}

/** To the given secret, or to a new one of ours. */
export function rotateToken(corridor: Corridor, id: string, secret: string | undefined, actor: Actor) {
  const edit: Edit =
    secret === undefined ? { kind: "token.rotate", id } : { kind: "token.update", id, patch: { secret } };
  const { effect } = applyOne(corridor, edit, actor);
  return { ...getToken(corridor, id), ...effect, secret: revealSecret(corridor.core, id) };
}

export function deleteToken(corridor: Corridor, id: string, actor: Actor): Token & EditEffect {
  const token = getToken(corridor, id);
  return { ...token, ...applyOne(corridor, { kind: "token.delete", id }, actor).effect };
}

/** @throws Refused NOT_FOUND, SECRET_UNREADABLE */
export function revealSecret(core: ConsoleCore, id: string): string {
  const stored = core.policy.current.tokens.get(id);
  if (stored === undefined) throw notFound("token", id);
  return openSecret(core, stored);
}

export function createTag(corridor: Corridor, tag: TagDraft, actor: Actor): Tag & EditEffect {
  const applied = applyOne(corridor, { kind: "tag.create", tag }, actor);
  return { ...getTag(corridor.core, madeBy(applied).id), ...applied.effect };
}

export function updateTag(corridor: Corridor, id: string, patch: TagPatch, actor: Actor): Tag & EditEffect {
  const { effect } = applyOne(corridor, { kind: "tag.update", id, patch }, actor);
  return { ...getTag(corridor.core, id), ...effect };
}

export function deleteTag(corridor: Corridor, id: string, actor: Actor): Tag & EditEffect {
  const tag = getTag(corridor.core, id);
  return { ...tag, ...applyOne(corridor, { kind: "tag.delete", id }, actor).effect };
}

export interface Right {
  readonly tokenId: string;
  readonly tagId: string;
  readonly access: Access;
}

export function setPermission(corridor: Corridor, right: Right, actor: Actor): Permission & EditEffect {
  const { effect } = applyOne(corridor, { kind: "permission.set", ...right }, actor);
  for (const permission of corridor.core.policy.current.permissions.values()) {
    if (permission.tokenId === right.tokenId && permission.tagId === right.tagId) return { ...permission, ...effect };
  }
  throw new Error("the permission that was just set is not there");
}

export function deletePermission(corridor: Corridor, id: string, actor: Actor): Permission & EditEffect {
  const permission = corridor.core.policy.current.permissions.get(id);
  if (permission === undefined) throw notFound("permission", id);
  return { ...permission, ...applyOne(corridor, { kind: "permission.delete", id }, actor).effect };
}

/** A refusal names the field as the call has it: `expiresAt`, where the edit has `patch.expiresAt`. */
function applyOne(corridor: Corridor, edit: Edit, actor: Actor): Applied {
  try {
    return applyEdits(corridor, [edit], actor);
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.field === undefined) throw error;
    const { field, message, ...rest } = error.refusal;
    const [, called = field] = /^(?:token|tag|patch)\.(.+)$/.exec(field) ?? [];
    const said = message.startsWith(`${field}: `) ? `${called}${message.slice(field.length)}` : message;
    throw new Refused({ ...rest, field: called, message: said }, { cause: error });
  }
}

function madeBy({ created }: Applied): { readonly id: string } {
  const [made] = created;
  if (made === undefined) throw new Error("an edit that makes something made nothing");
  return made;
}
