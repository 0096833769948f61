/** Owns the edits of the policy, their preview, and what they answer. */
import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { Access, NearestPermission, TagDraft, TagPatch, TokenDraft, TokenPatch } from "./nouns.ts";

const id = z.string().min(1).max(64);

/**
 * Before a pattern, it names a tag by that pattern instead of by id: `pattern:home/+/door`. So one list may make a tag and grant it, whose
 * id nobody knows yet. Only in the `tagId` of a `permission.set`.
 */
export const TAG_BY_PATTERN = "pattern:";
const tagReference = z.union([
  id,
  z
    .string()
    .startsWith(TAG_BY_PATTERN)
    .max(TAG_BY_PATTERN.length + LIMITS.topicBytes),
]);

/** One change of the policy. A list of edits is judged and applied as one: all or nothing. */
export const Edit = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("token.create"), token: TokenDraft }),
  z.strictObject({ kind: z.literal("token.update"), id, patch: TokenPatch }),
  z.strictObject({ kind: z.literal("token.delete"), id }),
  z.strictObject({ kind: z.literal("token.rotate"), id }),
  z.strictObject({ kind: z.literal("tag.create"), tag: TagDraft }),
  z.strictObject({ kind: z.literal("tag.update"), id, patch: TagPatch }),
  z.strictObject({ kind: z.literal("tag.delete"), id }),
  z.strictObject({ kind: z.literal("permission.set"), tokenId: id, tagId: tagReference, access: Access }),
  z.strictObject({ kind: z.literal("permission.delete"), id }),
]);
export type Edit = z.infer<typeof Edit>;

/** One edit or a list of them. */
export const EditInput = z.union([Edit, z.array(Edit).min(1).max(LIMITS.editsPerCall)]);
export type EditInput = z.infer<typeof EditInput>;

/** A session that the edit closes, before it is measured. */
export const PredictedClose = z.object({
  connectionId: id,
  tokenId: id,
  code: z.int(),
  reason: z.string(),
  /** The filter that decided it; null when the token itself did (4002, 4004). */
  filter: z.string().nullable(),
  /** Access on that filter today and after; "none" when nothing covers it. */
  today: z.enum(["none", "read", "readwrite"]),
  after: z.enum(["none", "read", "readwrite"]),
});
export type PredictedClose = z.infer<typeof PredictedClose>;

/** R11: a session that the edit ends although its client has no connection. */
export const PredictedEnd = PredictedClose.omit({ connectionId: true }).extend({
  sessionId: id,
  /** As the client names itself; null where its protocol knows no such name. */
  clientId: z.string().nullable(),
  /** Messages that waited for the client. */
  messagesLost: z.int().min(0),
});
export type PredictedEnd = z.infer<typeof PredictedEnd>;

/** A session that was closed (R6). Times in milliseconds from the commit. */
export const ClosedSession = PredictedClose.extend({
  commitToCloseMs: z.number(),
  /** null while the socket has not gone; the live view brings it later. */
  commitToGoneMs: z.number().nullable(),
  framesDiscarded: z.int().min(0),
});
export type ClosedSession = z.infer<typeof ClosedSession>;

/** A session that stays and may do less: publish to these topics no more, or (X4) hear this filter no more. */
export const NarrowedSession = z.object({
  connectionId: id,
  tokenId: id,
  topicPattern: z.string(),
  lost: z.enum(["publish", "subscribe"]),
});
export type NarrowedSession = z.infer<typeof NarrowedSession>;

/** What every edit answers (R6). */
export const EditEffect = z.object({
  /** Revision of the policy with this edit in it. */
  revision: z.int().min(0),
  closed: z.array(ClosedSession),
  /** Sessions of clients that are away; absent when the edit ends none. */
  ended: z.array(PredictedEnd).optional(),
  narrowed: z.array(NarrowedSession),
  /** Sessions that stay open. */
  kept: z.int().min(0),
  /** Frames handed to the operating system for a closed session after the commit. */
  leaked: z.int().min(0),
});
export type EditEffect = z.infer<typeof EditEffect>;

/** A chat room that an undo leaves as it is. */
export const KeptRoom = z.object({
  /** As the audit journal calls it. */
  name: z.string(),
  /** Why it cannot be taken back, for the end of a sentence. */
  because: z.string(),
});
export type KeptRoom = z.infer<typeof KeptRoom>;

/** What a preview answers (R7): the same set, without measurements. */
export const EditPreview = z.object({
  /** Revision of the policy that it was judged against. */
  revision: z.int().min(0),
  closed: z.array(PredictedClose),
  /** Sessions of clients that are away; absent when the edit would end none. */
  ended: z.array(PredictedEnd).optional(),
  narrowed: z.array(NarrowedSession),
  kept: z.int().min(0),
  /** Publishes of the last 5 minutes that would have been refused. */
  wouldRefuse: z.object({
    count: z.int().min(0),
    sample: z.array(z.object({ tokenId: id, topic: z.string(), count: z.int().min(1), lastAt: z.iso.datetime() })),
  }),
  /** Names of chat rooms that it makes, changes, and deletes with their messages; absent when it touches none. */
  rooms: z
    .object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) })
    .optional(),
  /** Of an undo: chat rooms that the edit touched and that stay as they are. */
  keptRooms: z.array(KeptRoom).optional(),
});
export type EditPreview = z.infer<typeof EditPreview>;

/** Question to the tester (R8). */
export const ExplainInput = z.object({
  tokenId: id,
  action: z.enum(["subscribe", "publish"]),
  /** A topic, or for subscribe also a filter. */
  topic: z.string(),
  /** Judge as if these edits were saved. */
  withEdits: z.array(Edit).optional(),
});
export type ExplainInput = z.infer<typeof ExplainInput>;

/** Answer of the tester: the decision and the ladder of steps that led to it (R8). */
export const Explanation = z.object({
  allowed: z.boolean(),
  /** The step that decided: a door step, `topic-invalid`, `topic-reserved`, `not-covered`, `needs-readwrite` or `permission`. */
  step: z.string(),
  reason: z.string(),
  /** The deciding permission, where one decided. */
  permission: NearestPermission.optional(),
  /** On a denial: the permission that came closest. */
  nearest: NearestPermission.optional(),
  /** On a denial: the smallest edits that would allow it, with a sentence about them. */
  fix: z.object({ text: z.string(), edits: z.array(Edit) }).optional(),
  /** Every step judged, in order. */
  trace: z.array(z.object({ step: z.string(), passed: z.boolean(), text: z.string() })),
});
export type Explanation = z.infer<typeof Explanation>;
