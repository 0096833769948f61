/** Owns how a change reads in the audit journal: one line a difference, never a secret. */
import type { Settings, Subject, Tag } from "../contract/nouns.ts";
import { cutToBytes } from "../contract/text.ts";
import type { ChangeSummary, PolicyRows, StoredToken } from "../ports/store.ts";
import type { Snapshot } from "./snapshot.ts";

/** Texts that a person typed are cut to this in the journal. */
const TEXT_BYTES = 200;
const HIDDEN = "•••";

/** Tokens and tags first, then permissions by token name and pattern, then settings. Things are called what they were called before. */
export function summarise(before: Snapshot, after: Snapshot, rows: PolicyRows): ChangeSummary[] {
  const tokens = [...rows.deletedTokens, ...rows.tokens.map(({ id }) => id)];
  const tags = [...rows.deletedTags, ...rows.tags.map(({ id }) => id)];
  return [
    ...tokens.flatMap((id) => tokenLines(before.tokens.get(id), after.tokens.get(id))),
    ...tags.flatMap((id) => tagLines(before.tags.get(id), after.tags.get(id))),
    ...permissionLines(before, after, rows),
    ...(rows.settings === undefined ? [] : settingsLines(before.settings, rows.settings)),
  ];
}

function tokenLines(old: StoredToken | undefined, next: StoredToken | undefined): ChangeSummary[] {
  const subject = labelOf(old ?? next);
  if (old === undefined || next === undefined) return existence(subject, "token", next !== undefined);
  const [was, is] = [tokenWords(old), tokenWords(next)];
  const lines = Object.keys(was).map((object) => ({
    subject,
    object,
    before: was[object] ?? "",
    after: is[object] ?? "",
  }));
  const secret = { subject, object: "secret", before: HIDDEN, after: HIDDEN };
  return [...differing(lines), ...(old.secretHash === next.secretHash ? [] : [secret])];
}

function tokenWords(token: StoredToken): Record<string, string> {
  return {
    name: token.name ?? "none",
    limit: token.maxConnections === 0 ? "no limit" : String(token.maxConnections),
    enabled: token.enabled ? "yes" : "no",
    expiry: token.expiresAt ?? "never",
    subject: subjectWords(token.subject),
    "messages per second": String(token.messagesPerSecond ?? "no limit"),
    burst: String(token.burst ?? "default"),
    note: token.note,
  };
}

const subjectWords = (subject: Subject | null): string =>
  subject === null
    ? "none"
    : `${subject.userType} ${subject.userId}${subject.username === undefined ? "" : ` (${subject.username})`}`;

function tagLines(old: Tag | undefined, next: Tag | undefined): ChangeSummary[] {
  const subject = (old ?? next)?.pattern ?? "";
  if (old === undefined || next === undefined) return existence(subject, "tag", next !== undefined);
  return differing([
    { subject, object: "pattern", before: old.pattern, after: next.pattern },
    { subject, object: "description", before: old.description, after: next.description },
  ]);
}

/** By pair and not by id: a permission that was deleted and made again in one list is no difference. */
function permissionLines(before: Snapshot, after: Snapshot, rows: PolicyRows): ChangeSummary[] {
  const pairs = new Map<string, { subject: string; object: string; before: string; after: string }>();
  const lineOf = (tokenId: string, tagId: string) => {
    const key = JSON.stringify([tokenId, tagId]);
    const line = pairs.get(key) ?? {
      subject: labelOf(before.tokens.get(tokenId) ?? after.tokens.get(tokenId)),
      object: (before.tags.get(tagId) ?? after.tags.get(tagId))?.pattern ?? "",
      before: "none",
      after: "none",
    };
    pairs.set(key, line);
    return line;
  };
  for (const id of [...rows.deletedPermissions, ...rows.permissions.map((row) => row.id)]) {
    const old = before.permissions.get(id);
    const next = after.permissions.get(id);
    if (old !== undefined) lineOf(old.tokenId, old.tagId).before = old.access;
    if (next !== undefined) lineOf(next.tokenId, next.tagId).after = next.access;
  }
  return differing([...pairs.values()]);
}

function settingsLines(old: Settings, next: Settings): ChangeSummary[] {
  const was = new Map<string, unknown>(Object.entries(old));
  const lines = Object.entries(next).map(([object, value]) => ({
    subject: "Settings",
    object,
    before: valueWords(was.get(object)),
    after: valueWords(value),
  }));
  return differing(lines);
}

const valueWords = (value: unknown): string =>
  typeof value === "string" ? value : value === null || value === undefined ? "none" : JSON.stringify(value);

function existence(subject: string, object: string, isNew: boolean): ChangeSummary[] {
  return [{ subject, object, before: isNew ? "none" : "present", after: isNew ? "created" : "deleted" }];
}

const labelOf = (token: StoredToken | undefined): string => token?.name ?? token?.id ?? "";

/** Compared whole, shown short. */
function differing(lines: readonly ChangeSummary[]): ChangeSummary[] {
  return lines
    .filter((line) => line.before !== line.after)
    .map((line) => ({
      ...line,
      before: cutToBytes(line.before, TEXT_BYTES),
      after: cutToBytes(line.after, TEXT_BYTES),
    }));
}
