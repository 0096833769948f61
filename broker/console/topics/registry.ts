/** Owns the operator's work on the registry of topics: listed, made, described, deleted. */
import { unchanged } from "../../access/plan.ts";
import type { Actor } from "../../contract/console.ts";
import { isNestedBeyond } from "../../contract/json-depth.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Metadata, TopicView } from "../../contract/topic-views.ts";
import { checkTopic } from "../../contract/topics.ts";
import type { TopicEdit } from "../../ports/store.ts";
import { NO_METADATA, type TopicRecord } from "../../topics/topic-record.ts";
import type { ConsoleCore } from "../console-core.ts";
import { applyPlan, type Corridor } from "../edits/apply-edit.ts";
import type { EditQueue } from "../edits/edit-queue.ts";
import { topicEdit } from "../edits/topics-section.ts";
import { compactJson, jsonText } from "../endpoints/json-input.ts";
import { type Page, type Paging, pageByKey } from "../lists/cursor.ts";
import { badField, conflict, notFound } from "../refused.ts";
import { countReceivers } from "./receivers.ts";

/** What edits of topics ask of the desk. */
export interface TopicDesk {
  readonly core: ConsoleCore;
  readonly edits: EditQueue;
}

/** By name; those whose name holds `search`, in any case. */
export function listTopics(
  core: ConsoleCore,
  query: Paging & { readonly search?: string | undefined },
): Page<TopicView> {
  const text = query.search?.toLowerCase() ?? "";
  const found = [...core.topics.all()].filter(({ name }) => name.toLowerCase().includes(text));
  const page = pageByKey(found, ({ name }) => [name], query);
  return { ...page, items: page.items.map((record) => topicView(core, record)) };
}

/** @throws Refused NOT_FOUND */
export function getTopic(core: ConsoleCore, name: string): TopicView {
  return topicView(core, knownTopic(core, name));
}

/** Answers when it is written. @throws Refused BAD_REQUEST, CONFLICT when it is there already */
export async function createTopic(
  { core, edits }: TopicDesk,
  { name, ...description }: { readonly name: string } & Description,
  actor: Actor,
): Promise<TopicView> {
  const checked = checkTopic(name);
  if (!checked.ok) throw badField("name", checked.reason);
  const metadata = metadataText(description) ?? NO_METADATA;
  const record = await edits.run((corridor) => {
    const known = core.topics.get(name);
    if (known !== undefined) {
      throw conflict(`The topic ${name} is there already`, { topic: name, source: known.source });
    }
    if (!core.topics.hasPlaceForMade) {
      throw conflict(`Operators made ${LIMITS.topicsMade} topics already; delete one first`, {});
    }
    applyTopic(corridor, { kind: "make", name, metadata }, { kind: "delete", name }, actor);
    return knownTopic(core, name);
  });
  await core.settleHistory();
  return topicView(core, record);
}

/** Answers when it is written. @throws Refused NOT_FOUND, BAD_REQUEST */
export async function describeTopic(
  { core, edits }: TopicDesk,
  name: string,
  description: Description,
  actor: Actor,
): Promise<TopicView> {
  const record = await edits.run((corridor) => {
    const known = knownTopic(core, name);
    const metadata = metadataText(description);
    if (metadata === undefined) throw badField("metadata", "is missing; {} says nothing about the topic");
    // A2: what changes nothing leaves no trace.
    if (metadata === known.metadata) return known;
    const undo = { kind: "describe", name, metadata: known.metadata } as const;
    applyTopic(corridor, { kind: "describe", name, metadata }, undo, actor);
    return known;
  });
  await core.settleHistory();
  return topicView(core, record);
}

/** Answers when it is written. @throws Refused NOT_FOUND */
export async function deleteTopic({ core, edits }: TopicDesk, name: string, actor: Actor) {
  const deleted = await edits.run((corridor) => {
    const subscribers = countReceivers(core, name);
    const record = knownTopic(core, name);
    const messages = record.kept + record.storedOnly;
    const undo = { kind: "make", name, metadata: record.metadata } as const;
    applyTopic(corridor, { kind: "delete", name }, record.messages === 0 ? undo : undefined, actor);
    return { name, messages, subscribers };
  });
  await core.settleHistory();
  return deleted;
}

/** The audit first, then in force; without `undo` the edit cannot be taken back. @throws Refused with nothing changed */
function applyTopic(corridor: Corridor, edit: TopicEdit, undo: TopicEdit | undefined, actor: Actor): void {
  const { policy, topics } = corridor.core;
  const plan = corridor.sections.carry(unchanged(policy.current), [topicEdit(topics, edit, undo)]);
  applyPlan(corridor, plan, actor, { revertible: undo !== undefined });
}

/** @throws Refused NOT_FOUND */
export function knownTopic({ topics }: Pick<ConsoleCore, "topics">, name: string): TopicRecord {
  const record = topics.get(name);
  if (record === undefined) throw notFound("topic", name);
  return record;
}

function topicView(core: ConsoleCore, record: TopicRecord): TopicView {
  const { name, source, createdAt, lastAt, messages, kept, metadata } = record;
  return {
    name,
    source,
    createdAt: new Date(createdAt).toISOString(),
    lastPublishedAt: lastAt === null ? null : new Date(lastAt).toISOString(),
    messages,
    kept,
    isActive: core.topics.isActive(record),
    subscribers: countReceivers(core, name),
    metadata: JSON.parse(metadata),
    metadataJson: metadata,
  };
}

/** What an operator writes about a topic: an object, or its text. */
interface Description {
  readonly metadata?: Metadata | undefined;
  readonly metadataJson?: string | undefined;
}

/** Undefined when nothing was given. @throws Refused BAD_REQUEST */
function metadataText({ metadata, metadataJson }: Description): string | undefined {
  if (metadata === undefined && metadataJson === undefined) return undefined;
  const written = jsonText("metadata", metadata, metadataJson, "metadataJson");
  if (isNestedBeyond(written, LIMITS.jsonDepth)) {
    throw badField("metadata", `is nested at most ${LIMITS.jsonDepth} levels deep`);
  }
  const json = compactJson(written);
  if (!json.startsWith("{")) throw badField("metadata", "is a JSON object");
  const bytes = Buffer.byteLength(json);
  if (bytes > LIMITS.metadataBytes) {
    throw badField("metadata", `is at most ${LIMITS.metadataBytes} bytes of JSON; this has ${bytes}`);
  }
  return json;
}
