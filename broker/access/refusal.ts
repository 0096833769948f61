/** Owns the sentences in which a planned edit is refused: values, never thrown. */
import type { OperatorErrorCode } from "../contract/codes.ts";
import type { Tag } from "../contract/nouns.ts";
import type { StoredToken } from "../ports/store.ts";

/** An operator's expected refusal; it travels as data. */
export interface OperatorRefusal {
  readonly code: OperatorErrorCode;
  readonly message: string;
  /** The wrong field as a path inside the edit, `patch.expiresAt`; in a list of several edits after its place: `edits.2.patch.expiresAt`. */
  readonly field?: string;
  readonly conflict?: Readonly<Record<string, unknown>>;
}

export function wrongField(field: string, reason: string): OperatorRefusal {
  return { code: "BAD_REQUEST", message: `${field}: ${reason}`, field };
}

export function missing(what: "token" | "tag" | "permission", id: string, field: string): OperatorRefusal {
  return { code: "NOT_FOUND", message: `There is no ${what} ${id}`, field };
}

/** T7. `example` is a topic that both match. */
export function overlapping(pattern: string, other: Tag, example: string, field: string): OperatorRefusal {
  return {
    code: "CONFLICT",
    message: `${pattern} overlaps the tag ${other.pattern}: both match ${example}`,
    field,
    conflict: { tagId: other.id, pattern: other.pattern, example },
  };
}

/** T7: why overlaps cannot be turned off. */
export function stillOverlapping(tag: Tag, other: Tag, example: string): OperatorRefusal {
  return {
    code: "CONFLICT",
    message: `Overlaps cannot be turned off: the tags ${tag.pattern} and ${other.pattern} both match ${example}`,
    field: "allowOverlaps",
    conflict: { tagId: tag.id, pattern: tag.pattern, otherTagId: other.id, otherPattern: other.pattern, example },
  };
}

export function samePattern(other: Tag, field: string): OperatorRefusal {
  return {
    code: "CONFLICT",
    message: `The tag ${other.pattern} exists already`,
    field,
    conflict: { tagId: other.id, pattern: other.pattern },
  };
}

/** Names the token that has the secret, never the secret. */
export function sameSecret(other: StoredToken, field: string): OperatorRefusal {
  return {
    code: "CONFLICT",
    message: `The token ${other.name ?? other.id} uses this secret already`,
    field,
    conflict: { tokenId: other.id, name: other.name },
  };
}

/** A row would be put back whose token or tag is gone. */
export function dangling(what: "token" | "tag", id: string, permissionId: string): OperatorRefusal {
  return {
    code: "CONFLICT",
    message: `The permission ${permissionId} belongs to the ${what} ${id}, which is no longer there`,
    conflict: { permissionId, [`${what}Id`]: id },
  };
}
