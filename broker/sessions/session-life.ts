/** Owns the moments of every session's life: where it is entered, left, and counted. */
import type { RefusalCode } from "../contract/codes.ts";
import type { Clock } from "../ports/clock.ts";
import type { FaultPlace, Faults } from "../ports/faults.ts";
import type { Router } from "../routing/router.ts";
import type { Counters } from "./counters.ts";
import type { DeliveryRecord } from "./delivery-record.ts";
import type { Flusher } from "./flusher.ts";
import type { Frame } from "./frame.ts";
import { LateQueues } from "./late-queues.ts";
import type { Reaper } from "./reaper.ts";
import type { SessionRegistry } from "./registry.ts";
import type { Session } from "./session.ts";
import type { QueueLimits, SessionHost } from "./session-host.ts";
import type { Slots } from "./slots.ts";

export interface LifeRooms {
  readonly clock: Clock;
  readonly flusher: Flusher;
  readonly registry: SessionRegistry;
  readonly router: Router<Session>;
  readonly slots: Slots;
  readonly reaper: Reaper;
  readonly counters: Counters;
  readonly queueLimits: QueueLimits;
  readonly record: DeliveryRecord;
  readonly refuse: (session: Session, code: RefusalCode, topic: string | null, size: number) => void;
  readonly withinRate: (session: Session, size: number) => boolean;
  readonly faults: Faults;
}

export class SessionLife implements SessionHost {
  readonly clock: Clock;
  readonly flusher: LifeRooms["flusher"];
  readonly queueLimits: QueueLimits;
  readonly lateQueues = new LateQueues();
  private readonly rooms: LifeRooms;

  constructor(rooms: LifeRooms) {
    this.rooms = rooms;
    this.clock = rooms.clock;
    this.flusher = rooms.flusher;
    this.queueLimits = rooms.queueLimits;
  }

  /** Enters an admitted session that holds a slot, with its valid filters. */
  enter(session: Session, filters: readonly string[]): void {
    session.filters = this.rooms.router.subscribe(filters, session);
    this.rooms.counters.opened++;
    this.rooms.registry.add(session);
  }

  /** Adds valid filters that the session does not hold yet; whether it may is its caller's question. */
  subscribed(session: Session, filters: readonly string[]): void {
    session.filters = [...session.filters, ...this.rooms.router.subscribe(filters, session)];
    this.rooms.registry.announceChanged(session);
  }

  /** Takes filters, or topics of its own, that the session holds. */
  unsubscribed(session: Session, filters: readonly string[]): void {
    this.rooms.router.unsubscribe(filters, session);
    session.filters = session.filters.filter((filter) => !filters.includes(filter));
    session.ownTopics = session.ownTopics.filter((topic) => !filters.includes(topic));
    this.rooms.registry.announceChanged(session);
  }

  /** Adds a topic that is the session's by who it is (Q6). */
  owns(session: Session, topic: string): void {
    session.ownTopics = [...session.ownTopics, ...this.rooms.router.subscribe([topic], session)];
    this.rooms.registry.announceChanged(session);
  }

  renamed(session: Session): void {
    this.rooms.registry.announceChanged(session);
  }

  refuse(session: Session, code: RefusalCode, topic: string | null, size: number): void {
    this.rooms.refuse(session, code, topic, size);
  }

  withinRate(session: Session, size: number): boolean {
    return this.rooms.withinRate(session, size);
  }

  failed(session: Session, place: FaultPlace, error: unknown, size: number): void {
    const { faults } = this.rooms;
    const context = { connectionId: session.id, tokenId: session.tokenId, dialect: session.dialect.name };
    faults.caught(place, error, context);
    if (session.ending !== null) return;
    try {
      this.rooms.refuse(session, "internal", null, size);
    } catch (second) {
      // Even the refusal fails, perhaps in the dialect's own error frame: the client hears nothing, everybody else is served.
      faults.caught(place, second, context);
    }
  }

  detached(session: Session): void {
    this.rooms.router.unsubscribe(session.filters, session);
    this.rooms.router.unsubscribe(session.ownTopics, session);
    this.rooms.slots.release(session.tokenId);
    this.rooms.registry.remove(session);
    this.rooms.record.closing(session);
  }

  closing(session: Session): void {
    this.rooms.reaper.add(session.link);
  }

  gone(session: Session): void {
    this.rooms.reaper.remove(session.link);
    this.rooms.record.gone(session);
    this.rooms.registry.announceGone(session);
  }

  wrote(frames: number): void {
    this.rooms.counters.messagesOut += frames;
  }

  left(order: number): void {
    this.rooms.record.left(order);
  }

  leftLate(order: number, frames: readonly Frame[]): void {
    this.rooms.record.leftLate(order, frames);
  }

  droppedFrames(order: number, frames: readonly Frame[], outbound: object): void {
    this.rooms.counters.dropped += frames.length;
    this.rooms.counters.lastSlow = outbound;
    this.rooms.record.dropped(order, frames);
  }

  discarded(session: Session, frames: readonly Frame[]): void {
    this.rooms.record.discarded(session, frames);
  }

  narrowed(session: Session, frames: readonly Frame[]): void {
    this.rooms.record.narrowed(session, frames);
  }
}
