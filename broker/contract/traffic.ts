/** Owns the traffic capture as the console sees it: its rows, the stream of them, one message with its fan-out, and the export. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { MessageForm, NearestPermission } from "./nouns.ts";
import { base, id } from "./procedure.ts";

const count = z.int().min(0);
const filter = z.string().max(LIMITS.trafficFilterLength).optional();

/** What became of a message, or why it was refused. */
export const TrafficResult = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("delivered"),
    delivered: count,
    /** R5: not sent, since the session had lost its right. */
    withheld: count,
    /** M8, and sessions that ended before their frame left. */
    dropped: count,
  }),
  z.object({
    kind: z.literal("refused"),
    /** Of `REFUSALS` or `DIRECT_FAILURES`. */ code: z.string(),
    reason: z.string(),
  }),
  z.object({ kind: z.literal("door"), /** Of `DOOR_STEPS`. */ step: z.string(), code: z.int(), reason: z.string() }),
]);
export type TrafficResult = z.infer<typeof TrafficResult>;

/** To everybody, to a user, to a connection; a question to a user; a client's answer. */
export const DIRECT_ACTS = ["broadcast", "user", "connection", "question", "answer"] as const;
export type DirectAct = (typeof DIRECT_ACTS)[number];

/** One message or refusal, as the list shows it. */
export const TrafficRow = z.object({
  /** Grows with time within one run of the engine. */
  id,
  at: z.iso.datetime(),
  /** A client's message, the operator's, an automatic reply, another node's; a refused frame; a refused handshake; sent past all topics. */
  kind: z.enum(["in", "operator", "reply", "node", "refused", "door", "direct"]),
  /** The sending connection; null when there is none. */
  connectionId: id.nullable(),
  /** What a person calls the sender; an automatic reply goes by its rule's name; null for the operator and other nodes. */
  from: z.string().nullable(),
  tokenId: id.nullable(),
  tokenName: z.string().nullable(),
  topic: z.string().nullable(),
  /** Of what was sent past all topics: how, and to whom: `user:ada`, a connection's id, `everybody`, of an answer `operator`. */
  direct: z.object({ act: z.enum(DIRECT_ACTS), to: z.string() }).optional(),
  /** The beginning of the payload. */
  text: z.string(),
  /** Of messages: how their bytes follow from the payload. */
  form: MessageForm.optional(),
  /** Bytes of the payload, as they came. */
  size: count,
  result: TrafficResult,
  /** The pattern of the permission that decided, or "default", "frame", "rate limit", "door", "operator", "automatic reply", "other node", "answer". */
  rule: z.string(),
});
export type TrafficRow = z.infer<typeof TrafficRow>;

/** How full the capture is. */
export const CaptureUsage = z.object({
  isOn: z.boolean(),
  rows: count,
  bytes: count,
  maxRows: count,
  maxBytes: count,
  /** Rows that the quota let go: 0 means that nothing is missing. */
  evicted: count,
});
export type CaptureUsage = z.infer<typeof CaptureUsage>;

/** Rows of the capture that match the filter; `total` is of all. */
export const TrafficCounts = z.object({
  total: count,
  matched: count,
  /** Of the matching: rows refused, rows with a drop, rows with something withheld. */
  denied: count,
  dropped: count,
  withheld: count,
});
export type TrafficCounts = z.infer<typeof TrafficCounts>;

/** Matching rows of the last five minutes, oldest bucket first. */
export const TrafficHistogram = z.object({
  /** Epoch milliseconds at which the first bucket begins. */
  from: z.number(),
  bucketMs: count,
  all: z.array(count),
  denied: z.array(count),
});
export type TrafficHistogram = z.infer<typeof TrafficHistogram>;

/**
 * One event of the stream. `start` forgets what the view holds; `newer` goes on top of it and `older` below, both newest first. The view
 * holds a window: `skipped` counts matching rows between `newer` and what was sent before that no event carries.
 */
export const TrafficEvent = z.object({
  type: z.enum(["start", "more"]),
  newer: z.array(TrafficRow),
  skipped: count,
  older: z.array(TrafficRow),
  /** Rows sent before whose counts have changed since. */
  changed: z.array(TrafficRow),
  counts: TrafficCounts,
  capture: CaptureUsage,
  histogram: TrafficHistogram,
  /** The rows from before the stream began are still being counted. */
  isCounting: z.boolean(),
});
export type TrafficEvent = z.infer<typeof TrafficEvent>;

/** Somebody who had a filter that matched, or to whom it was sent. */
export const TrafficRecipient = z.object({
  connectionId: id,
  label: z.string(),
  tokenId: id,
  tokenName: z.string().nullable(),
  /** Those of its filters that match; none for what was sent past all topics. */
  filters: z.array(z.string()),
  /**
   * `sent` with its turn, `late` after waiting, `waiting` still, also for the return of a client that is away; `dropped` from a full queue, `too-slow` closed with 4009, `left-before` its
   * frame left; `withheld` from its queue, `shut-out` since it was closing.
   */
  fared: z.enum(["sent", "late", "waiting", "dropped", "too-slow", "left-before", "withheld", "shut-out"]),
  /** Milliseconds from the publish to the frame handed to the operating system. */
  delayMs: z.number().nullable(),
  /** How its session ended, where that is why; without a code it stayed and lost filters. */
  ending: z.object({ code: z.int().nullable(), reason: z.string(), by: z.string(), revision: z.int() }).nullable(),
});
export type TrafficRecipient = z.infer<typeof TrafficRecipient>;

export const TrafficFanOut = z.object({
  /** Sessions with a matching filter, and how many such filters they hold. */
  matched: count,
  filters: count,
  delivered: count,
  waiting: count,
  withheld: count,
  dropped: count,
  slowestMs: z.number().nullable(),
  /** The exceptional first, then by delay; at most `LIMITS.fanOutListed`. */
  recipients: z.array(TrafficRecipient),
});
export type TrafficFanOut = z.infer<typeof TrafficFanOut>;

/** One row whole. */
export const TrafficMessage = z.object({
  row: TrafficRow,
  /** The whole payload. */
  text: z.string(),
  /** The permission that allowed it, or on a refusal the one that came closest. */
  permission: NearestPermission.nullable(),
  /** Revision of the policy that decided. */
  revision: z.int(),
  /** Null for what was refused, and for an answer. */
  fanOut: TrafficFanOut.nullable(),
});
export type TrafficMessage = z.infer<typeof TrafficMessage>;

export const ExportFormat = z.enum(["ndjson", "csv"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const trafficProcedures = {
  /** `after` is the newest row that the view holds: the stream goes on from there, if it can. */
  watch: base
    .route({ method: "GET", path: "/traffic/live", tags: ["traffic"] })
    .input(z.object({ filter, after: id.optional() }))
    .output(eventIterator(TrafficEvent)),
  /** Newest first: rows older than `before` (or the newest) and newer than `after`. */
  page: base
    .route({ method: "GET", path: "/traffic", tags: ["traffic"] })
    .input(
      z.object({
        filter,
        before: id.optional(),
        after: id.optional(),
        limit: z.coerce.number().int().min(1).max(LIMITS.pageMax).optional(),
      }),
    )
    .output(z.object({ items: z.array(TrafficRow), nextCursor: z.string().optional() })),
  get: base
    .route({ method: "GET", path: "/traffic/{id}", tags: ["traffic"] })
    .input(z.object({ id }))
    .output(TrafficMessage),
  /** The published bytes of a message, as a file. */
  payload: base
    .route({ method: "GET", path: "/traffic/{id}/payload", tags: ["traffic"] })
    .input(z.object({ id }))
    .output(z.file()),
  /** The matching rows as a file, oldest first. */
  export: base
    .route({ method: "GET", path: "/traffic/export", tags: ["traffic"] })
    .input(z.object({ filter, format: ExportFormat.optional() }))
    .output(z.file()),
  /** The same in parts, for whoever writes the file itself. The first part has no `cursor`; the last answer has none either. */
  exportPart: base
    .route({ method: "GET", path: "/traffic/export/part", tags: ["traffic"] })
    .input(z.object({ filter, format: ExportFormat.optional(), cursor: id.optional() }))
    .output(z.object({ text: z.string(), rows: count, nextCursor: z.string().optional() })),
  usage: base.route({ method: "GET", path: "/traffic/usage", tags: ["traffic"] }).output(CaptureUsage),
  /** Forgets every captured row. */
  clear: base.route({ method: "DELETE", path: "/traffic", tags: ["traffic"] }).output(CaptureUsage),
};
