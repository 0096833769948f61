/** Owns what a session may ask for: publishing, and being refused with a reason. */
import { principalOf } from "../access/anonymous.ts";
import { nearestGrant } from "../access/decide.ts";
import type { Policy } from "../access/policy.ts";
import type { Grant } from "../access/snapshot.ts";
import { REFUSALS, type RefusalCode } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import type { NearestPermission, Refusal } from "../contract/nouns.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import { StoreError } from "../ports/store.ts";
import type { Route, Router } from "../routing/router.ts";
import type { Counters } from "../sessions/counters.ts";
import type { Journal } from "../sessions/journal.ts";
import { ownText } from "../sessions/own-text.ts";
import type { PublishRight } from "../sessions/publish-rights.ts";
import { RateLimit } from "../sessions/rate-limit.ts";
import type { Reader } from "../sessions/reader.ts";
import type { Session } from "../sessions/session.ts";
import { jsonStartOf } from "../topics/content.ts";
import type { ForeignMessage } from "../topics/foreign-message.ts";
import type { Message, MessageDraft } from "../topics/message.ts";
import type { TopicKeeper } from "../topics/topic-keeper.ts";
import type { Topics } from "../topics/topics.ts";
import type { Capture } from "../traffic/capture.ts";
import type { RowKind } from "../traffic/row.ts";
import { deliver } from "./deliver.ts";
import { deliverApart, pickMembers } from "./deliver-apart.ts";
import { Observers } from "./observers.ts";

/** The parts of the core that commands need. */
export interface CommandParts {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly policy: Policy;
  readonly router: Router<Reader>;
  readonly topics: Topics;
  readonly counters: Counters;
  readonly refusals: Journal<Refusal>;
  readonly capture: Capture;
  readonly keeper: TopicKeeper;
  readonly newId: (kind: "ref") => string;
}

/** Who hears of every accepted message after its delivery, to answer it (U1). */
export interface Answering {
  /** 0: nobody is asked. */
  readonly size: number;
  /** `chain` names what led to the message. */
  consider(message: Message, chain: readonly string[]): void;
}

/** Who takes accepted messages to the other nodes. */
export interface OtherNodes {
  publish(message: Message): void;
}

const NO_CHAIN: readonly string[] = [];

/** An automatic reply, judged by its maker. */
export interface ReplyDraft extends MessageDraft {
  readonly ruleName: string;
}

/** The operator's message is none that its topic keeps. */
export class NotKept extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode) {
    super(REFUSALS[code]);
    this.name = "NotKept";
    this.code = code;
  }
}

export class Commands {
  /** Set once, by whoever wires the core: the answers are published by these commands again. */
  answering: Answering = { size: 0, consider: () => undefined };
  /** Set once, by whoever wires the core; null where there are no other nodes. */
  others: OtherNodes | null = null;
  readonly observers: Observers;
  private readonly parts: CommandParts;

  constructor(parts: CommandParts) {
    this.parts = parts;
    this.observers = new Observers(parts.faults);
  }

  /** Counts the message against the session's rate (M7). False: it was refused, or the session closed. */
  withinRate(session: Session, size: number): boolean {
    session.rights.refresh();
    const { perSecond, burst, shared } = session.rights;
    if (perSecond === null) return true;
    const now = this.parts.clock.elapsed();
    session.rate ??= new RateLimit(burst, now);
    const verdict = session.rate.take(perSecond, burst, now);
    // Closing is for who exceeds the rate alone; a token's other connections are only refused.
    if (verdict === "ok" && (shared === null || shared.take(perSecond, burst, now) === "ok")) return true;
    this.refuse(session, "rate-limited", null, size);
    if (verdict === "close") {
      session.end(4008, `more than ${perSecond} messages a second`, { by: "broker", flush: false });
    }
    return false;
  }

  /** Publishes what the client sent, if the token may (M2 to M5); refuses it with its reason otherwise, and answers null. */
  publish(session: Session, right: PublishRight, draft: MessageDraft, size: number): Message | null {
    if (right.route === null) {
      this.refuse(
        session,
        right.refusal ?? "publish-not-covered",
        draft.topic,
        size,
        jsonStartOf(draft.content, LIMITS.refusedTextLength),
      );
      return null;
    }
    const kept = right.keeper === null ? draft : this.keep(right.keeper, session, draft, size);
    if (kept === null) return null;
    right.counter?.add();
    const message = this.note(kept, session);
    this.handOut(message, "in", this.parts.router.refresh(right.route), session, right.grant);
    return message;
  }

  /**
   * Publishes as the operator; the topic is valid, $ topics included (T4). Returns the number of subscribers it was queued for.
   * @throws NotKept, StoreError where the topic's messages are kept first (H7); nothing is sent then
   */
  publishAsOperator(draft: MessageDraft): number {
    const { keeper } = this.parts;
    const kept = keeper.isFor(draft.topic) ? keeper.keep(draft, null) : draft;
    if (typeof kept === "string") throw new NotKept(kept);
    return this.handOut(this.note(kept, null), "operator", this.parts.router.route(kept.topic), null, null);
  }

  /** Publishes what has been judged and kept already; everybody hears it, `from` too (H3). */
  publishKept(draft: MessageDraft, from: Session | null): Message {
    const message = this.note(draft, from);
    const kind = from === null ? "operator" : "in";
    this.handOut(message, kind, this.parts.router.route(draft.topic), from, null, NO_CHAIN, true);
    return message;
  }

  /**
   * Publishes a reply in a token's name (null = the operator's), which the caller has judged. Returns the number of subscribers. `chain`
   * names the rules that led to it. A code: its topic keeps messages first (H7), and not this one.
   */
  publishReply(draft: ReplyDraft, tokenId: string | null, chain: readonly string[]): number | RefusalCode {
    const { keeper } = this.parts;
    const kept = keeper.isFor(draft.topic) ? keptOrWhyNot(keeper, draft, tokenId) : draft;
    if (typeof kept === "string") return kept;
    this.parts.counters.messagesIn++;
    const message = this.parts.topics.note(kept, null, tokenId);
    if (this.others !== null) this.others.publish(message);
    const route = this.parts.router.route(draft.topic);
    return this.handOut(message, "reply", route, null, null, chain, false, draft.ruleName);
  }

  /** Delivers what another node accepted, which that node remembers, answers and counts (N25, N28). Answers how many heard it. */
  receiveForeign(foreign: ForeignMessage): number {
    const { topics, router, capture, keeper } = this.parts;
    const message = topics.passing(foreign, foreign.kept === null ? null : keeper.payloadOf(foreign.kept));
    const delivered = this.handOut(message, "node", router.route(foreign.topic), null, null);
    capture.fromNode(message, foreign.revision);
    return delivered;
  }

  /** Records a refused frame, and tells the client if it asked for that (M6). `text` is what it held, as far as it was read. */
  refuse(session: Session, code: RefusalCode, topic: string | null, size: number, text = ""): void {
    session.refused++;
    this.parts.counters.refused++;
    const { policy, clock, refusals, capture, newId } = this.parts;
    const refusal: Refusal = {
      id: newId("ref"),
      at: new Date(clock.now()).toISOString(),
      connectionId: session.id,
      tokenId: session.tokenId,
      tokenName: principalOf(policy.current, session.tokenId)?.name ?? null,
      code,
      reason: REFUSALS[code],
      // What is no topic may be as long as a frame, and the journal holds thousands.
      topic: topic === null ? null : ownText(topic.slice(0, LIMITS.topicBytes)),
      size,
      nearest: this.nearest(session, code, topic),
    };
    refusals.add(refusal);
    capture.refused(session, refusal, text);
    const words = session.dialect.encodeRefusal(session, code, REFUSALS[code], topic);
    if (words !== null) session.say(words);
  }

  /** From here on the message is accepted: counted, remembered, on its way to other nodes. */
  private note(draft: MessageDraft, from: Session | null): Message {
    const { topics, counters } = this.parts;
    counters.messagesIn++;
    const message = topics.note(draft, from?.id ?? null, from?.tokenId ?? null);
    if (from !== null) from.rights.publishedAt = message.at;
    if (this.others !== null) this.others.publish(message);
    return message;
  }

  /** Null: it was refused, and the client told. */
  private keep(keeper: TopicKeeper, session: Session, draft: MessageDraft, size: number): MessageDraft | null {
    const kept = keptOrWhyNot(keeper, draft, session.tokenId);
    if (typeof kept !== "string") return kept;
    this.refuse(session, kept, draft.topic, size);
    return null;
  }

  private handOut(
    message: Message,
    kind: RowKind,
    route: Route<Reader>,
    from: Session | null,
    grant: Grant | null,
    chain = NO_CHAIN,
    hearsItself = false,
    ruleName: string | null = null,
  ): number {
    const { capture, faults } = this.parts;
    // M22: whether a publisher hears its own is its dialect's word.
    const skipped = hearsItself || from === null || from.hearsOwn ? null : from;
    const picks = route.apart === null ? undefined : pickMembers(route.apart, skipped);
    const row = capture.message(message, kind, route, from, grant, picks);
    if (hearsItself) capture.hearsItself(row);
    if (ruleName !== null) capture.repliedBy(row, ruleName, message.tokenId);
    const delivered =
      picks === undefined
        ? deliver(message, route, skipped, row, capture, faults)
        : deliverApart(message, route, { picks, from, skipped, row }, capture, faults);
    capture.delivered(row, delivered);
    message.payload = null;
    // U2: what another node accepted, that node answers.
    if (this.answering.size > 0 && kind !== "node") this.answering.consider(message, chain);
    if (this.observers.size > 0) this.observers.tell(message);
    return delivered;
  }

  private nearest(session: Session, code: RefusalCode, topic: string | null): NearestPermission | null {
    if (topic === null || !(code.startsWith("publish-") || code === "filter-not-covered")) return null;
    return nearestGrant(this.parts.policy.current, session.tokenId, topic) ?? null;
  }
}

/** The keeper has logged a failure of the store; the publisher only learns that nothing was sent. */
function keptOrWhyNot(keeper: TopicKeeper, draft: MessageDraft, tokenId: string | null): MessageDraft | RefusalCode {
  try {
    return keeper.keep(draft, tokenId);
  } catch (error) {
    if (error instanceof StoreError) return "not-stored";
    throw error;
  }
}
