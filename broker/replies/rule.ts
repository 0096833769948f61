/** Owns one rule, ready to run: its document, checked once, or what is wrong with it. */
import type { RuleProblem } from "../contract/auto-replies.ts";
import { checkPattern } from "../contract/topics.ts";
import type { Subscriber } from "../routing/router.ts";
import { compileCondition } from "./condition.ts";
import { compileJson, compileText, type Fill } from "./fill.ts";
import type { Incoming } from "./incoming.ts";

/** What a rule says; the library keeps it. */
export interface RuleDocument {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly pattern: string;
  /** Empty for every message. */
  readonly condition: string;
  /** May hold placeholders, as `template` may. */
  readonly replyTopic: string;
  readonly template: string;
  readonly delayMs: number;
  /** Whose rights it publishes with; null = the operator's. */
  readonly tokenId: string | null;
}

export interface Rule extends Subscriber {
  readonly document: RuleDocument;
  /** @throws ConditionError when that takes too much work */
  readonly holds: (incoming: Incoming) => boolean;
  readonly fillTopic: Fill;
  readonly fillTemplate: Fill;
}

export type Compiled =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly problem: RuleProblem };

export function compileRule(document: RuleDocument): Compiled {
  const pattern = checkPattern(document.pattern);
  if (!pattern.ok) return wrong("pattern", pattern.reason);
  const condition = compileCondition(document.condition);
  if (!condition.ok) return wrong("condition", condition.reason);
  if (document.replyTopic === "") return wrong("replyTopic", "A reply needs a topic");
  const topic = compileText(document.replyTopic);
  if (!topic.ok) return wrong("replyTopic", topic.reason);
  const template = compileJson(document.template);
  if (!template.ok) return wrong("template", template.reason);
  const holds = (incoming: Incoming) => condition.holds(incoming.value, incoming.work);
  return { ok: true, rule: { document, holds, fillTopic: topic.fill, fillTemplate: template.fill, routeMark: 0 } };
}

function wrong(field: RuleProblem["field"], reason: string): Compiled {
  return { ok: false, problem: { field, reason } };
}
