/** Owns the single calls of the admin API: each is one edit, answered with its resource flat beside the effect. */
import type { Actor } from "../contract/console.ts";
import type { Edit, EditEffect } from "../contract/edits.ts";
import type { Access, Permission, Tag, TagDraft, TagPatch, Token, TokenDraft, TokenPatch } from "../contract/nouns.ts";
import { type Applied, applyEdits, type Corridor } from "./apply-edit.ts";
import { openSecret } from "./open-secrets.ts";
import { notFound, Refused } from "./refused.ts";
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
  const applied = applyOne(room, { kind: "token.create", token }, actor);
  const { id } = madeBy(applied);
  return { ...getToken(room, id), ...applied.effect, secret: readSecret(room.rooms, id) };
}

export function updateToken(room: EditRoom, id: string, patch: TokenPatch, actor: Actor): Token & EditEffect {
  const { effect } = applyOne(room, { kind: "token.update", id, patch }, actor);
  return { ...getToken(room, id), ...effect };
}

/** To the given secret, or to a new one of ours. */
export function rotateToken(room: EditRoom, id: string, secret: string | undefined, actor: Actor) {
  const edit: Edit =
    secret === undefined ? { kind: "token.rotate", id } : { kind: "token.update", id, patch: { secret } };
  const { effect } = applyOne(room, edit, actor);
  return { ...getToken(room, id), ...effect, secret: readSecret(room.rooms, id) };
}

export function deleteToken(room: EditRoom, id: string, actor: Actor): Token & EditEffect {
  const token = getToken(room, id);
  return { ...token, ...applyOne(room, { kind: "token.delete", id }, actor).effect };
}

/** @throws Refused NOT_FOUND, SECRET_UNREADABLE */
export function readSecret(rooms: Rooms, id: string): string {
  const stored = rooms.policy.current.tokens.get(id);
  if (stored === undefined) throw notFound("token", id);
  return openSecret(rooms, stored);
}

export function createTag(room: EditRoom, tag: TagDraft, actor: Actor): Tag & EditEffect {
  const applied = applyOne(room, { kind: "tag.create", tag }, actor);
  return { ...getTag(room.rooms, madeBy(applied).id), ...applied.effect };
}

export function updateTag(room: EditRoom, id: string, patch: TagPatch, actor: Actor): Tag & EditEffect {
  const { effect } = applyOne(room, { kind: "tag.update", id, patch }, actor);
  return { ...getTag(room.rooms, id), ...effect };
}

export function deleteTag(room: EditRoom, id: string, actor: Actor): Tag & EditEffect {
  const tag = getTag(room.rooms, id);
  return { ...tag, ...applyOne(room, { kind: "tag.delete", id }, actor).effect };
}

export interface Right {
  readonly tokenId: string;
  readonly tagId: string;
  readonly access: Access;
}

export function setPermission(room: EditRoom, right: Right, actor: Actor): Permission & EditEffect {
  const { effect } = applyOne(room, { kind: "permission.set", ...right }, actor);
  for (const permission of room.rooms.policy.current.permissions.values()) {
    if (permission.tokenId === right.tokenId && permission.tagId === right.tagId) return { ...permission, ...effect };
  }
  throw new Error("the permission that was just set is not there");
}

export function deletePermission(room: EditRoom, id: string, actor: Actor): Permission & EditEffect {
  const permission = room.rooms.policy.current.permissions.get(id);
  if (permission === undefined) throw notFound("permission", id);
  return { ...permission, ...applyOne(room, { kind: "permission.delete", id }, actor).effect };
}

/** A refusal names the field as the call has it: `expiresAt`, where the edit has `patch.expiresAt`. */
function applyOne(room: EditRoom, edit: Edit, actor: Actor): Applied {
  try {
    return applyEdits(room, [edit], actor);
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
