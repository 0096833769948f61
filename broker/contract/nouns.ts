/** Owns the nouns that engine and console share, as zod schemas and the types inferred from them. */
import { z } from "zod";
import { LIMITS } from "./limits.ts";

const id = z.string().min(1).max(64);
const time = z.iso.datetime({ offset: true });
const count = z.int().min(0);

/** Right of a token on a tag; `readwrite` includes `read`. */
export const Access = z.enum(["read", "readwrite"]);
export type Access = z.infer<typeof Access>;

const userType = z
  .string()
  .min(1)
  .max(LIMITS.nameLength)
  .regex(/^[^:/+#\0\p{Surrogate}]+$/u, "A user type holds no : / + #");
const userId = z
  .string()
  .min(1)
  .max(LIMITS.nameLength)
  .regex(
    /^[^/+#\0\p{Surrogate}]+$/u,
    "A user id holds no / + #; give a name that does as the username, and a number as the id",
  );
/** What people call the subject, where that is not its id: any text, since it names no topic. */
const username = z
  .string()
  .trim()
  .min(1)
  .max(LIMITS.usernameLength)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u, "A username holds no control characters")
  .optional();

/**
 * The person or thing behind a token; several tokens may share one. `<userType>:<userId>` is a topic of its own (Q6), so it must be one
 * level without wildcards, and no other subject's.
 */
export const Subject = z.object({ userType, userId, username });
export type Subject = z.infer<typeof Subject>;

/** A subject as it is given: an id that is a whole number may be given as one. */
export const SubjectDraft = z.object({
  userType,
  userId: z.union([userId, z.int().min(0).transform(String)]),
  username,
});

/** A secret given by a person: printable ASCII without blanks, so that it fits a header. */
export const Secret = z
  .string()
  .min(LIMITS.secretMinLength)
  .max(LIMITS.secretMaxLength)
  .regex(/^[\x21-\x7e]+$/, "A secret is printable ASCII without blanks");

/** A secret that a device of another server holds already: what a header can carry as UTF-8 text. Short ones are warned of. */
export const KeptSecret = z
  .string()
  .min(1)
  .max(LIMITS.secretMaxLength)
  .regex(/^[^\s\p{Cc}\p{Surrogate}]+$/u, "A secret holds no blanks and no control characters");

const tokenFields = {
  name: z.string().trim().min(1).max(LIMITS.nameLength).nullable(),
  /** 0 = unlimited. */
  maxConnections: z.int().min(0).max(1_000_000),
  enabled: z.boolean(),
  /** A past time expires the token at once. */
  expiresAt: time.nullable(),
  subject: Subject.nullable(),
  messagesPerSecond: z.number().positive().max(1_000_000).nullable(),
  burst: z.int().positive().max(1_000_000).nullable(),
  note: z.string().max(LIMITS.noteLength),
};

/** What a person gives to make a token; what is absent takes its default. */
export const TokenDraft = z.strictObject({
  name: tokenFields.name.optional(),
  secret: Secret.optional(),
  maxConnections: tokenFields.maxConnections.optional(),
  enabled: tokenFields.enabled.optional(),
  expiresAt: tokenFields.expiresAt.optional(),
  subject: SubjectDraft.nullable().optional(),
  messagesPerSecond: tokenFields.messagesPerSecond.optional(),
  burst: tokenFields.burst.optional(),
  note: tokenFields.note.optional(),
});
export type TokenDraft = z.infer<typeof TokenDraft>;

/** A change of a token: only the fields that change; a `secret` is a rotation to that secret. */
export const TokenPatch = TokenDraft;
export type TokenPatch = z.infer<typeof TokenPatch>;

/** A token as every view shows it: never with its secret. */
export const Token = z.object({
  id,
  ...tokenFields,
  /** `8fQ2••••w1` for long secrets, `••••` for short ones. */
  secretHint: z.string(),
  state: z.enum(["enabled", "disabled", "expired"]),
  /** Live connections now. */
  connections: count,
  /** R9: an operator keeps it out until then. */
  barredUntil: time.nullable(),
  lastSeenAt: time.nullable(),
  createdAt: time,
  updatedAt: time,
});
export type Token = z.infer<typeof Token>;

/** A topic filter that permissions hang on. */
export const Tag = z.object({
  id,
  pattern: z.string(),
  description: z.string(),
  createdAt: time,
  updatedAt: time,
});
export type Tag = z.infer<typeof Tag>;

export const TagDraft = z.strictObject({
  pattern: z.string(),
  description: z.string().max(LIMITS.noteLength).optional(),
});
export type TagDraft = z.infer<typeof TagDraft>;

export const TagPatch = z.strictObject({
  pattern: z.string().optional(),
  description: z.string().max(LIMITS.noteLength).optional(),
});
export type TagPatch = z.infer<typeof TagPatch>;

/** One right of one token on one tag. */
export const Permission = z.object({ id, tokenId: id, tagId: id, access: Access });
export type Permission = z.infer<typeof Permission>;

/** How a policy change reaches live sessions (R4). */
export const Enforcement = z.enum(["strict", "minimal"]);
export type Enforcement = z.infer<typeof Enforcement>;

/** Settings of the workspace; every one takes effect at once unless its comment says otherwise. */
export const Settings = z.object({
  workspaceName: z.string().trim().min(1).max(LIMITS.nameLength),
  enforcement: Enforcement,
  /** T7: tags may overlap; the strongest covering access counts. */
  allowOverlaps: z.boolean(),
  /** M8: what happens to a reader that does not keep up. */
  slowReader: z.enum(["drop-oldest", "close"]),
  /** C7: milliseconds between pings; a running timer takes it at its next ping. */
  pingIntervalMs: z.int().min(100).max(3_600_000),
  /** M7: messages a second for every connection; null = no limit. */
  messagesPerSecond: z.number().positive().max(1_000_000).nullable(),
  burst: z.int().positive().max(1_000_000).nullable(),
  /** M7: largest frame in bytes; connections made earlier keep the limit they began with. */
  maxFrameBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024),
  /** M8: bound of one connection's outbound queue. */
  maxQueueBytes: z
    .int()
    .min(16 * 1024)
    .max(1024 * 1024 * 1024),
  maxQueueFrames: z.int().min(1).max(1_000_000),
  /** P9: messages kept of one topic; 0 keeps none. */
  historyPerTopic: z.int().min(0).max(100_000),
  /** P9: messages kept in all. */
  historyTotal: z.int().min(0).max(2_000_000),
  /** P9: bytes that the history may hold, in memory and on disk. */
  historyBytes: z
    .int()
    .min(1024 * 1024)
    .max(4 * 1024 * 1024 * 1024),
  /** P9: days that a message is kept. */
  historyDays: z.number().positive().max(3650),
  /** Y7: rows that the audit journal keeps; an edit whose row is gone cannot be undone. */
  auditRows: z.int().min(100).max(1_000_000),
  /** Y7: days that they are kept; null = as long as there is room. */
  auditDays: z.number().positive().max(3650).nullable(),
  /** F1: whether traffic is captured, and how much of it is kept. */
  capture: z.boolean(),
  captureRows: z.int().min(1_000).max(10_000_000),
  captureBytes: z
    .int()
    .min(1024 * 1024)
    .max(8 * 1024 * 1024 * 1024),
  /** C8: who is slowed down after repeated failures: nobody, everybody but loopback, everybody. */
  authFailureDelay: z.enum(["off", "remote", "all"]),
  /** X3: rights of a client without a token, in the dialects that allow one. */
  anonymous: z.array(z.object({ pattern: z.string(), access: Access })).max(1000),
  /** X3: how many clients without a token may be connected at once; 0 = unlimited. */
  anonymousMaxConnections: z.int().min(0).max(1_000_000),
  /** X8: origins of web pages that may connect without a token, besides those of this machine; `*` = every page. */
  anonymousOrigins: z
    .string()
    .trim()
    .max(2_000)
    .regex(
      /^((\*|null|https?:\/\/[^\s,/]+)([\s,]+|$))*$/i,
      "Origins parted by blanks, as https://lab.example, or *, or null",
    ),
  /** Q1: seconds that a realtime client has to authenticate. */
  authenticationSeconds: z.int().min(1).max(3600),
  /** Q2: what a realtime client may name as the prefix of its token, in any case. */
  tokenPrefixes: z
    .array(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/))
    .min(1)
    .max(LIMITS.tokenPrefixes),
  /** P10: seconds of silence after which a pub/sub client hears `info` `ping`; 0 = never. */
  silenceInfoSeconds: z.int().min(0).max(3600),
});
export type Settings = z.infer<typeof Settings>;

export const SettingsPatch = Settings.partial().strict();
export type SettingsPatch = z.infer<typeof SettingsPatch>;

export const DEFAULT_SETTINGS: Settings = {
  workspaceName: "Workspace",
  enforcement: "strict",
  allowOverlaps: false,
  slowReader: "drop-oldest",
  pingIntervalMs: LIMITS.pingIntervalMs,
  messagesPerSecond: null,
  burst: null,
  maxFrameBytes: LIMITS.frameBytes,
  maxQueueBytes: LIMITS.queueBytes,
  maxQueueFrames: LIMITS.queueFrames,
  historyPerTopic: LIMITS.historyPerTopic,
  historyTotal: LIMITS.historyTotal,
  historyBytes: LIMITS.historyBytes,
  historyDays: LIMITS.historyDays,
  auditRows: LIMITS.auditRows,
  auditDays: null,
  capture: true,
  captureRows: LIMITS.captureRows,
  captureBytes: LIMITS.captureBytes,
  authFailureDelay: "remote",
  anonymous: [],
  anonymousMaxConnections: LIMITS.anonymousConnections,
  anonymousOrigins: "",
  authenticationSeconds: LIMITS.authenticationSeconds,
  tokenPrefixes: ["bearer", "token", "apikey"],
  silenceInfoSeconds: LIMITS.silenceSeconds,
};

/** The permission that came closest to allowing what was refused (C5). */
export const NearestPermission = z.object({
  permissionId: id,
  tagId: id,
  pattern: z.string(),
  access: Access,
});
export type NearestPermission = z.infer<typeof NearestPermission>;

/** How and why a connection ended. `commitTo…Ms` only when a policy edit ended it. */
export const ClosedInfo = z.object({
  at: time,
  code: z.int(),
  reason: z.string(),
  by: z.enum(["client", "policy", "operator", "broker"]),
  commitToCloseMs: z.number().nullable(),
  commitToGoneMs: z.number().nullable(),
});
export type ClosedInfo = z.infer<typeof ClosedInfo>;

/** One live (or just closed) connection as views show it. */
export const ConnectionView = z.object({
  id,
  tokenId: id,
  tokenName: z.string().nullable(),
  subject: Subject.nullable(),
  dialect: z.string(),
  /** Who the client last said it was, in dialects where it names itself. */
  clientId: z.string().optional(),
  address: z.string(),
  userAgent: z.string(),
  secretHint: z.string(),
  /** `frame`: said after the handshake; `none`: an anonymous client. */
  credentialsBy: z.enum(["header", "subprotocol", "query", "frame", "none"]),
  filters: z.array(z.string()),
  state: z.enum(["online", "slow", "closed"]),
  messagesIn: count,
  messagesOut: count,
  bytesIn: count,
  bytesOut: count,
  queueFrames: count,
  queueBytes: count,
  dropped: count,
  refused: count,
  /** Round trip of the last ping, milliseconds; null before the first pong. */
  latencyMs: z.number().nullable(),
  connectedAt: time,
  closed: ClosedInfo.nullable(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** A right of a connection's filter, with why. */
export const FilterRight = z.object({
  filter: z.string(),
  allowed: z.boolean(),
  permission: NearestPermission.nullable(),
  reason: z.string(),
});
export type FilterRight = z.infer<typeof FilterRight>;

/** A refused handshake (C5). */
export const DoorEntry = z.object({
  id,
  at: time,
  address: z.string(),
  userAgent: z.string(),
  dialect: z.string(),
  code: z.int(),
  step: z.string(),
  reason: z.string(),
  secretHint: z.string(),
  credentialsBy: z.enum(["header", "subprotocol", "query", "frame", "none"]),
  tokenId: id.nullable(),
  tokenName: z.string().nullable(),
  filters: z.array(z.string()),
  /** The filter that was refused. */
  filter: z.string().nullable(),
  nearest: NearestPermission.nullable(),
});
export type DoorEntry = z.infer<typeof DoorEntry>;

/** A refused frame (M6, M7). */
export const Refusal = z.object({
  id,
  at: time,
  connectionId: id,
  tokenId: id,
  tokenName: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
  topic: z.string().nullable(),
  /** Bytes of the refused frame. */
  size: count,
  nearest: NearestPermission.nullable(),
});
export type Refusal = z.infer<typeof Refusal>;

/**
 * How the published bytes follow from the JSON value: they are its text (`json`), the UTF-8 of the string that it is (`text`), or what stands as
 * base64 in `{"$base64": "…"}` (`bytes`).
 */
export const MessageForm = z.enum(["json", "text", "bytes"]);
export type MessageForm = z.infer<typeof MessageForm>;

/** A message as history shows it. */
export const MessageView = z.object({
  /** The publisher's, or one of ours; the same in every view and after a restart. */
  id: z.string(),
  at: time,
  topic: z.string(),
  /** The JSON value as text, digits kept. */
  json: z.string(),
  form: MessageForm,
  /** Bytes of what was published, of JSON its UTF-8. */
  size: count,
  /** null when the operator published it. */
  connectionId: id.nullable(),
  tokenId: id.nullable(),
  /** Who the publisher said it was, in dialects where a client names itself. */
  clientId: z.string().nullable(),
});
export type MessageView = z.infer<typeof MessageView>;
