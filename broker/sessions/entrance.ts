/** Owns the way in: a knock is judged, counted, recorded, and becomes a session or a refusal (C4 to C6, C8). */
import type { Policy } from "../access/policy.ts";
import type { RecentPublishes } from "../access/recent-publishes.ts";
import { secretHint } from "../access/seal.ts";
import type { DoorEntry } from "../contract/nouns.ts";
import type { Clock } from "../ports/clock.ts";
import type { Connection, ConnectionHandler, Knock } from "../ports/connection.ts";
import type { Layer } from "../ports/layer.ts";
import type { StoredToken } from "../ports/store.ts";
import type { Router } from "../routing/router.ts";
import type { TopicKeeper } from "../topics/topic-keeper.ts";
import type { AuthDelay } from "./auth-delay.ts";
import type { Dialect } from "./dialect.ts";
import {
  type Credentials,
  type DoorContext,
  type DoorRefusal,
  type DoorVerdict,
  type FurtherRefusal,
  judgeAtDoor,
  limitReached,
  refusedByDialect,
} from "./door.ts";
import type { Journal } from "./journal.ts";
import { PublishRights } from "./publish-rights.ts";
import type { Reaper } from "./reaper.ts";
import type { SessionRegistry } from "./registry.ts";
import { Session } from "./session.ts";
import type { SessionLife } from "./session-life.ts";
import type { TokenBlocks } from "./token-blocks.ts";

export interface EntranceRooms {
  readonly clock: Clock;
  readonly policy: Policy;
  readonly layer: Layer;
  readonly router: Router<Session>;
  readonly recent: RecentPublishes;
  readonly keeper: TopicKeeper;
  readonly registry: SessionRegistry;
  readonly life: SessionLife;
  readonly reaper: Reaper;
  readonly authDelay: AuthDelay;
  readonly doorlog: Journal<DoorEntry>;
  /** Tokens that an operator keeps out for a while (R9). */
  readonly blocks: TokenBlocks;
  readonly newId: (kind: "con" | "door") => string;
}

/** What a client asks with. */
export type Asked = Credentials & { readonly wantsErrors: boolean };

/** A dialect's own condition for a token that is welcome otherwise; undefined lets it in. */
export type FurtherCheck = (token: StoredToken) => FurtherRefusal | undefined;

export type Admission = { readonly admitted: true; readonly session: Session } | DoorRefusal;

export class Entrance {
  /** Why nobody is let in (1001): the process ends, or an operator stopped the broker (Y1). */
  shut: DoorContext["shut"] = null;
  private order = 0;
  private readonly rooms: EntranceRooms;

  constructor(rooms: EntranceRooms) {
    this.rooms = rooms;
  }

  /** Milliseconds that this knock waits before it is judged (C8). */
  delayFor(knock: Knock): number {
    return this.rooms.authDelay.delayFor(knock.peer);
  }

  /** Judges the knock against the current policy; the connection becomes a session or, answering null, gets its close frame before this returns. */
  accept(knock: Knock, connection: Connection, dialect: Dialect, asked: Asked, further?: FurtherCheck): Session | null {
    const verdict = this.admit(knock, connection, dialect, asked, further);
    if (verdict.admitted) return verdict.session;
    this.close(connection, verdict);
    return null;
  }

  /** Closes a connection that nobody has judged, for want of room: recorded, and no failure of its address. `words` are the dialect's. */
  turnAway(knock: Knock, connection: Connection, dialect: Dialect, refusal: FurtherRefusal, words: Uint8Array): void {
    const verdict = refusedByDialect(refusal);
    this.record(knock, dialect, { secret: "", filters: null, by: "none", mayBeAnonymous: false }, verdict);
    this.close(connection, verdict, words);
  }

  /**
   * Judges who asks, and makes the connection a session if it may come in. A refusal is recorded and answered, and the connection stays as it
   * is: a dialect in which a client says later who it is lets it try again.
   */
  admit(knock: Knock, connection: Connection, dialect: Dialect, asked: Asked, further?: FurtherCheck): Admission {
    const verdict = this.judge(asked, further);
    if (!verdict.admitted) {
      this.rooms.authDelay.failed(knock.peer);
      this.record(knock, dialect, asked, verdict);
      return verdict;
    }
    this.rooms.authDelay.succeeded(knock.peer);
    const { token } = verdict;
    const handshake = {
      peer: knock.peer,
      userAgent: userAgent(knock),
      secretHint: token.secretHint,
      credentialsBy: asked.by,
      wantsErrors: asked.wantsErrors,
    };
    const id = this.rooms.newId("con");
    const rights = this.rights(token.id);
    const session = new Session(this.rooms.life, connection, dialect, handshake, rights, id, this.order++);
    connection.handler = session;
    this.rooms.life.enter(session, asked.filters ?? []);
    dialect.opened?.(session);
    return { admitted: true, session };
  }

  /** Writes a refusal into the door log that the dialect itself decided on, before anybody was asked for. */
  recordRefusal(knock: Knock, dialect: Dialect, asked: Asked, refusal: FurtherRefusal): DoorRefusal {
    const verdict = refusedByDialect(refusal);
    this.rooms.authDelay.failed(knock.peer);
    this.record(knock, dialect, asked, verdict);
    return verdict;
  }

  private close(connection: Connection, { code, reason }: DoorRefusal, words?: Uint8Array): void {
    const { reaper } = this.rooms;
    connection.handler = new Refused(connection, reaper);
    if (words !== undefined) connection.write(words);
    connection.closeWith(code, reason);
    reaper.add(connection);
  }

  /** The door's steps, the dialect's own, then the limit: counted first, checked then, and nothing is left of a refused attempt (C6). */
  private judge(asked: Credentials, further: FurtherCheck | undefined): DoorVerdict {
    const { policy, clock, blocks, layer } = this.rooms;
    const verdict = judgeAtDoor(asked, {
      snapshot: policy.current,
      now: clock.now(),
      shut: this.shut,
      isBlocked: (tokenId) => blocks.isBlocked(tokenId),
    });
    if (!verdict.admitted) return verdict;
    const { token } = verdict;
    const refusal = further?.(token);
    if (refusal !== undefined) return refusedByDialect(refusal, token);
    return layer.acquireSlot(token.id, token.maxConnections) ? verdict : limitReached(token);
  }

  /** The sessions of one token share what they may publish. */
  private rights(tokenId: string): PublishRights {
    const { policy, router, recent, keeper, registry } = this.rooms;
    return registry.anyOf(tokenId)?.rights ?? new PublishRights(tokenId, policy, router, recent, keeper);
  }

  private record(knock: Knock, dialect: Dialect, asked: Credentials, verdict: DoorRefusal): void {
    const { clock, doorlog, newId } = this.rooms;
    doorlog.add({
      id: newId("door"),
      at: new Date(clock.now()).toISOString(),
      address: knock.peer.address,
      userAgent: userAgent(knock),
      dialect: dialect.name,
      code: verdict.code,
      step: verdict.step,
      reason: verdict.reason,
      secretHint: verdict.token?.secretHint ?? (asked.secret === "" ? "none" : secretHint(asked.secret)),
      credentialsBy: asked.by,
      tokenId: verdict.token?.id ?? null,
      tokenName: verdict.token?.name ?? null,
      filters: asked.filters?.slice(0, FILTERS_RECORDED) ?? [],
      filter: verdict.filter,
      nearest: verdict.nearest ?? null,
    });
  }
}

/** Filters kept of a refused knock: enough to see what was meant, and a flood of them does not fill the memory. */
const FILTERS_RECORDED = 20;
const USER_AGENT_LENGTH = 200;

function userAgent(knock: Knock): string {
  const value = knock.headers["user-agent"];
  return typeof value === "string" ? value.slice(0, USER_AGENT_LENGTH) : "";
}

/** Listens to a refused transport only until it goes. */
class Refused implements ConnectionHandler {
  private readonly connection: Connection;
  private readonly reaper: Reaper;
  constructor(connection: Connection, reaper: Reaper) {
    this.connection = connection;
    this.reaper = reaper;
  }
  onText(): void {}
  onBinary(): void {}
  onPong(): void {}
  onWritable(): void {}
  onFault(): void {}
  onGone(): void {
    this.reaper.remove(this.connection);
  }
}
