/** Owns topics and their subscribers as the REST interface tells of them, and changes them. */
import { parseExact, WrittenJson } from "../../../contract/exact-json.ts";
import { isNestedBeyond } from "../../../contract/json-depth.ts";
import { LIMITS } from "../../../contract/limits.ts";
import type { Metadata } from "../../../contract/topic-views.ts";
import { checkTopic, matches } from "../../../contract/topics.ts";
import type { Clock } from "../../../ports/clock.ts";
import { type ClientReader, isClient } from "../../../sessions/reader.ts";
import type { Session } from "../../../sessions/session.ts";
import type { TopicRecord } from "../../../topics/topic-record.ts";
import { clientOf } from "../client.ts";
import { failed, ok, type RestAnswer, refused } from "./answer.ts";
import type { RestParts } from "./rooms.ts";

export function health({ clock, topics, router, startedAt }: RestParts): RestAnswer {
  const uptime = Math.floor((clock.elapsed() - startedAt) / 1000);
  return ok({ uptime_sec: uptime, topics: topics.size, subscribers: router.subscriptions, status: "ok" });
}

export async function stats(parts: RestParts): Promise<RestAnswer> {
  const members: string[] = [];
  for await (const [{ name, messages }, subscribers] of counted(parts, [...parts.topics.all()])) {
    // Written by hand: a topic may be named as something that every object has.
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ messages, subscribers })}`);
  }
  return { status: 200, json: `{"topics":{${members.join(",")}}}` };
}

/** Newest first. */
export async function listTopics(parts: RestParts): Promise<RestAnswer> {
  const records = [...parts.topics.all()].reverse().sort((a, b) => b.createdAt - a.createdAt);
  const topics: unknown[] = [];
  for await (const [{ name, createdAt }, subscribers] of counted(parts, records)) {
    topics.push({ name, subscribers, created_at: iso(createdAt) });
  }
  return ok({ topics });
}

export function getTopic(parts: RestParts, name: string): RestAnswer {
  const record = parts.topics.get(name);
  if (record === undefined) return failed("topic-unknown", name);
  const hearers = parts.router.hearers(name).filter(isClient);
  const subscriptions = hearers.reduce((sum, session) => sum + filtersFor(session, name).length, 0);
  return ok({
    name,
    created_at: iso(record.createdAt),
    last_published: record.lastAt === null ? null : iso(record.lastAt),
    message_count: record.messages,
    subscriber_count: hearers.length,
    // As in the reference: a topic that is there. One that was deleted is not.
    is_active: true,
    metadata: new WrittenJson(record.metadata),
    subscriptions_count: subscriptions,
  });
}

/** Answers when it is written. */
export async function createTopic(parts: RestParts, body: string): Promise<RestAnswer> {
  if (isNestedBeyond(body, LIMITS.jsonDepth)) {
    return failed("metadata-invalid", `it is nested deeper than ${LIMITS.jsonDepth} levels`);
  }
  const fields = parseObject(body);
  if (fields === undefined) return failed("body-broken");
  const { name: given, metadata = {} } = fields;
  const name = typeof given === "string" ? given.trim() : "";
  if (name === "") return failed("topic-missing");
  const checked = checkTopic(name);
  if (!checked.ok) return failed("topic-invalid", checked.reason);
  if (!isObject(metadata)) return failed("metadata-invalid", "it must be a JSON object");
  const json = JSON.stringify(metadata);
  if (Buffer.byteLength(json) > LIMITS.metadataBytes) {
    return failed("metadata-invalid", `at most ${LIMITS.metadataBytes} bytes of JSON`);
  }
  if (parts.topics.get(name) !== undefined) return failed("topic-exists", name);
  if (!parts.topics.hasPlaceForMade) return failed("topics-full");
  const edited = await parts.edits.create(name, json);
  return edited.ok ? ok({ status: "created", topic: name }, 201) : refused(edited);
}

/** P8. Answers when it is written. */
export async function deleteTopic(parts: RestParts, name: string): Promise<RestAnswer> {
  if (parts.topics.get(name) === undefined) return failed("topic-unknown", name);
  const edited = await parts.edits.delete(name);
  return edited.ok ? ok({ status: "deleted", topic: name }) : refused(edited);
}

/** Connections, and sessions of clients that are away, that hear the topic, whatever dialect they speak and whether or not through a wildcard; oldest first. */
export function listSubscribers(parts: RestParts, name: string): RestAnswer {
  if (parts.topics.get(name) === undefined) return failed("topic-unknown", name);
  const hearers = parts.router
    .hearers(name)
    .filter(isClient)
    .sort((a, b) => a.order - b.order);
  const subscribers = hearers.map((reader) => subscriberView(reader, name));
  return ok({ topic: name, subscribers_count: subscribers.length, subscribers });
}

function subscriberView(session: ClientReader, topic: string) {
  if (session.kind === "away") {
    const { id, clientId, since } = session;
    return { connection_id: id, client_id: clientId, subscribed_at: iso(since), client_ip: "", user_agent: "" };
  }
  const { client_id, since } = nameFor(session, topic);
  const { peer, userAgent } = session.handshake;
  return {
    connection_id: session.id,
    client_id,
    subscribed_at: iso(since),
    client_ip: peer.host,
    user_agent: userAgent,
  };
}

/** Under which name it first asked for the topic; those who come with their filters are there since they connected, and have none. */
function nameFor(session: Session, topic: string): { readonly client_id: string | null; readonly since: number } {
  const subscriptions = clientOf(session)?.subscriptions;
  for (const filter of filtersFor(session, topic)) {
    for (const [client_id, since] of subscriptions?.get(filter) ?? []) return { client_id, since };
  }
  return { client_id: null, since: session.connectedAt };
}

function filtersFor({ filters, ownTopics, sharedFilters }: ClientReader, topic: string): string[] {
  return [...filters, ...ownTopics, ...sharedFilters].filter((filter) => matches(filter, topic));
}

/** Each record with its number of subscribers; other work gets its turn in between, since there may be many of both. */
async function* counted(
  { clock, router }: RestParts,
  records: readonly TopicRecord[],
): AsyncGenerator<readonly [TopicRecord, number]> {
  let looked = 0;
  for (const record of records) {
    const subscribers = router.countHearers(record.name);
    looked += subscribers + 1;
    yield [record, subscribers];
    if (looked < LIMITS.countedPerTurn) continue;
    looked = 0;
    await nextTurn(clock);
  }
}

function nextTurn(clock: Clock): Promise<void> {
  return new Promise((resolve) => clock.after(0, resolve));
}

function parseObject(body: string): Metadata | undefined {
  try {
    const value = parseExact(body);
    return isObject(value) ? value : undefined;
  } catch {
    // No JSON: the caller is told so.
    return undefined;
  }
}

function isObject(value: unknown): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
