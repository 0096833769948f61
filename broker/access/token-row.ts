/** Owns a token's row: its defaults, and what a patch makes of it. */
import type { TokenDraft, TokenPatch } from "../contract/nouns.ts";
import type { StoredToken } from "../ports/store.ts";
import type { PlanEnvironment } from "./plan-environment.ts";

export function newToken(draft: TokenDraft, secret: string, { now, newId, seal }: PlanEnvironment): StoredToken {
  return {
    id: newId("tok"),
    ...seal(secret),
    name: draft.name ?? null,
    maxConnections: draft.maxConnections ?? 0,
    enabled: draft.enabled ?? true,
    expiresAt: toUtc(draft.expiresAt ?? null),
    subject: draft.subject ?? null,
    messagesPerSecond: draft.messagesPerSecond ?? null,
    burst: draft.burst ?? null,
    note: draft.note ?? "",
    createdAt: now,
    updatedAt: now,
  };
}

/** Absent is unchanged, null is cleared. The same token when nothing differs: `updatedAt` moves with a real change only. */
export function patchedToken(old: StoredToken, patch: TokenPatch, { now, hash, seal }: PlanEnvironment): StoredToken {
  const next: StoredToken = {
    ...old,
    // The same secret seals to another text every time: only another hash is another secret.
    ...(patch.secret === undefined || hash(patch.secret) === old.secretHash ? {} : seal(patch.secret)),
    name: given(patch.name, old.name),
    maxConnections: given(patch.maxConnections, old.maxConnections),
    enabled: given(patch.enabled, old.enabled),
    expiresAt: patch.expiresAt === undefined ? old.expiresAt : toUtc(patch.expiresAt),
    subject: given(patch.subject, old.subject),
    messagesPerSecond: given(patch.messagesPerSecond, old.messagesPerSecond),
    burst: given(patch.burst, old.burst),
    note: given(patch.note, old.note),
  };
  return JSON.stringify(next) === JSON.stringify(old) ? old : { ...next, updatedAt: now };
}

/** Why this is no time, or undefined. */
export function wrongExpiry(expiresAt: string | null | undefined): string | undefined {
  if (typeof expiresAt !== "string" || !Number.isNaN(Date.parse(expiresAt))) return undefined;
  return "is not a date and time that exists";
}

const given = <T>(value: T | undefined, otherwise: T): T => (value === undefined ? otherwise : value);

const toUtc = (time: string | null): string | null => (time === null ? null : new Date(time).toISOString());
