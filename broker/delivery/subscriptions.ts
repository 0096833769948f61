/** Owns subscribing after the handshake, for dialects in which a client does (P1, Q2). */
import { maySubscribe } from "../access/decide.ts";
import type { Policy } from "../access/policy.ts";
import type { RefusalCode } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import { checkAsked } from "../contract/topics.ts";
import { type SharedSubscription, type SubscriptionOptions, sharedText } from "../routing/subscription.ts";
import type { Waiting } from "../sessions/away-session.ts";
import type { Session } from "../sessions/session.ts";
import type { SessionLife } from "../sessions/session-life.ts";

/** What a session finds again. */
export interface Resumed {
  readonly dialectState: object | null;
  readonly waiting: readonly Waiting[];
}

export interface SubscriptionParts {
  readonly policy: Policy;
  readonly life: SessionLife;
}

export class Subscriptions {
  private readonly parts: SubscriptionParts;

  constructor(parts: SubscriptionParts) {
    this.parts = parts;
  }

  /**
   * Subscribes the session to the filter if its token may read it; a filter that it holds already has other options then (M21), which without
   * options is no change. `size`: bytes of the frame. False: refused, recorded and told (M6).
   */
  subscribe(session: Session, filter: string, size: number, options: SubscriptionOptions | null = null): boolean {
    const refusal = this.refusalOf(session, filter, session.hears(filter));
    if (refusal !== null) {
      this.parts.life.refuse(session, refusal, filter, size);
      return false;
    }
    if (session.hears(filter)) this.parts.life.resubscribed(session, filter, options);
    else this.parts.life.subscribed(session, [filter], options);
    return true;
  }

  /** M23: the same as a member of a group. The right is that of the filter. */
  share(
    session: Session,
    shared: SharedSubscription,
    size: number,
    options: SubscriptionOptions | null = null,
  ): boolean {
    const refusal = this.refusalOf(session, shared.filter, session.shares(shared));
    if (refusal !== null) this.parts.life.refuse(session, refusal, sharedText(shared), size);
    else this.parts.life.sharing(session, shared, options);
    return refusal === null;
  }

  /** False when the session was no member. */
  unshare(session: Session, shared: SharedSubscription): boolean {
    if (!session.shares(shared)) return false;
    this.parts.life.unsharing(session, shared);
    return true;
  }

  /**
   * M24: the session of this client is back from being away, with everything that it held; answers what its dialect remembered of it, and what waited,
   * oldest first, as far as it may still be heard. null: none was away.
   */
  resume(session: Session, clientId: string): Resumed | null {
    const { life, policy } = this.parts;
    const away = life.away.of(session.tokenId, clientId);
    if (away === undefined) return null;
    const waited = life.returned(session, away);
    const isHeard = ({ message }: Waiting) => maySubscribe(policy.current, session.tokenId, message.topic).allowed;
    const [waiting, withheld] = [waited.filter(isHeard), waited.filter((one) => !isHeard(one))];
    life.handedOver(away, waiting, withheld);
    return { dialectState: away.dialectState, waiting };
  }

  /** False when the session did not hold it. A topic of its own (Q6) may be given up as well, and taken again with `own`. */
  unsubscribe(session: Session, filter: string): boolean {
    if (!session.hears(filter)) return false;
    this.parts.life.unsubscribed(session, [filter]);
    return true;
  }

  /** Subscribes the session to a topic that it may hear because of who it is, without asking permissions (Q6). */
  own(session: Session, topic: string): void {
    if (!session.hears(topic)) this.parts.life.owns(session, topic);
  }

  private refusalOf(session: Session, filter: string, isHeld: boolean): RefusalCode | null {
    if (!checkAsked(filter).ok) return "filter-invalid";
    if (isHeld) return null;
    if (session.filters.length + session.shared.length >= LIMITS.filtersPerConnection) return "too-many-filters";
    return maySubscribe(this.parts.policy.current, session.tokenId, filter).allowed ? null : "filter-not-covered";
  }
}
