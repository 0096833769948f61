/** Owns the edits of topics by an operator: what they do, how they are told, and what takes them back (A5). */
import { countText } from "../../contract/quantities.ts";
import type { ChangeSummary, TopicEdit } from "../../ports/store.ts";
import { NO_METADATA, type TopicRecord } from "../../topics/topic-record.ts";
import type { Topics } from "../../topics/topics.ts";
import { conflict } from "../refused.ts";

/** Does what has been stored in the audit already; the history writes the rest. */
export function takeTopicEdit(topics: Topics, edit: TopicEdit): void {
  switch (edit.kind) {
    case "make":
      topics.describe(topics.register(edit.name, "console"), edit.metadata);
      break;
    case "describe": {
      const record = topics.get(edit.name);
      if (record !== undefined) topics.describe(record, edit.metadata);
      break;
    }
    case "delete":
      topics.delete(edit.name);
      break;
    default:
      edit satisfies never;
  }
}

/** What brings the edit back again when it is taken back. @throws Refused CONFLICT when messages would be lost, or the topic is another by now */
export function undoTopicEdit(topics: Topics, edit: TopicEdit): TopicEdit {
  const { name } = edit;
  const record = topics.get(name);
  if (edit.kind === "make") {
    if (record !== undefined) throw conflict(`The topic ${name} is there again already`, { topic: name });
    return { kind: "delete", name };
  }
  if (record === undefined) throw conflict(`The topic ${name} is no longer there`, { topic: name });
  if (edit.kind === "describe") return { kind: "describe", name, metadata: record.metadata };
  if (record.messages > 0) {
    const why = "because what was published to it would be lost";
    throw conflict(`This edit cannot be undone, ${why}; delete the topic instead`, { topic: name });
  }
  return { kind: "make", name, metadata: record.metadata };
}

/** Told before it is done. */
export function summaryOf(topics: Topics, edit: TopicEdit): ChangeSummary {
  const subject = `Topic ${edit.name}`;
  const record = topics.get(edit.name);
  switch (edit.kind) {
    case "make":
      return { subject, object: "topic", before: "none", after: "made" };
    case "describe":
      return { subject, object: "metadata", before: keysOf(record), after: words(edit.metadata) };
    case "delete":
      return { subject, object: "topic", before: countOf(record), after: "deleted" };
  }
}

function keysOf(record: TopicRecord | undefined): string {
  return words(record?.metadata ?? NO_METADATA);
}

/** The keys alone: a value may be anything, and long. */
function words(metadata: string): string {
  const keys = Object.keys(JSON.parse(metadata));
  if (keys.length === 0) return "none";
  const more = keys.length - KEYS_TOLD;
  return keys.slice(0, KEYS_TOLD).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

const KEYS_TOLD = 5;

function countOf(record: TopicRecord | undefined): string {
  return countText((record?.kept ?? 0) + (record?.storedOnly ?? 0), "message");
}
