/** Owns what an operator asks of auto-reply rules: what they did, and what one would do now. */
import type { z } from "zod";
import type { ReplyOutcome, ReplyResult, RuleTry, Tried } from "../../contract/auto-replies.ts";
import { checkTopic, matches } from "../../contract/topics.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { Page, Paging } from "../lists/cursor.ts";
import { listJournal } from "../lists/lists.ts";
import { badField } from "../refused.ts";

export interface OutcomeQuery extends Paging {
  readonly ruleId?: string | undefined;
  readonly result?: ReplyResult | undefined;
}

/** Newest first. */
export function listOutcomes({ replies }: Pick<ConsoleCore, "replies">, query: OutcomeQuery): Page<ReplyOutcome> {
  const { ruleId, result } = query;
  return listJournal(
    replies.outcomes,
    query,
    (entry) => (ruleId ?? entry.ruleId) === entry.ruleId && (result ?? entry.result) === entry.result,
  );
}

export interface TryQuery {
  readonly rule: z.infer<typeof RuleTry>;
  readonly message?: { readonly topic: string; readonly json: string } | undefined;
}

/** What the rule would do with the given message, or with the newest that its pattern matches. @throws Refused for a message that is none */
export function tryRule(
  { replies, topics }: Pick<ConsoleCore, "replies" | "topics">,
  { rule, message: given }: TryQuery,
): Tried {
  if (given !== undefined) checkGiven(given);
  const nothing = { answers: null, reply: null, allowed: null, nearest: null };
  const compiled = replies.compile(rule);
  if (!compiled.ok) return { problem: compiled.problem, message: null, why: compiled.problem.reason, ...nothing };
  const [newest] = given === undefined ? topics.last(rule.pattern, 1) : [];
  const message = given !== undefined ? { ...given, at: null } : newest && seen(newest);
  const sound = { problem: null, message: message ?? null };
  if (message === undefined) return { ...sound, ...nothing, why: `No message has come that ${rule.pattern} matches` };
  if (!matches(rule.pattern, message.topic)) {
    return { ...sound, ...nothing, answers: false, why: `${rule.pattern} does not match ${message.topic}` };
  }
  const tried = replies.tryOut(compiled.rule, message);
  if (tried === null) return { ...sound, ...nothing, answers: false, why: "The condition does not hold" };
  if (tried.ok) {
    const reply = { topic: tried.topic, json: tried.json };
    return { ...sound, answers: true, why: "It would be published", reply, allowed: true, nearest: null };
  }
  if (tried.result === "failed") return { ...sound, ...nothing, answers: true, why: tried.reason };
  const reply = { topic: tried.topic, json: tried.json };
  return { ...sound, answers: true, why: tried.reason, reply, allowed: false, nearest: tried.nearest ?? null };
}

function seen({ topic, json, at }: { readonly topic: string; readonly json: string; readonly at: number }) {
  return { topic, json, at: new Date(at).toISOString() };
}

function checkGiven({ topic, json }: { readonly topic: string; readonly json: string }): void {
  const checked = checkTopic(topic);
  if (!checked.ok) throw badField("message.topic", checked.reason);
  try {
    JSON.parse(json);
  } catch {
    throw badField("message.json", "is not valid JSON");
  }
}
