/** Owns paging through the kept messages of one topic, by place, so that a window can say "page 3 of 10". */
import type { MessageView } from "../../contract/nouns.ts";
import type { ConsoleCore } from "../console-core.ts";
import { messageView } from "../lists/views.ts";
import { badField } from "../refused.ts";
import { knownTopic } from "./registry.ts";

export interface MessagesQuery {
  readonly name: string;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** Of the first page's answer: messages published after it are not counted, so that pages stay where they are. */
  readonly upTo?: string | undefined;
}

export interface MessagesPage {
  readonly items: MessageView[];
  readonly total: number;
  readonly offset: number;
  readonly upTo: string;
}

const PAGE = 100;

/** Newest first. @throws Refused NOT_FOUND, BAD_REQUEST */
export function topicMessages(
  core: ConsoleCore,
  { name, limit = PAGE, offset = 0, upTo }: MessagesQuery,
): MessagesPage {
  const record = knownTopic(core, name);
  if (upTo !== undefined && !/^\d{1,15}$/.test(upTo)) throw badField("upTo", "give the `upTo` of the first page");
  const { history } = core.topics;
  const last = upTo === undefined ? (history.newestOf(record)?.number ?? 0) : Number(upTo);
  let newer = 0;
  for (const { number } of history.backwards(record)) {
    if (number <= last) break;
    newer++;
  }
  const items = history.page(record, newer + offset, limit).map(messageView);
  const total = record.kept - newer;
  return { items, total, offset, upTo: String(last) };
}
