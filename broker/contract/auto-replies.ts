/** Owns what the console tells of auto-reply rules beyond their documents: how each has done, what it did last, and a try. */
import { z } from "zod";
import { AutoReply } from "./library.ts";
import { NearestPermission } from "./nouns.ts";
import { base, id, list, page } from "./procedure.ts";

const count = z.int().min(0);
const time = z.iso.datetime();

/** What is wrong with a rule, by its field. */
export const RuleProblem = z.object({
  field: z.enum(["pattern", "condition", "replyTopic", "template"]),
  reason: z.string(),
});
export type RuleProblem = z.infer<typeof RuleProblem>;

/**
 * What a rule did with one message: it published, its token might not (`refused`), the reply could not be made (`failed`), or it was held
 * back so that rules do not answer one another for ever (`stopped`).
 */
export const ReplyResult = z.enum(["published", "refused", "failed", "stopped"]);
export type ReplyResult = z.infer<typeof ReplyResult>;

export const ReplyOutcome = z.object({
  id,
  at: time,
  ruleId: id,
  ruleName: z.string(),
  result: ReplyResult,
  /** A code of `REPLY_REASONS` or of a refused frame; null when it published. */
  code: z.string().nullable(),
  reason: z.string(),
  /** Topic of the message that was answered. */
  causeTopic: z.string(),
  /** Where the reply went or should have gone; null when that could not be made out. */
  topic: z.string().nullable(),
  tokenId: id.nullable(),
  /** Subscribers that it was queued for. */
  delivered: count,
  nearest: NearestPermission.nullable(),
});
export type ReplyOutcome = z.infer<typeof ReplyOutcome>;

/** How one rule has done since the process began. */
export const ReplyState = z.object({
  /** The document's id. */
  id,
  published: count,
  refused: count,
  failed: count,
  stopped: count,
  /** Why the rule cannot run; null when it can, or is switched off. */
  problem: RuleProblem.nullable(),
  last: ReplyOutcome.nullable(),
});
export type ReplyState = z.infer<typeof ReplyState>;

/** A rule as it is being written. */
export const RuleTry = AutoReply.pick({
  pattern: true,
  condition: true,
  replyTopic: true,
  template: true,
  tokenId: true,
});

/** What the rule would do with a message now. Nothing is published. */
export const Tried = z.object({
  problem: RuleProblem.nullable(),
  /** The message it was tried with: the given one, else the newest that the pattern matches; null when there is none. */
  message: z.object({ topic: z.string(), json: z.string(), at: time.nullable() }).nullable(),
  /** Whether the pattern matches and the condition holds; null without a message. */
  answers: z.boolean().nullable(),
  why: z.string(),
  reply: z.object({ topic: z.string(), json: z.string() }).nullable(),
  /** The token's right to publish it, as it is now; null without a reply. */
  allowed: z.boolean().nullable(),
  nearest: NearestPermission.nullable(),
});
export type Tried = z.infer<typeof Tried>;

/** In the router as `autoReplies`; the rules themselves are documents of the library. */
export const autoReplyProcedures = {
  /** How every rule has done. */
  states: base
    .route({ method: "GET", path: "/auto-replies", tags: ["library"] })
    .output(z.object({ items: z.array(ReplyState) })),
  /** Newest first. */
  outcomes: base
    .route({ method: "GET", path: "/auto-replies/outcomes", tags: ["library"] })
    .input(z.object({ ...page, ruleId: id.optional(), result: ReplyResult.optional() }))
    .output(list(ReplyOutcome)),
  try: base
    .route({ method: "POST", path: "/auto-replies/try", tags: ["library"] })
    .input(
      z.strictObject({
        rule: RuleTry.strict(),
        /** Instead of the newest message that the pattern matches. */
        message: z.strictObject({ topic: z.string(), json: z.string() }).optional(),
      }),
    )
    .output(Tried),
};
