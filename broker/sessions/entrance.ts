/** The way of a link from its handshake to a session, or to its last frame (C4 to C6, C8). */
import type { Policy } from "../access/policy.ts";
import type { RecentPublishes } from "../access/recent-publishes.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Hooks } from "../ports/hooks.ts";
import type { Link, LinkHandler } from "../ports/link.ts";
import type { Wire } from "../ports/wire.ts";
import type { Router } from "../routing/router.ts";
import type { TopicKeeper } from "../topics/topic-keeper.ts";
import type { Admission, FurtherCheck } from "./admission.ts";
import type { Credentials, FurtherRefusal, Rejection, Verdict } from "./admission-steps.ts";
import type { Anteroom } from "./anteroom.ts";
import type { Attempt } from "./attempt.ts";
import { ConnectionAdmission } from "./connection-admission.ts";
import type { Dialect } from "./dialect.ts";
import { isLater } from "./later.ts";
import { MemoBound } from "./publish-memo.ts";
import { PublishRights } from "./publish-rights.ts";
import type { Reader } from "./reader.ts";
import type { Reaper } from "./reaper.ts";
import type { SessionRegistry } from "./registry.ts";
import { Session } from "./session.ts";
import type { SessionLife } from "./session-life.ts";
import type { Slots } from "./slots.ts";
import type { TokenRates } from "./token-rates.ts";
import { WaitingLink } from "./waiting-link.ts";

export interface EntranceParts {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly hooks: Hooks;
  readonly policy: Policy;
  readonly slots: Slots;
  readonly router: Router<Reader>;
  readonly recent: RecentPublishes;
  readonly keeper: TopicKeeper;
  readonly registry: SessionRegistry;
  readonly life: SessionLife;
  readonly reaper: Reaper;
  readonly rates: TokenRates;
  readonly admission: Admission;
  readonly anteroom: Anteroom;
  readonly newId: (kind: "con") => string;
}

/** What a client asks with. */
export type Asked = Credentials & { readonly wantsErrors: boolean };

/** Let in as a session, or rejected. */
export type Entry = { readonly admitted: true; readonly session: Session } | Rejection;

export class Entrance {
  private order = 0;
  private readonly publishMemos = new MemoBound();
  private readonly parts: EntranceParts;

  constructor(parts: EntranceParts) {
    this.parts = parts;
  }

  /** Why nobody is let in; null while clients are served. */
  get shut(): Admission["shut"] {
    return this.parts.admission.shut;
  }

  /**
   * Judges the attempt against the current policy; the link becomes a session, of which `entered` hears before anything that its client says, or gets its
   * last frame. That is so before this returns, unless somebody else has to be asked (C11): then the link waits.
   */
  accept(
    attempt: Attempt,
    link: Link,
    dialect: Dialect,
    asked: Asked,
    further?: FurtherCheck,
    entered?: (session: Session) => void,
  ): void {
    const admission = new ConnectionAdmission(this.parts, attempt, asked, further);
    const step = admission.proceed();
    if (isLater(step)) {
      this.wait(admission, step, attempt, link, dialect, asked, entered);
      return;
    }
    const entry = this.enter(step, attempt, link, dialect, asked);
    if (entry.admitted) entered?.(entry.session);
    else this.close(link, dialect.wire, entry);
  }

  /** Ends a link that was not judged by its credentials: recorded, and no failure of its address. `words` is what the dialect says before. */
  turnAway(attempt: Attempt, link: Link, wire: Wire, refusal: FurtherRefusal, words?: string): void {
    this.close(link, wire, this.parts.admission.reject(attempt, refusal), words);
  }

  /** The same for one of whose address too many attempts wait already (C8). */
  turnAwayTooMany(attempt: Attempt, link: Link, wire: Wire): void {
    this.close(link, wire, this.parts.admission.rejectTooMany(attempt));
  }

  /**
   * Judges who asks on a link of the anteroom, and makes the connection a session if it may come in. A rejection is recorded and answered, and the connection
   * stays as it is: a dialect in which a client says later who it is lets it try again. `decided` is called before this returns, unless somebody else
   * has to be asked (C11): then before the promise resolves, in the turn of the judgement, and not at all where the link has left the anteroom.
   */
  admit(
    attempt: Attempt,
    link: Link,
    dialect: Dialect,
    asked: Asked,
    decided: (entry: Entry) => void,
  ): Promise<void> | undefined {
    const admission = new ConnectionAdmission(this.parts, attempt, asked, undefined);
    const step = admission.proceed();
    const enter = (verdict: Verdict) => decided(this.enter(verdict, attempt, link, dialect, asked));
    if (isLater(step)) return this.whenDecided(admission, step, link, enter);
    enter(step);
    return undefined;
  }

  private wait(
    admission: ConnectionAdmission,
    step: Promise<void>,
    attempt: Attempt,
    link: Link,
    dialect: Dialect,
    asked: Asked,
    entered: ((session: Session) => void) | undefined,
  ): void {
    const { anteroom, faults } = this.parts;
    const full = anteroom.fullFor(attempt.peer);
    if (full !== null) {
      // It is in no anteroom, so that what was asked for it is given back when it comes.
      void this.whenDecided(admission, step, link, () => {}).catch((error) => faults.caught("handshake", error));
      this.turnAway(attempt, link, dialect.wire, { step: "too-many-strangers", detail: full });
      return;
    }
    const waiting = new WaitingLink(this.parts, attempt, link, dialect.wire);
    this.whenDecided(admission, step, link, (verdict) => {
      const entry = this.enter(verdict, attempt, link, dialect, asked);
      if (!entry.admitted) {
        waiting.turnAway(entry);
        return;
      }
      entered?.(entry.session);
      waiting.becomes(entry.session);
    }).catch((error) => {
      faults.caught("handshake", error, { address: attempt.peer.address });
      if (anteroom.holds(link)) waiting.turnAway({ code: 1011, reason: "internal error" });
    });
  }

  /** `decided` is called in the turn of the last judgement: no edit comes between it and the session. */
  private async whenDecided(
    admission: ConnectionAdmission,
    first: Promise<void>,
    link: Link,
    decided: (verdict: Verdict) => void,
  ): Promise<void> {
    let step: Verdict | Promise<void> = first;
    while (isLater(step)) {
      await step;
      if (!this.parts.anteroom.holds(link)) {
        admission.giveUp();
        return;
      }
      step = admission.proceed();
    }
    decided(step);
  }

  /** Whoever is admitted holds a slot. */
  private enter(verdict: Verdict, attempt: Attempt, link: Link, dialect: Dialect, asked: Asked): Entry {
    if (!verdict.admitted) return verdict;
    const { life, newId } = this.parts;
    const { token } = verdict;
    const handshake = {
      peer: attempt.peer,
      userAgent: attempt.userAgent,
      secretHint: token.secretHint,
      credentialsBy: verdict.by,
      wantsErrors: asked.wantsErrors,
    };
    const session = new Session(life, link, dialect, handshake, this.rights(token.id), newId("con"), this.order++);
    link.handler = session;
    life.enter(session, asked.filters ?? []);
    try {
      dialect.opened?.(session);
    } catch (error) {
      session.failed("handshake", error, 0);
      session.end(1011, "internal error", { by: "broker", flush: true });
    }
    return { admitted: true, session };
  }

  private close(link: Link, wire: Wire, { code, reason }: Rejection, words?: string): void {
    const { reaper } = this.parts;
    link.handler = new Refused(link, reaper);
    if (words !== undefined) link.write(wire.frame(words));
    link.end(wire.farewell(code, reason));
    reaper.add(link);
  }

  /** The sessions of one token share what they may publish. */
  private rights(tokenId: string): PublishRights {
    const { policy, router, recent, keeper, registry, rates } = this.parts;
    const known = registry.anyOf(tokenId)?.rights;
    return known ?? new PublishRights(tokenId, policy, router, recent, keeper, rates, this.publishMemos);
  }
}

/** Listens to a refused transport only until it goes. */
class Refused implements LinkHandler {
  private readonly link: Link;
  private readonly reaper: Reaper;
  constructor(link: Link, reaper: Reaper) {
    this.link = link;
    this.reaper = reaper;
  }
  onFrame(): void {}
  onAlive(): void {}
  onWritable(): void {}
  onFault(): void {}
  onGone(): void {
    this.reaper.remove(this.link);
  }
}
