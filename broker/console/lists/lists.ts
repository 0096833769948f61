/** Owns the lists of the admin API: which rows, in which order, page by page. */

import { principalOf } from "../../access/anonymous.ts";
import type { EndedSession } from "../../contract/endings.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { AuditView } from "../../contract/live.ts";
import type { ConnectionView, FilterRight, Permission, Tag, Token } from "../../contract/nouns.ts";
import type { Room } from "../../contract/rooms.ts";
import { checkTopic, matches } from "../../contract/topics.ts";
import { endedView } from "../../sessions/ended-session.ts";
import type { Journal } from "../../sessions/journal.ts";
import type { Session } from "../../sessions/session.ts";
import { roomView } from "../chat/chat-views.ts";
import type { ConsoleCore } from "../console-core.ts";
import { asking, badField, notFound } from "../refused.ts";
import { badCursor, type Page, type Paging, pageByKey, pageSize } from "./cursor.ts";
import { decisionView } from "./rights.ts";
import { auditView, connectionView, messageView, tokenView, type ViewSources } from "./views.ts";

/** Oldest first. */
export function listTokens(sources: ViewSources, paging: Paging): Page<Token> {
  const { tokens } = sources.core.policy.current;
  const page = pageByKey(tokens.values(), ({ createdAt, id }) => [createdAt, id], paging);
  return { ...page, items: page.items.map((token) => tokenView(token, sources)) };
}

/** Oldest first. */
export function listTags({ policy }: Pick<ConsoleCore, "policy">, paging: Paging): Page<Tag> {
  return pageByKey(policy.current.tags.values(), ({ createdAt, id }) => [createdAt, id], paging);
}

export interface PermissionQuery extends Paging {
  readonly tokenId?: string | undefined;
  readonly tagId?: string | undefined;
}

export function listPermissions({ policy }: Pick<ConsoleCore, "policy">, query: PermissionQuery): Page<Permission> {
  const asked = [...policy.current.permissions.values()].filter(
    ({ tokenId, tagId }) => (query.tokenId ?? tokenId) === tokenId && (query.tagId ?? tagId) === tagId,
  );
  return pageByKey(asked, ({ tokenId, id }) => [tokenId, id], query);
}

export interface ConnectionQuery extends Paging {
  readonly tokenId?: string | undefined;
  readonly dialect?: string | undefined;
  readonly address?: string | undefined;
  /** A topic that one of the filters matches. */
  readonly topic?: string | undefined;
  readonly search?: string | undefined;
}

/** Newest first; live ones only. */
export function listConnections(core: ConsoleCore, query: ConnectionQuery): Page<ConnectionView> {
  if (query.topic !== undefined) {
    const checked = checkTopic(query.topic);
    if (!checked.ok) throw badField("topic", checked.reason);
  }
  const { registry } = core;
  const sessions = query.tokenId === undefined ? registry.all() : registry.ofToken(query.tokenId);
  const asked = [...sessions].filter((session) => isAsked(session, query, core));
  const page = pageByKey(asked, ({ order }) => [order], query, "descending");
  return { ...page, items: page.items.map((session) => connectionView(session, core)) };
}

function isAsked(session: Session, query: ConnectionQuery, { policy }: Pick<ConsoleCore, "policy">): boolean {
  const { dialect, address, topic, search } = query;
  const { handshake, filters } = session;
  if (dialect !== undefined && session.dialect.name !== dialect) return false;
  if (address !== undefined && !isAtAddress(handshake.peer.address, address)) return false;
  if (topic !== undefined && !filters.some((filter) => matches(filter, topic))) return false;
  if (search === undefined) return true;
  const token = principalOf(policy.current, session.tokenId);
  const subject = [token?.subject?.userType ?? "", token?.subject?.userId ?? ""];
  const said = [session.clientId ?? "", handshake.peer.address, handshake.userAgent, ...filters, session.id];
  const texts = [token?.name ?? "", ...subject, ...said];
  return texts.some((text) => text.toLowerCase().includes(search.toLowerCase()));
}

/** The whole address, or the host without its port. */
function isAtAddress(address: string, asked: string): boolean {
  const host = address.slice(0, address.lastIndexOf(":"));
  return [address, host, host.replace(/^\[|\]$/g, "")].includes(asked);
}

/** One live connection, with why each of its filters is allowed. @throws Refused NOT_FOUND */
export function getConnection(core: ConsoleCore, id: string): ConnectionView & { rights: FilterRight[] } {
  const session = core.registry.get(id);
  if (session === undefined) throw notFound("connection", id);
  const rights = session.filters.map((filter) => decisionView(core.policy.current, session.tokenId, filter));
  const own = session.ownTopics.map((filter) => ({ filter, allowed: true, permission: null, reason: OWN_TOPIC }));
  return { ...connectionView(session, core), rights: [...rights, ...own] };
}

/** Q6. */
const OWN_TOPIC = "Its own, without any permission";

export interface EndingQuery extends Paging {
  readonly tokenId?: string | undefined;
  readonly address?: string | undefined;
  readonly by?: EndedSession["closed"]["by"] | undefined;
}

/** Newest first. */
export function listEndings({ journals }: Pick<ConsoleCore, "journals">, query: EndingQuery): Page<EndedSession> {
  const { tokenId, address, by } = query;
  const page = listJournal(journals.endings, query, (entry) => {
    if (tokenId !== undefined && entry.tokenId !== tokenId) return false;
    if (address !== undefined && !isAtAddress(entry.address, address)) return false;
    return by === undefined || entry.ending.by === by;
  });
  return { ...page, items: page.items.map(endedView) };
}

/** Newest first. */
export function listJournal<T extends { readonly id: string }>(
  journal: Journal<T>,
  paging: Paging,
  isAsked?: (entry: T) => boolean,
): Page<T> {
  const page = journal.page(paging.cursor, pageSize(paging), isAsked);
  return page.nextCursor === undefined
    ? { items: [...page.items] }
    : { items: [...page.items], nextCursor: page.nextCursor };
}

/** Newest first; the cursor is the revision to go on below. A page ends early behind rows with many changes, of which an import has one a token. */
export function listAudit({ store }: Pick<ConsoleCore, "store">, paging: Paging) {
  const limit = pageSize(paging);
  let before = paging.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(paging.cursor);
  if (!Number.isSafeInteger(before)) throw badCursor();
  const items: AuditView[] = [];
  let changes = 0;
  for (;;) {
    const asked = Math.min(AUDIT_STEP, limit + 1 - items.length);
    const rows = asking(() => store.listAudit({ before, limit: asked }));
    for (const row of rows) {
      if (items.length === limit || (items.length > 0 && changes + row.summary.length > LIMITS.auditPageChanges)) {
        return { items, nextCursor: String(before) };
      }
      changes += row.summary.length;
      before = row.revision;
      items.push(auditView(row));
    }
    if (rows.length < asked) return { items };
  }
}

/** Rows read at once: one may have ten thousand changes. */
const AUDIT_STEP = 4;

/** Newest first, of one topic or of all that a filter matches, or of every topic. The cursor is the number to go on below. */
export function listMessages(
  { topics }: Pick<ConsoleCore, "topics">,
  query: Paging & { readonly topic?: string | undefined },
) {
  const limit = pageSize(query);
  if (query.cursor !== undefined && !/^\d{1,15}$/.test(query.cursor)) throw badCursor();
  const before = query.cursor === undefined ? Number.POSITIVE_INFINITY : Number(query.cursor);
  const messages = topics.newest(query.topic, before, limit + 1);
  const items = messages.slice(0, limit).map(messageView);
  const last = messages[limit - 1];
  return messages.length > limit && last !== undefined ? { items, nextCursor: String(last.number) } : { items };
}

/** Oldest first. */
export function listRooms(core: ConsoleCore, paging: Paging): Page<Room> {
  const page = pageByKey(core.chat.all(), ({ createdAt, name }) => [createdAt, name], paging);
  return { ...page, items: page.items.map((room) => roomView(core, room)) };
}
