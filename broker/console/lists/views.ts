/** Owns how stored rows look to a view; a secret is never among the fields. */
import { principalOf } from "../../access/anonymous.ts";
import { tokenState } from "../../access/snapshot.ts";
import { AUDIT_FIXED } from "../../contract/codes.ts";
import type { AuditView } from "../../contract/live.ts";
import type { ConnectionView, MessageView, Token } from "../../contract/nouns.ts";
import type { ChangeSummary, StoredAudit, StoredToken } from "../../ports/store.ts";
import type { Session } from "../../sessions/session.ts";
import type { Message } from "../../topics/message.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { TokenActivity } from "../live/token-activity.ts";

/** The parts of the desk that views of tokens and connections are made from. */
export interface ViewSources {
  readonly core: ConsoleCore;
  readonly activity: TokenActivity;
}

export function tokenView(stored: StoredToken, { core, activity }: ViewSources): Token {
  return {
    id: stored.id,
    name: stored.name,
    maxConnections: stored.maxConnections,
    enabled: stored.enabled,
    expiresAt: stored.expiresAt,
    subject: stored.subject,
    messagesPerSecond: stored.messagesPerSecond,
    burst: stored.burst,
    note: stored.note,
    secretHint: stored.secretHint,
    state: tokenState(stored, core.clock.now()),
    connections: core.registry.countOf(stored.id),
    barredUntil: isoOrNull(core.blocks.until(stored.id)),
    lastSeenAt: activity.lastSeenAt(stored.id),
    createdAt: stored.createdAt,
    updatedAt: stored.updatedAt,
  };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export function connectionView(session: Session, core: Pick<ConsoleCore, "policy">): ConnectionView {
  return session.view(principalOf(core.policy.current, session.tokenId));
}

export function auditView(row: StoredAudit): AuditView {
  return {
    id: row.id,
    at: row.at,
    revision: row.revision,
    actor: row.actor,
    summary: summaryView(row.summary),
    closed: row.effect?.closed ?? 0,
    codes: row.effect?.codes.map(({ code, count }) => ({ code, count })) ?? [],
    revertedBy: row.revertedBy,
    revertible: row.revertible && row.revertedBy === null,
    ...(row.revertible ? {} : { fixedBecause: fixedBecause(row) }),
  };
}

/** Why the edit cannot be undone, for the end of a sentence. */
export function fixedBecause({ summary }: Pick<StoredAudit, "summary">): string {
  if (summary.some(({ after }) => after === "deleted")) return AUDIT_FIXED.deleted;
  if (summary.some(({ after }) => after === "expired")) return AUDIT_FIXED.expired;
  return AUDIT_FIXED.other;
}

export function summaryView(summary: readonly ChangeSummary[]) {
  return summary.map(({ subject, object, before, after }) => ({ subject, object, before, after }));
}

export function messageView(message: Message): MessageView {
  const { id, topic, json, form, size, connectionId, tokenId, clientId } = message;
  return {
    id,
    at: new Date(message.at).toISOString(),
    topic,
    json,
    form,
    size,
    connectionId,
    tokenId,
    clientId,
  };
}
