/** Owns what each kind of edit does to the draft of the policy. */
import { type Edit, TAG_BY_PATTERN } from "../contract/edits.ts";
import type { Permission, Tag, TagDraft, TagPatch, TokenPatch } from "../contract/nouns.ts";
import type { Draft } from "./draft.ts";
import type { Created, PlanEnvironment } from "./plan-environment.ts";
import { missing, type OperatorRefusal, wrongField } from "./refusal.ts";
import { newToken, patchedToken, wrongExpiry } from "./token-row.ts";

/** Where an edit stands, and what it may use. `path` is what goes before the name of a wrong field. */
export interface EditPlace {
  readonly environment: PlanEnvironment;
  readonly path: string;
  readonly created: Created[];
}

type EditOf<K extends Edit["kind"]> = Extract<Edit, { kind: K }>;

/** Does the edit in the draft, or says why not. Whether the whole list leaves a sound policy is judged at its end. */
export function draftEdit(draft: Draft, edit: Edit, place: EditPlace): OperatorRefusal | undefined {
  switch (edit.kind) {
    case "token.create":
      return createToken(draft, edit, place);
    case "token.update":
      return updateToken(draft, edit.id, edit.patch, place);
    case "token.rotate":
      return rotateToken(draft, edit.id, place);
    case "token.delete": {
      if (draft.tokens.get(edit.id) === undefined) return missing("token", edit.id, `${place.path}id`);
      draft.deleteToken(edit.id, `${place.path}id`);
      return undefined;
    }
    case "tag.create":
      createTag(draft, edit.tag, place);
      return undefined;
    case "tag.update":
      return updateTag(draft, edit.id, edit.patch, place);
    case "tag.delete": {
      if (draft.tags.get(edit.id) === undefined) return missing("tag", edit.id, `${place.path}id`);
      draft.deleteTag(edit.id, `${place.path}id`);
      return undefined;
    }
    case "permission.set":
      return setPermission(draft, edit, place);
    case "permission.delete": {
      if (draft.permissions.get(edit.id) === undefined) return missing("permission", edit.id, `${place.path}id`);
      draft.permissions.delete(edit.id, `${place.path}id`);
      return undefined;
    }
    default:
      return edit satisfies never;
  }
}

function createToken(draft: Draft, { token }: EditOf<"token.create">, place: EditPlace): OperatorRefusal | undefined {
  const { environment, path, created } = place;
  const wrong = wrongExpiry(token.expiresAt);
  if (wrong !== undefined) return wrongField(`${path}token.expiresAt`, wrong);
  const secret = token.secret ?? environment.newSecret();
  const row = newToken(token, secret, environment);
  draft.tokens.put(row, `${path}token.secret`);
  created.push({ kind: "token", id: row.id, secret });
  return undefined;
}

function updateToken(draft: Draft, id: string, patch: TokenPatch, place: EditPlace): OperatorRefusal | undefined {
  const { environment, path } = place;
  const old = draft.tokens.get(id);
  if (old === undefined) return missing("token", id, `${path}id`);
  const wrong = wrongExpiry(patch.expiresAt);
  if (wrong !== undefined) return wrongField(`${path}patch.expiresAt`, wrong);
  draft.tokens.put(patchedToken(old, patch, environment), `${path}patch.secret`);
  return undefined;
}

function rotateToken(draft: Draft, id: string, place: EditPlace): OperatorRefusal | undefined {
  const secret = place.environment.newSecret();
  const refusal = updateToken(draft, id, { secret }, place);
  if (refusal === undefined) place.created.push({ kind: "secret", id, secret });
  return refusal;
}

function createTag(draft: Draft, { pattern, description }: TagDraft, { environment, path, created }: EditPlace): void {
  const { now } = environment;
  const tag: Tag = {
    id: environment.newId("tag"),
    pattern,
    description: description ?? "",
    createdAt: now,
    updatedAt: now,
  };
  draft.putTag(tag, `${path}tag.pattern`);
  created.push({ kind: "tag", id: tag.id });
}

function updateTag(draft: Draft, id: string, patch: TagPatch, place: EditPlace): OperatorRefusal | undefined {
  const { environment, path } = place;
  const old = draft.tags.get(id);
  if (old === undefined) return missing("tag", id, `${path}id`);
  const pattern = patch.pattern ?? old.pattern;
  const description = patch.description ?? old.description;
  if (pattern === old.pattern && description === old.description) return undefined;
  draft.putTag({ ...old, pattern, description, updatedAt: environment.now }, `${path}patch.pattern`);
  return undefined;
}

function setPermission(draft: Draft, edit: EditOf<"permission.set">, place: EditPlace): OperatorRefusal | undefined {
  const { tokenId, access } = edit;
  const { environment, path, created } = place;
  if (draft.tokens.get(tokenId) === undefined) return missing("token", tokenId, `${path}tokenId`);
  const tagId = findTag(draft, edit.tagId)?.id;
  if (tagId === undefined) return missing("tag", edit.tagId, `${path}tagId`);
  const old = draft.permissionOf(tokenId, tagId);
  if (old?.access === access) return undefined;
  const permission: Permission = { id: old?.id ?? environment.newId("prm"), tokenId, tagId, access };
  draft.putPermission(permission, `${path}access`);
  if (old === undefined) created.push({ kind: "permission", id: permission.id });
  return undefined;
}

function findTag(draft: Draft, reference: string): Tag | undefined {
  const known = draft.tags.get(reference);
  if (known !== undefined || !reference.startsWith(TAG_BY_PATTERN)) return known;
  return draft.tagOfPattern(reference.slice(TAG_BY_PATTERN.length));
}
