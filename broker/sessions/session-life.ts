/** Owns the moments of every session's life: where it is entered, left, and counted. */
import type { RefusalCode } from "../contract/codes.ts";
import type { Clock } from "../ports/clock.ts";
import type { FaultPlace, Faults } from "../ports/faults.ts";
import type { Router } from "../routing/router.ts";
import { NO_OPTIONS, type SharedSubscription, type SubscriptionOptions } from "../routing/subscription.ts";
import { type AwayHost, AwaySession, type HeldSubscription, type Stay, type Waiting } from "./away-session.ts";
import type { AwaySessions } from "./away-sessions.ts";
import type { Counters } from "./counters.ts";
import type { DeliveryRecord } from "./delivery-record.ts";
import type { Flusher } from "./flusher.ts";
import type { Frame } from "./frame.ts";
import { LateQueues } from "./late-queues.ts";
import type { Reader } from "./reader.ts";
import type { Reaper } from "./reaper.ts";
import type { SessionRegistry } from "./registry.ts";
import type { Session } from "./session.ts";
import type { QueueLimits, SessionHost } from "./session-host.ts";
import type { Slots } from "./slots.ts";

export interface LifeParts {
  readonly clock: Clock;
  readonly flusher: Flusher;
  readonly registry: SessionRegistry;
  readonly router: Router<Reader>;
  readonly slots: Slots;
  readonly reaper: Reaper;
  readonly counters: Counters;
  readonly queueLimits: QueueLimits;
  readonly record: DeliveryRecord;
  readonly refuse: (session: Session, code: RefusalCode, topic: string | null, size: number) => void;
  readonly withinRate: (session: Session, size: number) => boolean;
  readonly faults: Faults;
}

export class SessionLife implements SessionHost, AwayHost {
  readonly clock: Clock;
  readonly flusher: LifeParts["flusher"];
  readonly queueLimits: QueueLimits;
  readonly lateQueues = new LateQueues();
  readonly away: AwaySessions<AwaySession>;
  private readonly parts: LifeParts;

  constructor(parts: LifeParts) {
    this.parts = parts;
    this.clock = parts.clock;
    this.flusher = parts.flusher;
    this.queueLimits = parts.queueLimits;
    this.away = parts.registry.away;
  }

  /** Enters an admitted session that holds a slot, with its valid filters. */
  enter(session: Session, filters: readonly string[]): void {
    session.filters = this.parts.router.subscribe(filters, session);
    this.parts.counters.opened++;
    this.parts.registry.add(session);
  }

  /** Adds valid filters that the session does not hold yet; whether it may is its caller's question. */
  subscribed(session: Session, filters: readonly string[], options: SubscriptionOptions | null = null): void {
    session.filters = [...session.filters, ...this.parts.router.subscribe(filters, session, options)];
    this.parts.registry.announceChanged(session);
  }

  /** M21: a filter that the session holds has these options from now on. */
  resubscribed(session: Session, filter: string, options: SubscriptionOptions | null): void {
    this.parts.router.setOptions(filter, session, options);
  }

  /** M23: makes the session a member of a group, or gives it other options there; whether it may is its caller's question. */
  sharing(session: Session, shared: SharedSubscription, options: SubscriptionOptions | null): void {
    if (!this.parts.router.share(shared, session, options)) return;
    session.shared = [...session.shared, shared];
    this.parts.registry.announceChanged(session);
  }

  /** Takes a group that the session is a member of. */
  unsharing(session: Session, { group, filter }: SharedSubscription): void {
    this.parts.router.unshare({ group, filter }, session);
    session.shared = session.shared.filter((one) => one.group !== group || one.filter !== filter);
    this.parts.registry.announceChanged(session);
  }

  /** Takes filters, or topics of its own, that the session holds; from every group that shares one of them it is taken too. */
  unsubscribed(session: Session, filters: readonly string[]): void {
    for (const shared of session.shared.filter(({ filter }) => filters.includes(filter)))
      this.unsharing(session, shared);
    this.parts.router.unsubscribe(filters, session);
    session.filters = session.filters.filter((filter) => !filters.includes(filter));
    session.ownTopics = session.ownTopics.filter((topic) => !filters.includes(topic));
    this.parts.registry.announceChanged(session);
  }

  /** Adds a topic that is the session's by who it is (Q6). */
  owns(session: Session, topic: string): void {
    session.ownTopics = [...session.ownTopics, ...this.parts.router.subscribe([topic], session)];
    this.parts.registry.announceChanged(session);
  }

  renamed(session: Session): void {
    this.parts.registry.announceChanged(session);
  }

  refuse(session: Session, code: RefusalCode, topic: string | null, size: number): void {
    this.parts.refuse(session, code, topic, size);
  }

  withinRate(session: Session, size: number): boolean {
    return this.parts.withinRate(session, size);
  }

  failed(session: Session, place: FaultPlace, error: unknown, size: number): void {
    const { faults } = this.parts;
    const context = { connectionId: session.id, tokenId: session.tokenId, dialect: session.dialect.name };
    faults.caught(place, error, context);
    if (session.ending !== null) return;
    try {
      this.parts.refuse(session, "internal", null, size);
    } catch (second) {
      // Even the refusal fails, perhaps in the dialect's own error frame: the client hears nothing, everybody else is served.
      faults.caught(place, second, context);
    }
  }

  detached(session: Session): void {
    const { router } = this.parts;
    const away = session.dialect.stays === undefined ? null : this.awayOf(session);
    router.unsubscribe(session.filters, session);
    router.unsubscribe(session.ownTopics, session);
    for (const shared of session.shared) router.unshare(shared, session);
    this.parts.slots.release(session.tokenId);
    this.parts.registry.remove(session);
    this.parts.record.closing(session);
    if (away !== null) this.goesAway(away);
  }

  /** M24: the session holds from now on what the one that is away held, which is no more; answers what waited, oldest first. */
  returned(session: Session, away: AwaySession): readonly Waiting[] {
    const { router } = this.parts;
    this.away.remove(away);
    this.leaveRoutes(away);
    for (const { filter, options, group } of away.held) {
      if (group !== null) this.sharing(session, { group, filter }, options);
      else if (session.hears(filter)) router.setOptions(filter, session, options);
      else session.filters = [...session.filters, ...router.subscribe([filter], session, options)];
    }
    this.parts.registry.announceChanged(session);
    return away.takeWaiting();
  }

  /** What waited is handed over now; of it `withheld` may not be heard any more. */
  handedOver(away: AwaySession, waiting: readonly Waiting[], withheld: readonly Waiting[]): void {
    this.parts.record.leftLate(away.order, waiting);
    if (withheld.length > 0) this.parts.record.narrowed(away, withheld);
  }

  droppedAway(away: AwaySession, lost: readonly Waiting[]): void {
    this.parts.counters.dropped += lost.length;
    this.parts.record.dropped(away.order, lost);
  }

  endedAway(away: AwaySession, lost: readonly Waiting[]): void {
    this.leaveRoutes(away);
    if (lost.length > 0) this.parts.record.discarded(away, lost);
    try {
      away.stay.ended?.(away);
    } catch (error) {
      this.parts.faults.caught("session", error, { sessionId: away.id, dialect: away.dialect.name });
    }
  }

  /** What stays of a session that ends and still holds its filters. D46: what ends it for its token, or for a filter, ends it whole. */
  private awayOf(session: Session): AwaySession | null {
    const { ending } = session;
    if (ending?.by === "policy" && (ending.code === 4002 || ending.code === 4003)) return null;
    let stay: Stay | null = null;
    try {
      stay = session.dialect.stays?.(session) ?? null;
    } catch (error) {
      this.failed(session, "session", error, 0);
    }
    return stay === null ? null : new AwaySession(this, session, stay, this.heldBy(session), this.clock.now());
  }

  private heldBy(session: Session): HeldSubscription[] {
    const { router } = this.parts;
    const own = session.filters.map((filter) => ({ filter, options: router.optionsOf(filter, session), group: null }));
    const shared = session.shared.map(({ group, filter }) => {
      const options = router.groupOf({ group, filter })?.matchedOf(session)?.[0]?.options ?? null;
      return { filter, options, group };
    });
    return [...own, ...shared];
  }

  /** The client is away: what its subscriptions bring waits for it. */
  private goesAway(away: AwaySession): void {
    const { router } = this.parts;
    for (const { filter, options, group } of away.kept) {
      if (group === null) router.subscribe([filter], away, options ?? NO_OPTIONS);
      else router.share({ group, filter }, away, options);
    }
    const { expiresAfterMs } = away.stay;
    const expired = { code: 1001, reason: "session expired", by: "broker" } as const;
    if (expiresAfterMs !== null) away.expiry = this.clock.after(expiresAfterMs, () => this.away.end(away.id, expired));
    this.away.add(away);
  }

  private leaveRoutes(away: AwaySession): void {
    const { router } = this.parts;
    for (const { filter, group } of away.kept) {
      if (group === null) router.unsubscribe([filter], away);
      else router.unshare({ group, filter }, away);
    }
  }

  closing(session: Session): void {
    this.parts.reaper.add(session.link);
  }

  gone(session: Session): void {
    this.parts.reaper.remove(session.link);
    this.parts.record.gone(session);
    this.parts.registry.announceGone(session);
  }

  wrote(frames: number): void {
    this.parts.counters.messagesOut += frames;
  }

  left(order: number): void {
    this.parts.record.left(order);
  }

  leftLate(order: number, frames: readonly Frame[]): void {
    this.parts.record.leftLate(order, frames);
  }

  droppedFrames(order: number, frames: readonly Frame[], outbound: object): void {
    this.parts.counters.dropped += frames.length;
    this.parts.counters.lastSlow = outbound;
    this.parts.record.dropped(order, frames);
  }

  discarded(session: Session, frames: readonly Frame[]): void {
    this.parts.record.discarded(session, frames);
  }

  narrowed(session: Session, frames: readonly Frame[]): void {
    this.parts.record.narrowed(session, frames);
  }
}
