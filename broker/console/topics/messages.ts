/** Owns paging through the kept messages of one topic, by place, so that a window can say "page 3 of 10". */
import type { MessageView } from "../../contract/nouns.ts";
import { badField } from "../refused.ts";
import type { Rooms } from "../rooms.ts";
import { messageView } from "../views.ts";
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
export function topicMessages(rooms: Rooms, { name, limit = PAGE, offset = 0, upTo }: MessagesQuery): MessagesPage {
  const record = knownTopic(rooms, name);
  if (upTo !== undefined && !/^\d{1,15}$/.test(upTo)) throw badField("upTo", "give the `upTo` of the first page");
  const last = upTo === undefined ? (record.newest?.number ?? 0) : Number(upTo);
  const total = record.countBelow(last + 1);
  const items: MessageView[] = [];
  for (let place = total - 1 - offset; place >= 0 && items.length < limit; place--) {
    const message = record.kept.at(place);
    if (message !== undefined) items.push(messageView(message));
  }
  return { items, total, offset, upTo: String(last) };
}
