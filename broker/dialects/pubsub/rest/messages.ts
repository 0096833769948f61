/** Owns the pages of a topic's messages. */
import { ANONYMOUS_ID } from "../../../access/anonymous.ts";
import { maySubscribe } from "../../../access/decide.ts";
import { LIMITS } from "../../../contract/limits.ts";
import type { Message } from "../../../topics/message.ts";
import { failed, type RestAnswer, type RestRequest } from "./answer.ts";
import type { RestParts } from "./rooms.ts";

/** Newest first. Without the key only what clients without a token may read. */
export function listMessages(
  { topics, policy }: RestParts,
  name: string,
  { query, hasKey }: Pick<RestRequest, "query" | "hasKey">,
): RestAnswer {
  const record = topics.get(name);
  if (record === undefined) return failed("topic-unknown", name);
  if (!hasKey && !maySubscribe(policy.current, ANONYMOUS_ID, name).allowed) return failed("topic-denied", name);
  const asked = new URLSearchParams(query);
  const limit = countIn(asked, "limit", LIMITS.pubsubPageDefault);
  if (limit === undefined) return failed("page-invalid", "limit");
  const offset = countIn(asked, "offset", 0);
  if (offset === undefined) return failed("page-invalid", "offset");
  const shown = Math.min(limit, LIMITS.pubsubPageMax);
  const messages = topics.history.page(record, offset, shown).map(messageText);
  const page = `"total_count":${record.kept},"limit":${shown},"offset":${offset}`;
  return { status: 200, json: `{"topic":${JSON.stringify(name)},"messages":[${messages.join(",")}],${page}}` };
}

/** The payload stands as it was written: its numbers keep their digits. */
function messageText({ id, topic, clientId, json, at }: Message): string {
  const who = `"topic_name":${JSON.stringify(topic)},"publisher_id":${JSON.stringify(clientId)}`;
  return `{"id":${JSON.stringify(id)},${who},"data":${json},"published_at":"${new Date(at).toISOString()}"}`;
}

/** Undefined when it is no whole number, 0 or more. */
function countIn(asked: URLSearchParams, name: string, otherwise: number): number | undefined {
  const text = asked.get(name);
  if (text === null) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
