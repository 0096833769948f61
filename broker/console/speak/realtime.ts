/** Owns speaking to clients by who they are: broadcast, users, connections, and asking a user (Q9 to Q11). */
import { actingSubject } from "../../access/subject.ts";
import type { Actor } from "../../contract/console.ts";
import { isNestedBeyond } from "../../contract/json-depth.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { ConnectionView, Subject } from "../../contract/nouns.ts";
import type { ConnectionInfo, OnlineUser, UserAnswer, WaitedEvent } from "../../contract/realtime.ts";
import { checkTopic } from "../../contract/topics.ts";
import type { Place, Present } from "../../presence/place.ts";
import { REALTIME_PLACE } from "../../presence/presence.ts";
import { isSession } from "../../sessions/reader.ts";
import type { Session } from "../../sessions/session.ts";
import type { ConsoleCore } from "../console-core.ts";
import { kick } from "../edits/kick.ts";
import { messageText } from "../endpoints/json-input.ts";
import { type Page, type Paging, pageByKey } from "../lists/cursor.ts";
import { connectionView } from "../lists/views.ts";
import { badField, conflict, notFound } from "../refused.ts";

/** What is sent: a value, or its JSON text. */
export interface Content {
  readonly data?: unknown;
  readonly json?: string | undefined;
}

const textOf = ({ policy }: ConsoleCore, { data, json }: Content): string =>
  messageText(policy.current.settings.maxFrameBytes, "data", data, json);
/** What the reference's client compares with before it decides to stay away. */
const FORCED = "forced_disconnect";
const online = ({ presence }: ConsoleCore): Place<Session> => presence.at(REALTIME_PLACE);

export function broadcast(core: ConsoleCore, content: Content) {
  return { connections: core.audience.broadcast(textOf(core, content)) };
}

/** Publishes as the operator does: to every subscriber of whatever dialect. @throws Refused BAD_REQUEST */
export function publishTopic(core: ConsoleCore, input: Content & { readonly topic: string }) {
  const checked = checkTopic(input.topic);
  if (!checked.ok) throw badField("topic", checked.reason);
  return { topic: input.topic, delivered: core.publish(input.topic, textOf(core, input)) };
}

/** 0 connections when the user is offline. */
export function sendToUser(core: ConsoleCore, input: Subject & Content) {
  return { connections: core.audience.sendToUser(input, textOf(core, input)) };
}

/** @throws Refused NOT_FOUND, or CONFLICT for a connection whose protocol has no such messages */
export function sendToConnection(core: ConsoleCore, input: Content & { readonly id: string }) {
  return core.audience.sendToConnection(input.id, textOf(core, input)) ? { connections: 1 } : notSent(core, input.id);
}

function notSent(core: Pick<ConsoleCore, "registry">, id: string): never {
  const session = core.registry.get(id);
  if (session === undefined) throw notFound("connection", id);
  const { name } = session.dialect;
  throw conflict(`Connection ${id} speaks ${name}, which has no messages to one connection`, { dialect: name });
}

/** Answers like `sendToUser`. @throws Refused BAD_REQUEST for what is no object with a `type` */
export function sendEventToUser(core: ConsoleCore, input: Subject & Content) {
  return { connections: core.audience.sendEventToUser(input, eventText(core, input)) };
}

/** @throws Refused like `sendToConnection` */
export function sendEventToConnection(core: ConsoleCore, input: Content & { readonly id: string }) {
  const isSent = core.audience.sendEventToConnection(input.id, eventText(core, input));
  return isSent ? { connections: 1 } : notSent(core, input.id);
}

function eventText(core: ConsoleCore, content: Content): string {
  const text = textOf(core, content);
  const event: unknown = JSON.parse(text);
  const isEvent = typeof event === "object" && event !== null && "type" in event && typeof event.type === "string";
  if (!isEvent) throw badField("data", "an event is an object with a `type` that is a text");
  return text;
}

export function authCount(core: ConsoleCore, userType: string | undefined) {
  const users = [...online(core).online(userType)];
  return { connections: users.reduce((sum, { sessions }) => sum + sessions.size, 0), users: users.length };
}

/** Longest online first. */
export function listOnlineUsers(
  core: ConsoleCore,
  query: Paging & { readonly userType?: string | undefined },
): Page<OnlineUser> {
  const key = ({ subject, since }: Present<Session>) => [since, subject.userType, subject.userId];
  const page = pageByKey(online(core).online(query.userType), key, query);
  const items = page.items.map(({ subject, sessions, since }) => ({
    ...subject,
    connections: sessions.size,
    since: new Date(since).toISOString(),
  }));
  return { ...page, items };
}

export function isOnline(core: ConsoleCore, user: Subject) {
  const connections = online(core).find(user)?.sessions.size ?? 0;
  return { online: connections > 0, connections };
}

/** Oldest first. */
export function userConnections(core: ConsoleCore, user: Subject): { items: ConnectionView[] } {
  const sessions = [...(online(core).find(user)?.sessions ?? [])];
  return { items: sessions.map((session) => connectionView(session, core)) };
}

/** The notice goes out before the close frame; each close is remembered like any kick (R9). */
export function disconnectUser(
  core: ConsoleCore,
  { userType, userId, reason = FORCED }: Subject & { readonly reason?: string | undefined },
  actor: Actor,
): { closed: string[] } {
  const ids = core.audience.announceDisconnect({ userType, userId }, reason);
  const { closed } = kick(core, ids, { reason }, actor);
  return { closed: closed.map(({ connectionId }) => connectionId) };
}

export interface RealtimeQuestion extends Subject, Content {
  /** Seconds. */
  readonly timeout?: number | undefined;
}

/** Waits for the first answer of any connection of the user. @throws Refused CONFLICT while too many questions wait */
export async function requestUser(core: ConsoleCore, question: RealtimeQuestion): Promise<UserAnswer> {
  const { audience, clock } = core;
  const { userType, userId, timeout = LIMITS.requestDefaultMs / 1000 } = question;
  const text = textOf(core, question);
  if (audience.openQuestions >= LIMITS.questionsOpen) {
    throw conflict(`${LIMITS.questionsOpen} questions wait for an answer already`, { open: audience.openQuestions });
  }
  const askedAt = clock.elapsed();
  const json = await audience.request({ userType, userId }, text, timeout * 1000);
  const ms = clock.elapsed() - askedAt;
  const isValue = json !== null && !isNestedBeyond(json, LIMITS.jsonDepth);
  return { answered: json !== null, answer: isValue ? JSON.parse(json) : null, json, ms };
}

/** Rejects with Refused CONFLICT while too many wait, BAD_REQUEST for a match that is too large. */
export async function waitForEvent(
  core: Pick<ConsoleCore, "audience" | "clock">,
  input: Subject & { readonly match: Readonly<Record<string, unknown>>; readonly timeout?: number | undefined },
): Promise<WaitedEvent> {
  const { audience, clock } = core;
  const { userType, userId, match, timeout = LIMITS.requestDefaultMs / 1000 } = input;
  if (Buffer.byteLength(JSON.stringify(match)) > LIMITS.matchBytes) {
    throw badField("match", `at most ${LIMITS.matchBytes} bytes of JSON`);
  }
  if (audience.openWaits >= LIMITS.waitsOpen) {
    throw conflict(`${LIMITS.waitsOpen} waits for an event are open already; wait until one ends`, {
      open: audience.openWaits,
    });
  }
  const since = clock.elapsed();
  const json = await audience.waitForEvent({ userType, userId }, match, timeout * 1000);
  return { matched: json !== null, event: json === null ? null : JSON.parse(json), json, ms: clock.elapsed() - since };
}

/** @throws Refused NOT_FOUND */
export function connectionInfo(core: ConsoleCore, id: string): ConnectionInfo {
  const session = core.registry.get(id);
  if (session === undefined) throw notFound("connection", id);
  const view = connectionView(session, core);
  const actsAs = session.isSubjectBound ? actingSubject({ id: view.tokenId, subject: view.subject }) : null;
  const stored = actsAs === null ? [] : [...core.audience.metaOf(actsAs)];
  const metaJson = `{${stored.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(",")}}`;
  return { ...view, actsAs, meta: JSON.parse(metaJson), metaJson };
}

/** @throws Refused BAD_REQUEST */
export function topicSubscribers(core: ConsoleCore, topic: string) {
  const checked = checkTopic(topic);
  if (!checked.ok) throw badField("topic", checked.reason);
  return {
    topic,
    items: core.router
      .route(topic)
      .targets.filter(isSession)
      .map((session) => connectionView(session, core)),
  };
}
