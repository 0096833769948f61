/** Owns the live view: a snapshot with a sequence number, then patches in order; a gap means ask again. */
import { z } from "zod";
import { ReplyState } from "./auto-replies.ts";
import { Kick } from "./endings.ts";
import { LibraryDocument } from "./library.ts";
import { ClosedInfo, ConnectionView, DoorEntry, Permission, Refusal, Settings, Tag, Token } from "./nouns.ts";

const count = z.number().min(0);
const id = z.string();
const time = z.iso.datetime();

/** p50, p95 and max of a series of milliseconds; null while there is nothing to measure. */
export const Spread = z.object({ count, p50: z.number(), p95: z.number(), max: z.number() }).nullable();
export type Spread = z.infer<typeof Spread>;

/** One finished revocation as the console keeps it (R6). */
export const RevocationView = z.object({
  id,
  at: time,
  revision: z.int(),
  actor: z.string(),
  /** "Guest tablet home/+/door: read -> none" in parts. */
  summary: z.array(z.object({ subject: z.string(), object: z.string(), before: z.string(), after: z.string() })),
  closed: count,
  kept: count,
  leaked: count,
  framesDiscarded: count,
  codes: z.array(z.object({ code: z.int(), count })),
  closeMs: Spread,
  goneMs: Spread,
});
export type RevocationView = z.infer<typeof RevocationView>;

/** One row of the audit journal. */
export const AuditView = z.object({
  id,
  at: time,
  revision: z.int(),
  /** Who edited: one of `ACTORS`. */
  actor: z.string(),
  summary: z.array(z.object({ subject: z.string(), object: z.string(), before: z.string(), after: z.string() })),
  /** Effect of the edit: how many sessions it closed, by code. */
  closed: count,
  codes: z.array(z.object({ code: z.int(), count })),
  /** Revision that undid this one, if any. */
  revertedBy: z.int().nullable(),
  revertible: z.boolean(),
  /** Why it cannot be undone, for the end of a sentence; absent when it can, or could. */
  fixedBecause: z.string().optional(),
});
export type AuditView = z.infer<typeof AuditView>;

/** Kinds of callback in which an exception is caught (Z2). */
export const FAULT_PLACES = [
  "frame",
  "encode",
  "delivery",
  "session",
  "transport",
  "handshake",
  "write",
  "timer",
  "promise",
  "listener",
  "rule",
  "hook",
  "chat",
  "view",
  "sandbox",
  "http",
] as const;
export type FaultPlace = (typeof FAULT_PLACES)[number];

/** Counters of the whole broker. Rates are over the last second. */
export const Stats = z.object({
  uptimeSec: count,
  connections: count,
  connectionsPeak: count,
  /** M24: sessions without a connection, whose clients are away. */
  away: count,
  openedLast5Min: count,
  tokensInUse: count,
  topics: count,
  topicsActiveLastMin: count,
  subscriptions: count,
  wildcardSubscriptions: count,
  messagesIn: count,
  messagesOut: count,
  inPerSec: count,
  outPerSec: count,
  deniedLastHour: count,
  deniedLastMin: count,
  droppedLastHour: count,
  droppedLastMin: count,
  /** Z2: exceptions that the broker did not expect and caught, since its start; the log has them with their stacks. */
  faults: z.object({
    count,
    /** `place` is the kind of callback that failed. */
    last: z.object({ at: time, place: z.enum(FAULT_PLACES), message: z.string() }).nullable(),
  }),
  /** How full the capture of traffic is. */
  capture: z.object({ isOn: z.boolean(), bytes: count, maxBytes: count }),
  /** Connection that dropped last, for "wall-dashboard-2 is slow". */
  slowest: z.object({ connectionId: id, label: z.string() }).nullable(),
  /** Denials of the last hour by reason, most first. `code` is a close code, or null where nobody was closed. */
  denials: z.array(
    z.object({
      /** A knock, a client's message, or an automatic reply (U5). */
      of: z.enum(["door", "message", "reply"]),
      reason: z.string(),
      text: z.string(),
      code: z.int().nullable(),
      count,
    }),
  ),
  /** Over every revocation since the start. */
  revocations: z.object({ count, closeMs: Spread, goneMs: Spread }),
});
export type Stats = z.infer<typeof Stats>;

/** Seconds of the charts, oldest first; arrays of one length. `at` is epoch seconds. */
export const Series = z.object({
  at: z.array(z.number()),
  in: z.array(z.number()),
  out: z.array(z.number()),
  connections: z.array(z.number()),
});
export type Series = z.infer<typeof Series>;

/** Where the broker listens and what it runs on. */
export const ServerInfo = z.object({
  version: z.string(),
  startedAt: time,
  runtime: z.enum(["desktop", "headless"]),
  /** Broker addresses: `label` is "this machine" or "local network". */
  addresses: z.array(z.object({ label: z.string(), broker: z.string(), console: z.string() })),
  admin: z.string(),
  tls: z.boolean(),
  dataFolder: z.string().nullable(),
  /** What guards the key that seals secrets: a 0600 file, the OS keychain, an obscured file, or nothing but memory. */
  secrets: z.enum(["key-file", "keychain", "obscured", "memory"]),
  /** Secrets that this key does not open, as a sentence for a person; null when it opens all. */
  secretsTrouble: z.string().nullable(),
  /** Where the admin key is from: a file of ours, named by whoever started it, or made for this run and kept nowhere. */
  adminKey: z.enum(["file", "given", "run"]),
  layer: z.enum(["memory", "redis"]),
  /** Wire protocols and where they are knocked at. `anonymous`: a client without a token may, with the rights of the settings (X3). */
  dialects: z.array(z.object({ name: z.string(), path: z.string(), anonymous: z.boolean() })),
  /** False while an operator has stopped the broker (Y1); the console goes on. */
  serving: z.boolean(),
  history: z.object({
    /** Memory: it ends with the process. */
    storedIn: z.enum(["file", "memory"]),
    /** What went wrong with its file, as a sentence for a person; null when nothing did. */
    trouble: z.string().nullable(),
  }),
});
export type ServerInfo = z.infer<typeof ServerInfo>;

/** Everything a window shows when it opens. */
export const LiveSnapshot = z.object({
  type: z.literal("snapshot"),
  seq: z.int(),
  /** Revision of the policy. */
  revision: z.int(),
  server: ServerInfo,
  settings: Settings,
  tokens: z.array(Token),
  tags: z.array(Tag),
  permissions: z.array(Permission),
  /** In the order in which they were made. */
  library: z.array(LibraryDocument),
  /** How each auto-reply rule has done. */
  replies: z.array(ReplyState),
  connections: z.array(ConnectionView),
  /** Newest first, at most 100 each. */
  doorlog: z.array(DoorEntry),
  refusals: z.array(Refusal),
  revocations: z.array(RevocationView),
  kicks: z.array(Kick),
  audit: z.array(AuditView),
  stats: Stats,
  series: Series,
});
export type LiveSnapshot = z.infer<typeof LiveSnapshot>;

/** Moving counters of one connection, compact: they go out once a second. */
export const ConnectionTraffic = z.tuple([
  id,
  /** messagesIn */ count,
  /** messagesOut */ count,
  /** bytesIn */ count,
  /** bytesOut */ count,
  /** queueFrames */ count,
  /** queueBytes */ count,
  /** dropped */ count,
  /** refused */ count,
  /** latencyMs */ z.number().nullable(),
  /** state */ z.enum(["online", "slow"]),
]);
export type ConnectionTraffic = z.infer<typeof ConnectionTraffic>;

/** What changed since the patch before; `seq` is that of the one before plus 1. Absent = unchanged. */
export const LivePatch = z.object({
  type: z.literal("patch"),
  seq: z.int(),
  revision: z.int(),
  server: ServerInfo.optional(),
  settings: Settings.optional(),
  tokens: z.object({ set: z.array(Token), remove: z.array(id) }).optional(),
  tags: z.object({ set: z.array(Tag), remove: z.array(id) }).optional(),
  permissions: z.object({ set: z.array(Permission), remove: z.array(id) }).optional(),
  library: z.object({ set: z.array(LibraryDocument), remove: z.array(id) }).optional(),
  replies: z.object({ set: z.array(ReplyState), remove: z.array(id) }).optional(),
  /** `set` opens or replaces rows, `close` marks them closed (kept a while), `remove` takes them out. */
  connections: z
    .object({
      set: z.array(ConnectionView),
      close: z.array(z.object({ id, closed: ClosedInfo })),
      remove: z.array(id),
    })
    .optional(),
  traffic: z.array(ConnectionTraffic).optional(),
  /** Tokens that published since, and when; goes out with `traffic`. */
  seen: z.array(z.tuple([id, time])).optional(),
  doorlog: z.array(DoorEntry).optional(),
  refusals: z.array(Refusal).optional(),
  /** New or re-measured (same id: replace). */
  revocations: z.array(RevocationView).optional(),
  kicks: z.array(Kick).optional(),
  audit: z.array(AuditView).optional(),
  stats: Stats.optional(),
  /** The newest points only. */
  series: Series.optional(),
});
export type LivePatch = z.infer<typeof LivePatch>;

export const LiveEvent = z.discriminatedUnion("type", [LiveSnapshot, LivePatch]);
export type LiveEvent = z.infer<typeof LiveEvent>;
