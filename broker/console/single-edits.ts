/** Owns the single calls of the admin API: each is one edit, answered with its resource flat beside the effect. */
import type { Actor } from "../contract/console.ts";
import type { Edit, EditEffect } from "../contract/edits.ts";
import type { Access, Permission, Tag, TagDraft, TagPatch, Token, TokenDraft, TokenPatch } from "../contract/nouns.ts";
import { type Applied, applyEdits, type Corridor } from "./apply-edit.ts";
import { notFound } from "./refused.ts";
import type { Rooms } from "./rooms.ts";
import { tokenView, type ViewSources } from "./views.ts";

/** The corridor, and what views of tokens are made from. */
export type EditRoom = Corridor & ViewSources;

export function getToken(room: ViewSources, id: string): Token {
  const stored = room.rooms.policy.current.tokens.get(id);
  if (stored === undefined) throw notFound("token", id);
  return tokenView(stored, room);
}

export function getTag({ policy }: Rooms, id: string): Tag {
  const tag = policy.current.tags.get(id);
  if (tag === undefined) throw notFound("tag", id);
  return tag;
}

export function createToken(room: EditRoom, token: TokenDraft, actor: Actor): Token & EditEffect & { secret: string } {
  const applied = applyEdits(room, [{ kind: "token.create", token }], actor);
  const { id } = madeBy(applied);
  return { ...getToken(room, id), ...applied.effect, secret: readSecret(room.rooms, id) };
}

export function updateToken(room: EditRoom, id: string, patch: TokenPatch, actor: Actor): Token & EditEffect {
  const { effect } = applyEdits(room, [{ kind: "token.update", id, patch }], actor);
  return { ...getToken(room, id), ...effect };
}

/** To the given secret, or to a new one of ours. */
export function rotateToken(room: EditRoom, id: string, secret: string | undefined, actor: Actor) {
  const edit: Edit =
    secret === undefined ? { kind: "token.rotate", id } : { kind: "token.update", id, patch: { secret } };
  const { effect } = applyEdits(room, [edit], actor);
  return { ...getToken(room, id), ...effect, secret: readSecret(room.rooms, id) };
}

export function deleteToken(room: EditRoom, id: string, actor: Actor): Token & EditEffect {
  const token = getToken(room, id);
  return { ...token, ...applyEdits(room, [{ kind: "token.delete", id }], actor).effect };
}

/** @throws Refused NOT_FOUND */
export function readSecret({ policy, secretBox }: Rooms, id: string): string {
  const stored = policy.current.tokens.get(id);
  if (stored === undefined) throw notFound("token", id);
  return secretBox.open(stored.sealedSecret);
}

export function createTag(room: EditRoom, tag: TagDraft, actor: Actor): Tag & EditEffect {
  const applied = applyEdits(room, [{ kind: "tag.create", tag }], actor);
  return { ...getTag(room.rooms, madeBy(applied).id), ...applied.effect };
}

export function updateTag(room: EditRoom, id: string, patch: TagPatch, actor: Actor): Tag & EditEffect {
  const { effect } = applyEdits(room, [{ kind: "tag.update", id, patch }], actor);
  return { ...getTag(room.rooms, id), ...effect };
}

export function deleteTag(room: EditRoom, id: string, actor: Actor): Tag & EditEffect {
  const tag = getTag(room.rooms, id);
  return { ...tag, ...applyEdits(room, [{ kind: "tag.delete", id }], actor).effect };
}

export interface Right {
  readonly tokenId: string;
  readonly tagId: string;
  readonly access: Access;
}

export function setPermission(room: EditRoom, right: Right, actor: Actor): Permission & EditEffect {
  const { effect } = applyEdits(room, [{ kind: "permission.set", ...right }], actor);
  for (const permission of room.rooms.policy.current.permissions.values()) {
    if (permission.tokenId === right.tokenId && permission.tagId === right.tagId) return { ...permission, ...effect };
  }
  throw new Error("the permission that was just set is not there");
}

export function deletePermission(room: EditRoom, id: string, actor: Actor): Permission & EditEffect {
  const permission = room.rooms.policy.current.permissions.get(id);
  if (permission === undefined) throw notFound("permission", id);
  return { ...permission, ...applyEdits(room, [{ kind: "permission.delete", id }], actor).effect };
}

function madeBy({ created }: Applied): { readonly id: string } {
  const [made] = created;
  if (made === undefined) throw new Error("an edit that makes something made nothing");
  return made;
}
