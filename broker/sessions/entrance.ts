/** The way of a link from its handshake to a session, or to its last frame (C4 to C6, C8). */
import type { Policy } from "../access/policy.ts";
import type { RecentPublishes } from "../access/recent-publishes.ts";
import type { Layer } from "../ports/layer.ts";
import type { Link, LinkHandler } from "../ports/link.ts";
import type { Wire } from "../ports/wire.ts";
import type { Router } from "../routing/router.ts";
import type { TopicKeeper } from "../topics/topic-keeper.ts";
import type { Admission, FurtherCheck } from "./admission.ts";
import type { Credentials, FurtherRefusal, Rejection } from "./admission-steps.ts";
import type { Attempt } from "./attempt.ts";
import type { Dialect } from "./dialect.ts";
import { MemoBound } from "./publish-memo.ts";
import { PublishRights } from "./publish-rights.ts";
import type { Reaper } from "./reaper.ts";
import type { SessionRegistry } from "./registry.ts";
import { Session } from "./session.ts";
import type { SessionLife } from "./session-life.ts";
import type { TokenRates } from "./token-rates.ts";

export interface EntranceRooms {
  readonly policy: Policy;
  readonly layer: Layer;
  readonly router: Router<Session>;
  readonly recent: RecentPublishes;
  readonly keeper: TopicKeeper;
  readonly registry: SessionRegistry;
  readonly life: SessionLife;
  readonly reaper: Reaper;
  readonly rates: TokenRates;
  readonly admission: Admission;
  readonly newId: (kind: "con") => string;
}

/** What a client asks with. */
export type Asked = Credentials & { readonly wantsErrors: boolean };

/** Let in as a session, or rejected. */
export type Entry = { readonly admitted: true; readonly session: Session } | Rejection;

export class Entrance {
  private order = 0;
  private readonly publishMemos = new MemoBound();
  private readonly rooms: EntranceRooms;

  constructor(rooms: EntranceRooms) {
    this.rooms = rooms;
  }

  /** Why nobody is let in; null while clients are served. */
  get shut(): Admission["shut"] {
    return this.rooms.admission.shut;
  }

  /** Judges the attempt against the current policy; the link becomes a session or, answering null, gets its last frame before this returns. */
  accept(attempt: Attempt, link: Link, dialect: Dialect, asked: Asked, further?: FurtherCheck): Session | null {
    const entry = this.admit(attempt, link, dialect, asked, further);
    if (entry.admitted) return entry.session;
    this.close(link, dialect.wire, entry);
    return null;
  }

  /** Ends a link that was not judged by its credentials: recorded, and no failure of its address. `words` is what the dialect says before. */
  turnAway(attempt: Attempt, link: Link, wire: Wire, refusal: FurtherRefusal, words?: string): void {
    this.close(link, wire, this.rooms.admission.reject(attempt, refusal), words);
  }

  /** The same for one of whose address too many attempts wait already (C8). */
  turnAwayTooMany(attempt: Attempt, link: Link, wire: Wire): void {
    this.close(link, wire, this.rooms.admission.rejectTooMany(attempt));
  }

  /**
   * Judges who asks, and makes the connection a session if it may come in. A rejection is recorded and answered, and the connection stays as
   * it is: a dialect in which a client says later who it is lets it try again.
   */
  admit(attempt: Attempt, link: Link, dialect: Dialect, asked: Asked, further?: FurtherCheck): Entry {
    const { admission, layer, life, newId } = this.rooms;
    const verdict = admission.judgeCredentials(attempt, asked, further, ({ id, maxConnections }) =>
      layer.acquireSlot(id, maxConnections),
    );
    if (!verdict.admitted) return verdict;
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
    const { reaper } = this.rooms;
    link.handler = new Refused(link, reaper);
    if (words !== undefined) link.write(wire.frame(words));
    link.end(wire.farewell(code, reason));
    reaper.add(link);
  }

  /** The sessions of one token share what they may publish. */
  private rights(tokenId: string): PublishRights {
    const { policy, router, recent, keeper, registry, rates } = this.rooms;
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
