/** Owns a token as a form holds it, and the way from the form to a draft or a patch; pure. */
import { LIMITS } from "../../../../broker/contract/limits.ts";
import type { Token, TokenDraft, TokenPatch } from "../../../../broker/contract/nouns.ts";

export interface TokenFields {
  name: string;
  maxConnections: number | string;
  /** `datetime-local`: 2026-03-14T14:02, or empty for no expiry. */
  expiresAt: string;
  enabled: boolean;
  userType: string;
  userId: string;
  username: string;
  messagesPerSecond: number | string;
  burst: number | string;
  note: string;
}

export type TokenErrors = Partial<Record<keyof TokenFields | "secret", string>>;

export function fieldsOf(token: TokenDraft): TokenFields {
  return {
    name: token.name ?? "",
    maxConnections: token.maxConnections ?? 0,
    expiresAt: token.expiresAt ? localMoment(token.expiresAt) : "",
    enabled: token.enabled ?? true,
    userType: token.subject?.userType ?? "",
    userId: String(token.subject?.userId ?? ""),
    username: token.subject?.username ?? "",
    messagesPerSecond: token.messagesPerSecond ?? "",
    burst: token.burst ?? "",
    note: token.note ?? "",
  };
}

/** What the form says is wrong before anybody is asked. */
export function errorsOf(fields: TokenFields): TokenErrors {
  const errors: TokenErrors = {};
  if (fields.name.trim().length > LIMITS.nameLength) errors.name = `At most ${LIMITS.nameLength} characters.`;
  if (!isCount(fields.maxConnections, 0)) errors.maxConnections = "A whole number; 0 is no limit.";
  if (fields.expiresAt !== "" && Number.isNaN(Date.parse(fields.expiresAt))) errors.expiresAt = "Not a date.";
  if ((fields.userType.trim() === "") !== (fields.userId.trim() === "")) {
    errors[fields.userType.trim() === "" ? "userType" : "userId"] = "A subject has both a type and an id.";
  }
  if (fields.username.trim() !== "" && fields.userId.trim() === "") errors.username = "A username needs a subject id.";
  if (fields.username.trim().length > LIMITS.usernameLength) {
    errors.username = `At most ${LIMITS.usernameLength} characters.`;
  }
  if (fields.messagesPerSecond !== "" && !(Number(fields.messagesPerSecond) > 0)) {
    errors.messagesPerSecond = "More than 0, or empty for no limit.";
  }
  if (fields.burst !== "" && !isCount(fields.burst, 1)) errors.burst = "A whole number, or empty.";
  if (fields.note.length > LIMITS.noteLength) errors.note = `At most ${LIMITS.noteLength} characters.`;
  return errors;
}

/** The form as a whole draft. */
export function draftOf(fields: TokenFields): Required<Omit<TokenDraft, "secret">> {
  const [userType, userId, username] = [fields.userType.trim(), fields.userId.trim(), fields.username.trim()];
  return {
    name: fields.name.trim() === "" ? null : fields.name.trim(),
    maxConnections: Number(fields.maxConnections),
    expiresAt: fields.expiresAt === "" ? null : new Date(fields.expiresAt).toISOString(),
    enabled: fields.enabled,
    subject: userType === "" || userId === "" ? null : { userType, userId, ...(username === "" ? {} : { username }) },
    messagesPerSecond: fields.messagesPerSecond === "" ? null : Number(fields.messagesPerSecond),
    burst: fields.burst === "" ? null : Number(fields.burst),
    note: fields.note,
  };
}

/** Only what the form changes of `token`. The form tells minutes: an expiry left alone keeps its seconds. */
export function patchOf(token: Token, fields: TokenFields): TokenPatch {
  const before = fieldsOf(token);
  const draft = draftOf(fields);
  const patch: TokenPatch = {};
  if (fields.name.trim() !== before.name) patch.name = draft.name;
  if (Number(fields.maxConnections) !== token.maxConnections) patch.maxConnections = draft.maxConnections;
  if (fields.expiresAt !== before.expiresAt) patch.expiresAt = draft.expiresAt;
  if (fields.enabled !== before.enabled) patch.enabled = draft.enabled;
  const subject = ({ userType, userId, username }: TokenFields) => JSON.stringify([userType, userId, username]);
  if (subject(fields) !== subject(before)) patch.subject = draft.subject;
  if (String(fields.messagesPerSecond) !== String(before.messagesPerSecond)) {
    patch.messagesPerSecond = draft.messagesPerSecond;
  }
  if (String(fields.burst) !== String(before.burst)) patch.burst = draft.burst;
  if (fields.note !== before.note) patch.note = draft.note;
  return patch;
}

/** Why a secret given by a person does not do, or null (8 to 4096 printable ASCII characters without blanks). */
export function secretError(secret: string): string | null {
  if (secret.length < LIMITS.secretMinLength) return `At least ${LIMITS.secretMinLength} characters.`;
  if (secret.length > LIMITS.secretMaxLength) return `At most ${LIMITS.secretMaxLength} characters.`;
  return /^[\x21-\x7e]+$/.test(secret) ? null : "Printable ASCII without blanks, so that it fits a header.";
}

/** The form's field that the engine's `path` means: `edits.0.token.maxConnections`, `patch.subject.userId`. */
export function fieldOfPath(path: string | undefined): keyof TokenErrors | undefined {
  const last = path?.split(".").at(-1);
  const names: readonly (keyof TokenErrors)[] = [
    "name",
    "maxConnections",
    "expiresAt",
    "enabled",
    "userType",
    "userId",
    "username",
    "messagesPerSecond",
    "burst",
    "note",
    "secret",
  ];
  return last === "subject" ? "userId" : names.find((name) => name === last);
}

function isCount(value: number | string, least: number): boolean {
  return value !== "" && Number.isInteger(Number(value)) && Number(value) >= least;
}

function localMoment(iso: string): string {
  const date = new Date(iso);
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
