/** Owns subscribing after the handshake, for dialects in which a client does (P1, Q2). */
import { maySubscribe } from "../access/decide.ts";
import type { Policy } from "../access/policy.ts";
import type { RefusalCode } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import { checkAsked } from "../contract/topics.ts";
import type { Session } from "../sessions/session.ts";
import type { SessionLife } from "../sessions/session-life.ts";

export interface SubscriptionRooms {
  readonly policy: Policy;
  readonly life: SessionLife;
}

export class Subscriptions {
  private readonly rooms: SubscriptionRooms;

  constructor(rooms: SubscriptionRooms) {
    this.rooms = rooms;
  }

  /** Subscribes the session to the filter if its token may read it; a filter that it holds already is no change. `size`: bytes of the frame. False: refused, recorded and told (M6). */
  subscribe(session: Session, filter: string, size: number): boolean {
    const refusal = this.refusalOf(session, filter);
    if (refusal !== null) {
      this.rooms.life.refuse(session, refusal, filter, size);
      return false;
    }
    if (!session.hears(filter)) this.rooms.life.subscribed(session, [filter]);
    return true;
  }

  /** False when the session did not hold it. A topic of its own (Q6) may be given up as well, and taken again with `own`. */
  unsubscribe(session: Session, filter: string): boolean {
    if (!session.hears(filter)) return false;
    this.rooms.life.unsubscribed(session, [filter]);
    return true;
  }

  /** Subscribes the session to a topic that it may hear because of who it is, without asking permissions (Q6). */
  own(session: Session, topic: string): void {
    if (!session.hears(topic)) this.rooms.life.owns(session, topic);
  }

  private refusalOf(session: Session, filter: string): RefusalCode | null {
    if (!checkAsked(filter).ok) return "filter-invalid";
    if (session.hears(filter)) return null;
    if (session.filters.length >= LIMITS.filtersPerConnection) return "too-many-filters";
    return maySubscribe(this.rooms.policy.current, session.tokenId, filter).allowed ? null : "filter-not-covered";
  }
}
