/** Owns the rules that answer messages: which rule a message meets, when its reply goes, and what came of it (U). */
import type { ReplyOutcome, ReplyState, RuleProblem } from "../contract/auto-replies.ts";
import { REFUSALS, REPLY_REASONS, type RefusalCode, type ReplyReason } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import { memoryOf } from "../contract/text.ts";
import { Listeners } from "../faults/listeners.ts";
import { UNGUARDED } from "../faults/unguarded.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import { Router } from "../routing/router.ts";
import { Journal } from "../sessions/journal.ts";
import { Incoming } from "./incoming.ts";
import { type Made, makeReply, type ReplyParts } from "./make-reply.ts";
import { type Compiled, compileRule, type Rule, type RuleDocument } from "./rule.ts";
import { ConditionError } from "./work.ts";

/** Ids of the rules that led to a message, in their order; empty for a message that a client or the operator published. */
export type ReplyChain = readonly string[];

export interface AutoReplyParts extends ReplyParts {
  readonly clock: Clock;
  readonly faults?: Faults | undefined;
  readonly newId: (kind: "reply") => string;
  /** Publishes in the token's name (null = the operator's) and answers how many subscribers it was queued for. */
  publish(
    reply: { readonly topic: string; readonly json: string; readonly ruleName: string },
    tokenId: string | null,
    chain: ReplyChain,
  ): number | RefusalCode;
}

/** What a rule that is being written says so far. */
export type RuleSource = Pick<RuleDocument, "pattern" | "condition" | "replyTopic" | "template" | "tokenId">;

/** Counters of one rule; they outlive an edit of its document. */
interface Tally {
  published: number;
  refused: number;
  failed: number;
  stopped: number;
  problem: RuleProblem | null;
  last: ReplyOutcome | null;
}

export class AutoReplies {
  readonly outcomes: Journal<ReplyOutcome>;
  #router = new Router<Rule>();
  #rules = new Map<string, Rule>();
  #tallies = new Map<string, Tally>();
  #waiting = 0;
  /** Of what waits. */
  #waitingBytes = 0;
  #size = 0;
  readonly #parts: AutoReplyParts;
  readonly #listeners: Listeners<(ruleId: string) => void>;
  readonly #faults: Faults;

  constructor(parts: AutoReplyParts) {
    this.#parts = parts;
    this.#faults = parts.faults ?? UNGUARDED;
    this.outcomes = new Journal({}, parts.faults);
    this.#listeners = new Listeners(parts.faults);
  }

  /** Rules that are switched on and can run. While it is 0 the message path asks nothing more (U1). */
  get size(): number {
    return this.#size;
  }

  /** Takes the rules as they are now; counters of those that stay are kept. */
  replace(documents: readonly RuleDocument[]): void {
    const router = new Router<Rule>();
    const rules = new Map<string, Rule>();
    const tallies = new Map<string, Tally>();
    for (const document of documents) {
      const known = this.#rules.get(document.id);
      const compiled = known?.document === document ? ({ ok: true, rule: known } as const) : compileRule(document);
      const tally = this.#tallies.get(document.id) ?? freshTally();
      tally.problem = compiled.ok ? null : compiled.problem;
      tallies.set(document.id, tally);
      if (!compiled.ok || !document.enabled) continue;
      rules.set(document.id, compiled.rule);
      router.subscribe([document.pattern], compiled.rule);
    }
    const touched = new Set([...this.#tallies.keys(), ...tallies.keys()]);
    this.#router = router;
    this.#rules = rules;
    this.#tallies = tallies;
    this.#size = rules.size;
    for (const id of touched) this.#tell(id);
  }

  /** Looks which rules the accepted message meets; their replies go in later turns. One look-up when no rule has its topic. */
  consider(message: { readonly topic: string; readonly json: string }, chain: ReplyChain): void {
    const { targets } = this.#router.route(message.topic);
    if (targets.length === 0) return;
    const incoming = new Incoming(message);
    for (const rule of targets) {
      this.#guarded(rule, incoming, () => {
        if (!rule.holds(incoming)) return;
        const held = this.#heldBack(rule, chain);
        if (held !== null) this.#settle(rule, incoming, { result: "stopped", code: held, topic: null });
        else this.#schedule(rule, incoming, chain);
      });
    }
    incoming.forget();
  }

  /** Z4: whatever fails in one rule is that rule's outcome; the message, its sender and the other rules go on. */
  #guarded(rule: Rule, incoming: Incoming, run: () => void): void {
    try {
      run();
    } catch (error) {
      try {
        this.#settle(rule, incoming, this.#failure(rule, error));
      } catch (second) {
        this.#faults.caught("rule", second, { rule: rule.document.id });
      }
    }
  }

  #failure(rule: Rule, error: unknown): Extract<Settled, { result: "failed" }> {
    const failed = { ok: false, result: "failed", topic: null } as const;
    if (error instanceof ConditionError) {
      return { ...failed, code: "condition-failed", reason: `${REPLY_REASONS["condition-failed"]}: ${error.message}` };
    }
    this.#faults.caught("rule", error, { rule: rule.document.id, name: rule.document.name });
    return { ...failed, code: "internal", reason: REPLY_REASONS.internal };
  }

  /**
   * The replies of all rules to a message that was published nowhere (Q7: a client's custom message), made at once and counted; who asks
   * delivers them. Delays are the asker's to keep.
   */
  answersTo(message: { readonly topic: string; readonly json: string }): readonly {
    readonly ruleId: string;
    readonly topic: string;
    readonly json: string;
    readonly delayMs: number;
  }[] {
    const incoming = new Incoming(message);
    const answers: { ruleId: string; topic: string; json: string; delayMs: number }[] = [];
    for (const rule of this.#router.route(message.topic).targets) {
      this.#guarded(rule, incoming, () => {
        if (!rule.holds(incoming)) return;
        if (rule.document.delayMs > 0 && this.#isFull) {
          this.#settle(rule, incoming, { result: "stopped", code: "too-many-waiting", topic: null });
          return;
        }
        const made = makeReply(rule, incoming, this.#parts, this.#next(rule.document.id));
        this.#settle(rule, incoming, made.ok ? { ...made, result: "published", delivered: 1 } : made);
        const { id: ruleId, delayMs } = rule.document;
        if (made.ok) answers.push({ ruleId, topic: made.topic, json: made.json, delayMs });
      });
    }
    return answers;
  }

  /** Runs `run` after a rule's delay; the text that waits with it counts (U6). */
  later(delayMs: number, json: string, run: () => void): void {
    const bytes = memoryOf(json);
    this.#waiting++;
    this.#waitingBytes += bytes;
    this.#parts.clock.after(delayMs, () => {
      this.#waiting--;
      this.#waitingBytes -= bytes;
      run();
    });
  }

  get #isFull(): boolean {
    return this.#waiting >= LIMITS.autoRepliesWaiting || this.#waitingBytes >= LIMITS.autoRepliesBytes;
  }

  /** The rule as it would run; nothing is kept of it. */
  compile(rule: RuleSource): Compiled {
    const { pattern, condition, replyTopic, template, tokenId } = rule;
    const document = { id: "", name: "", enabled: true, delayMs: 0, pattern, condition, replyTopic, template, tokenId };
    return compileRule(document);
  }

  /** What the rule would make of the message now; null when its condition does not hold. Nothing is published or counted. */
  tryOut(rule: Rule, message: { readonly topic: string; readonly json: string }): Made | null {
    const incoming = new Incoming(message);
    try {
      return rule.holds(incoming) ? makeReply(rule, incoming, this.#parts, this.#next(rule.document.id)) : null;
    } catch (error) {
      return this.#failure(rule, error);
    }
  }

  /** How every rule has done, in the order of the documents. */
  states(): ReplyState[] {
    return [...this.#tallies].map(([id, tally]) => ({ id, ...tally }));
  }

  state(id: string): ReplyState | undefined {
    const tally = this.#tallies.get(id);
    return tally === undefined ? undefined : { id, ...tally };
  }

  /** Tells the id of each rule whose state changed or that is gone. Returns a function that ends the listening. */
  onChange(listener: (ruleId: string) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The number of the rule's next reply. */
  #next(ruleId: string): number {
    return (this.#tallies.get(ruleId)?.published ?? 0) + 1;
  }

  /** U4, U6: why the rule may not answer now. */
  #heldBack({ document }: Rule, chain: ReplyChain): ReplyReason | null {
    if (chain.includes(document.id)) return "own-answer";
    if (chain.length >= LIMITS.autoReplyDepth) return "too-deep";
    return this.#isFull ? "too-many-waiting" : null;
  }

  /** Also without a delay in a later turn: a reply never comes before the message that it answers has gone out. */
  #schedule(rule: Rule, incoming: Incoming, chain: ReplyChain): void {
    this.later(rule.document.delayMs, incoming.json, () => {
      if (this.#rules.get(rule.document.id) !== rule) {
        this.#settle(rule, incoming, { result: "stopped", code: "rule-changed", topic: null });
      } else {
        this.#guarded(rule, incoming, () => this.#reply(rule, incoming, chain));
      }
    });
  }

  #reply(rule: Rule, incoming: Incoming, chain: ReplyChain): void {
    const { document } = rule;
    const made = makeReply(rule, incoming, this.#parts, this.#next(document.id));
    if (!made.ok) {
      this.#settle(rule, incoming, made);
      return;
    }
    const published = this.#parts.publish({ ...made, ruleName: document.name }, document.tokenId, [
      ...chain,
      document.id,
    ]);
    if (typeof published === "number") {
      this.#settle(rule, incoming, { ...made, result: "published", delivered: published });
    } else {
      const why = { code: published, reason: REFUSALS[published] };
      this.#settle(rule, incoming, { ...made, ok: false, result: "refused", ...why });
    }
  }

  /** Counts and writes down what came of it (U5): nothing is silent. */
  #settle({ document }: Rule, incoming: Incoming, settled: Settled): void {
    const { clock, newId } = this.#parts;
    const { result } = settled;
    const outcome: ReplyOutcome = {
      id: newId("reply"),
      at: new Date(clock.now()).toISOString(),
      ruleId: document.id,
      ruleName: document.name,
      result,
      code: settled.result === "published" ? null : settled.code,
      reason: reasonOf(settled),
      causeTopic: incoming.topic,
      topic: settled.topic,
      tokenId: document.tokenId,
      delivered: settled.result === "published" ? settled.delivered : 0,
      nearest: settled.result === "refused" ? (settled.nearest ?? null) : null,
    };
    this.outcomes.add(outcome);
    const tally = this.#tallies.get(document.id);
    if (tally === undefined) return;
    tally[result]++;
    tally.last = outcome;
    this.#tell(document.id);
  }

  #tell(ruleId: string): void {
    this.#listeners.tell((listener) => listener(ruleId));
  }
}

type Settled =
  | { readonly result: "published"; readonly topic: string; readonly delivered: number }
  | { readonly result: "stopped"; readonly code: ReplyReason; readonly topic: null }
  | Extract<Made, { ok: false }>;

function reasonOf(settled: Settled): string {
  switch (settled.result) {
    case "published":
      return "";
    case "stopped":
      return REPLY_REASONS[settled.code];
    case "failed":
    case "refused":
      return settled.reason;
    default:
      return settled satisfies never;
  }
}

function freshTally(): Tally {
  return { published: 0, refused: 0, failed: 0, stopped: 0, problem: null, last: null };
}
