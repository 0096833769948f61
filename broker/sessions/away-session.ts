/** The session of a client that is away: what it holds, and a bounded queue instead of a link (M24). */
import type { SessionFacts } from "../access/judge.ts";
import { LIMITS } from "../contract/limits.ts";
import type { Timer } from "../ports/clock.ts";
import type { Matched, SharedSubscription, SubscriptionOptions } from "../routing/subscription.ts";
import { memoryOfContent } from "../topics/content.ts";
import type { Message } from "../topics/message.ts";
import type { AwayEnding, AwayMember, AwaySessions } from "./away-sessions.ts";
import type { Dialect } from "./dialect.ts";
import type { Session } from "./session.ts";
import type { SessionCard } from "./session-card.ts";
import type { QueueLimits } from "./session-host.ts";

/** What a dialect says of a session that outlives its connection. */
export interface Stay {
  readonly clientId: string;
  /** null: it has no time of its own. */
  readonly expiresAfterMs: number | null;
  /** Messages wait for the client that match a subscription with such options; those of other subscriptions do not reach it. */
  keeps(options: SubscriptionOptions | null): boolean;
  /** It ended, and its client was still away. */
  ended?(session: AwaySession): void;
}

/** A message that waits for its reader's return. */
export interface Waiting {
  readonly message: Message;
  /** The subscriptions by which it was heard. */
  readonly matched: Matched;
  /** The message's place in the capture; none when it was not captured. */
  readonly row?: number;
}

/** A subscription as its holder left it. */
export interface HeldSubscription {
  readonly filter: string;
  readonly options: SubscriptionOptions | null;
  /** null: shared with nobody. */
  readonly group: string | null;
}

export interface AwayHost {
  readonly queueLimits: QueueLimits;
  readonly away: AwaySessions<AwaySession>;
  /** M8: the oldest that waited were dropped. */
  droppedAway(session: AwaySession, lost: readonly Waiting[]): void;
  /** It has ended: takes it out of the routes. Called once. */
  endedAway(session: AwaySession, lost: readonly Waiting[]): void;
}

/** What a message weighs in a queue beside its text. */
const WAITING_BYTES = 200;
const NO_TOPICS: readonly string[] = [];

export class AwaySession implements AwayMember, SessionFacts {
  readonly id: string;
  readonly tokenId: string;
  readonly clientId: string;
  readonly dialect: Dialect;
  readonly order: number;
  readonly isSubjectBound: boolean;
  readonly held: readonly HeldSubscription[];
  /** Of these what waits for it. */
  readonly kept: readonly HeldSubscription[];
  readonly filters: readonly string[];
  readonly shared: readonly SharedSubscription[];
  readonly ownTopics = NO_TOPICS;
  readonly stay: Stay;
  /** What its dialect remembers of it, as the connection left it. */
  readonly dialectState: object | null;
  /** Since when, epoch milliseconds. */
  readonly since: number;
  dropped = 0;
  routeMark = 0;
  card: SessionCard | null = null;
  ending: AwayEnding | null = null;
  /** Ends it when its time is up. */
  expiry: Timer | null = null;
  private readonly host: AwayHost;
  private queue: Waiting[] = [];
  private bytes = 0;

  /** Of a session whose connection ends; `held` is what it holds at that moment. */
  constructor(host: AwayHost, session: Session, stay: Stay, held: readonly HeldSubscription[], since: number) {
    this.host = host;
    this.stay = stay;
    this.held = held;
    this.kept = held.filter(({ options }) => stay.keeps(options));
    this.since = since;
    this.id = session.id;
    this.tokenId = session.tokenId;
    this.clientId = stay.clientId;
    this.dialect = session.dialect;
    this.order = session.order;
    this.isSubjectBound = session.isSubjectBound;
    this.filters = session.filters;
    this.shared = session.shared;
    this.dialectState = session.dialectState;
  }

  get kind(): "away" {
    return "away";
  }

  get takes(): true {
    return true;
  }

  get sharedFilters(): readonly string[] {
    return this.shared.map(({ filter }) => filter);
  }

  get away(): NonNullable<SessionFacts["away"]> {
    return { clientId: this.clientId, waiting: this.queue.length };
  }

  get waitingMessages(): number {
    return this.queue.length;
  }

  get waitingBytes(): number {
    return this.bytes;
  }

  /** Keeps the message for the client's return; where there are too many the oldest is dropped and counted (M8). */
  take(message: Message, matched: Matched, row: number | undefined): boolean {
    if (this.ending !== null) return false;
    this.queue.push(row === undefined ? { message, matched } : { message, matched, row });
    this.weigh(weightOf(message));
    const { queueLimits, away } = this.host;
    const most = Math.min(queueLimits.maxQueueBytes, away.share);
    let count = 0;
    while (this.queue.length - count > LIMITS.awayMessages || (this.bytes > most && count < this.queue.length)) {
      this.weigh(-weightOf((this.queue[count++] as Waiting).message));
    }
    if (count === 0) return true;
    const lost = this.queue.splice(0, count);
    this.dropped += count;
    this.host.droppedAway(this, lost);
    return this.queue.length > 0;
  }

  /** Hands over what waits, oldest first. */
  takeWaiting(): readonly Waiting[] {
    const waiting = this.queue;
    this.queue = [];
    this.weigh(-this.bytes);
    this.expiry?.cancel();
    return waiting;
  }

  ended(ending: AwayEnding): void {
    this.ending = ending;
    this.host.endedAway(this, this.takeWaiting());
  }

  private weigh(bytes: number): void {
    this.bytes += bytes;
    this.host.away.bytes += bytes;
  }
}

const weightOf = ({ content, topic }: Message): number => WAITING_BYTES + memoryOfContent(content) + topic.length;
