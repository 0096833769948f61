/** Owns the making of one reply: filled in, checked as any message is, and judged by the rights of that moment (U3, U5). */
import { mayPublish } from "../access/decide.ts";
import type { Policy } from "../access/policy.ts";
import { tokenState } from "../access/snapshot.ts";
import { REFUSALS, REPLY_REASONS, type RefusalCode, type ReplyReason } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import type { NearestPermission } from "../contract/nouns.ts";
import { utf8Length } from "../contract/text.ts";
import { checkTopic } from "../contract/topics.ts";
import type { Clock } from "../ports/clock.ts";
import type { Incoming } from "./incoming.ts";
import type { Rule } from "./rule.ts";

export interface ReplyParts {
  readonly clock: Pick<Clock, "now">;
  readonly policy: Policy;
  /** In [0, 1). */
  random(): number;
}

export type Made =
  | { readonly ok: true; readonly topic: string; readonly json: string }
  | {
      readonly ok: false;
      readonly result: "failed";
      readonly code: ReplyReason;
      readonly reason: string;
      readonly topic: string | null;
    }
  | {
      readonly ok: false;
      readonly result: "refused";
      readonly code: ReplyReason | RefusalCode;
      readonly reason: string;
      readonly topic: string;
      /** What was made, though it may not be published. */
      readonly json: string;
      readonly nearest?: NearestPermission | undefined;
    };

/** `seq` counts the replies of the rule, from 1. */
export function makeReply(
  { document: { tokenId }, fillTopic, fillTemplate }: Pick<Rule, "document" | "fillTopic" | "fillTemplate">,
  incoming: Incoming,
  parts: ReplyParts,
  seq: number,
): Made {
  const chance = { now: parts.clock.now(), seq, random: () => parts.random() };
  const filledTopic = fillTopic(incoming, chance, LIMITS.topicBytes);
  if (!filledTopic.ok) {
    return failed(filledTopic.isTooLong ? "topic-invalid" : "topic-unfilled", filledTopic.reason, null);
  }
  const topic = filledTopic.text;
  const checked = checkTopic(topic);
  if (!checked.ok) return failed("topic-invalid", `${topic}: ${checked.reason}`, topic);
  const { maxFrameBytes } = parts.policy.current.settings;
  // A character is a byte at least.
  const filled = fillTemplate(incoming, chance, maxFrameBytes);
  if (!filled.ok) return failed(filled.isTooLong ? "reply-too-large" : "template-unfilled", filled.reason, topic);
  const json = filled.text.trim();
  const wrong = jsonProblem(json);
  if (wrong !== null) return failed("reply-not-json", wrong, topic);
  const size = utf8Length(json);
  if (size < 0 || size > maxFrameBytes) return failed("reply-too-large", `${size} of ${maxFrameBytes} bytes`, topic);
  return judged({ topic, json, tokenId }, parts);
}

interface Judged {
  readonly topic: string;
  readonly json: string;
  readonly tokenId: string | null;
}

/** The rights of the rule's token now; the operator may publish everywhere (T4). */
function judged({ topic, json, tokenId }: Judged, { policy, clock }: ReplyParts): Made {
  if (tokenId === null) return { ok: true, topic, json };
  const snapshot = policy.current;
  const refused = (code: ReplyReason | RefusalCode, reason: string, nearest?: NearestPermission): Made => {
    return { ok: false, result: "refused", code, reason, topic, json, nearest };
  };
  const token = snapshot.tokens.get(tokenId);
  if (token === undefined) return refused("token-gone", REPLY_REASONS["token-gone"]);
  const state = tokenState(token, clock.now());
  if (state === "disabled") return refused("token-disabled", REPLY_REASONS["token-disabled"]);
  if (state === "expired") return refused("token-expired", REPLY_REASONS["token-expired"]);
  if (topic.startsWith("$")) return refused("tag-reserved", REFUSALS["tag-reserved"]);
  const decision = mayPublish(snapshot, tokenId, topic);
  if (decision.allowed) return { ok: true, topic, json };
  const code = decision.code === "publish-needs-readwrite" ? decision.code : "publish-not-covered";
  return refused(code, REFUSALS[code], decision.nearest);
}

function failed(code: ReplyReason, reason: string, topic: string | null): Made {
  return { ok: false, result: "failed", code, reason: `${REPLY_REASONS[code]}: ${reason}`, topic };
}

function jsonProblem(json: string): string | null {
  try {
    JSON.parse(json);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "it is not JSON";
  }
}
