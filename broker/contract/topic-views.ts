/** Owns topics as the console and scripts see them: the registry, the tree that moves, messages, number fields, and who would receive. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { Access, MessageView, Subject } from "./nouns.ts";
import { base, id, list, page } from "./procedure.ts";

const time = z.iso.datetime();
const count = z.int().min(0);

/** What the operator writes about a topic: any JSON object. */
export const Metadata = z.record(z.string(), z.json());
export type Metadata = z.infer<typeof Metadata>;

export const TopicView = z.object({
  name: z.string(),
  /** Who made it: a message on it, an operator, or a subscriber in a dialect where subscribing does. */
  source: z.enum(["publish", "console", "subscribe"]),
  createdAt: time,
  lastPublishedAt: time.nullable(),
  /** Ever published. */
  messages: count,
  /** In the history now. */
  kept: count,
  /** A message in the last minute. */
  isActive: z.boolean(),
  /** Live connections with a filter that matches. */
  subscribers: count,
  metadata: Metadata,
  /** Its text, so that long numbers keep their digits. */
  metadataJson: z.string(),
});
export type TopicView = z.infer<typeof TopicView>;

/** One topic of the tree, compact: many go out ten times a second. */
export const TopicRow = z.tuple([
  /** name */ z.string(),
  /** messages ever */ count,
  /** messages a second, over the last ten */ z.number(),
  /** the last message in a few characters; null before the first that is kept */ z.string().nullable(),
  /** epoch milliseconds of the last message */ z.number().nullable(),
]);
export type TopicRow = z.infer<typeof TopicRow>;

export const TopicsSnapshot = z.object({ type: z.literal("snapshot"), seq: count, rows: z.array(TopicRow) });
export type TopicsSnapshot = z.infer<typeof TopicsSnapshot>;

/** Rows to put, by name, and names that are gone. */
export const TopicsPatch = z.object({
  type: z.literal("patch"),
  seq: count,
  rows: z.array(TopicRow),
  gone: z.array(z.string()),
});
export type TopicsPatch = z.infer<typeof TopicsPatch>;

export const TopicsEvent = z.discriminatedUnion("type", [TopicsSnapshot, TopicsPatch]);
export type TopicsEvent = z.infer<typeof TopicsEvent>;

export const Receiver = z.object({
  connectionId: id,
  tokenId: id,
  tokenName: z.string().nullable(),
  subject: Subject.nullable(),
  dialect: z.string(),
  address: z.string(),
  /** The first of its filters that matches. */
  filter: z.string(),
  /** `away`: it has no connection, and what it is sent waits for it; `connectionId` is then its session's. */
  state: z.enum(["online", "slow", "away"]),
});
export type Receiver = z.infer<typeof Receiver>;

/** A token that may read the topic, though none of its connections would receive it now. */
export const PossibleReader = z.object({
  tokenId: id,
  tokenName: z.string().nullable(),
  /** The tag that allows it. */
  pattern: z.string(),
  access: Access,
  /** Its live connections: none of them has a filter that matches. */
  connections: count,
  state: z.enum(["enabled", "disabled", "expired"]),
});
export type PossibleReader = z.infer<typeof PossibleReader>;

/** A place in a JSON value, as a JSON pointer (RFC 6901); "" is the value itself. */
const pointer = z.string().max(LIMITS.pointerLength);

export const NumberField = z.object({
  path: pointer,
  now: z.number(),
  /** That number as it was written. */
  text: z.string(),
  /** Since the message before that had the field; null when there is none. */
  change: z.number().nullable(),
  min: z.number(),
  max: z.number(),
  /** Oldest first, a few dozen values over what was looked at. */
  trend: z.array(z.number()),
});
export type NumberField = z.infer<typeof NumberField>;

const byName = z.object({ name: z.string() });
/** An object, or its JSON text, so that long numbers keep their digits. */
const described = { metadata: Metadata.optional(), metadataJson: z.string().optional() };
const routes = { tags: ["topics"] };

export const topics = {
  /** By name. `search` finds text in names, in any case. */
  list: base
    .route({ method: "GET", path: "/topics", ...routes })
    .input(z.object({ ...page, search: z.string().optional() }))
    .output(list(TopicView)),
  create: base
    .route({ method: "POST", path: "/topics", successStatus: 201, ...routes })
    .input(z.strictObject({ name: z.string(), ...described }))
    .output(TopicView),
  get: base
    .route({ method: "GET", path: "/topics/{name}", ...routes })
    .input(byName)
    .output(TopicView),
  /** What is given replaces what was there. */
  update: base
    .route({ method: "PATCH", path: "/topics/{name}", ...routes })
    .input(z.strictObject({ name: z.string(), ...described }))
    .output(TopicView),
  /** P8: the topic, its history and the subscriptions of dialects that know topics are forgotten; connections stay. */
  delete: base
    .route({ method: "DELETE", path: "/topics/{name}", ...routes })
    .input(byName)
    .output(z.object({ name: z.string(), messages: count, subscribers: count })),
  /** Newest first. `upTo` of the first page keeps later pages where they are while messages arrive. */
  messages: base
    .route({ method: "GET", path: "/topics/{name}/messages", ...routes })
    .input(
      byName.extend({
        limit: page.limit,
        offset: z.coerce.number().int().min(0).optional(),
        upTo: z.string().optional(),
      }),
    )
    .output(z.object({ items: z.array(MessageView), total: count, offset: count, upTo: z.string() })),
  /** The published bytes of one kept message, as a file. */
  payload: base
    .route({ method: "GET", path: "/topics/{name}/messages/{id}/payload", ...routes })
    .input(byName.extend({ id: z.string() }))
    .output(z.file()),
  receivers: base
    .route({ method: "GET", path: "/topics/{name}/receivers", ...routes })
    .input(byName)
    .output(
      z.object({
        /** At most 1000 of them. */
        receivers: z.array(Receiver),
        total: count,
        possible: z.array(PossibleReader),
      }),
    ),
  /** The number fields of the newest kept messages. */
  fields: base
    .route({ method: "GET", path: "/topics/{name}/fields", ...routes })
    .input(byName)
    .output(z.object({ fields: z.array(NumberField) })),
  /** One number field over time, oldest first; beyond some hundred points the least and the greatest of each stretch. */
  series: base
    .route({ method: "GET", path: "/topics/{name}/series", ...routes })
    .input(byName.extend({ path: pointer.optional(), since: z.iso.datetime({ offset: true }).optional() }))
    .output(
      z.object({
        /** Epoch milliseconds. */
        at: z.array(z.number()),
        values: z.array(z.number()),
        /** Kept messages with the field in that time. */
        total: count,
      }),
    ),
  watch: base.route({ method: "GET", path: "/live/topics", tags: ["live"] }).output(eventIterator(TopicsEvent)),
};
