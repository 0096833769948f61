/** The sessions whose clients are away: by id, by token and by client, the longest away first. */
import type { SessionFacts } from "../access/judge.ts";
import { LIMITS } from "../contract/limits.ts";
import type { EndedBy } from "./session.ts";

/** Why a session ends that has no connection. */
export interface AwayEnding {
  readonly code: number;
  readonly reason: string;
  readonly by: EndedBy;
}

/** What is asked of a session that is away. */
export interface AwayMember extends SessionFacts {
  readonly clientId: string | null;
  /** It has left the list, and ends. */
  ended(ending: AwayEnding): void;
}

const NOBODY: ReadonlySet<never> = new Set<never>();

export class AwaySessions<A extends AwayMember> {
  /** Bytes of all that waits. */
  bytes = 0;
  private readonly byId = new Map<string, A>();
  private readonly byToken = new Map<string, Set<A>>();
  private readonly byClient = new Map<string, A>();

  get size(): number {
    return this.byId.size;
  }

  /** Bytes that may wait for one client now: without bound here while all together hold little, else as much as for the others. */
  get share(): number {
    return this.bytes <= LIMITS.awayBytes ? Number.POSITIVE_INFINITY : LIMITS.awayBytes / Math.max(1, this.size);
  }

  get(id: string): A | undefined {
    return this.byId.get(id);
  }

  /** The session of this client of the token. */
  of(tokenId: string, clientId: string): A | undefined {
    return this.byClient.get(clientKey(tokenId, clientId));
  }

  ofToken(tokenId: string): ReadonlySet<A> {
    return this.byToken.get(tokenId) ?? NOBODY;
  }

  all(): Iterable<A> {
    return this.byId.values();
  }

  /** Where there are too many, of its token or in all, the longest away ends. */
  add(session: A): void {
    const { id, tokenId, clientId } = session;
    const siblings = this.byToken.get(tokenId) ?? new Set();
    this.byId.set(id, session);
    this.byToken.set(tokenId, siblings.add(session));
    if (clientId !== null) this.byClient.set(clientKey(tokenId, clientId), session);
    if (siblings.size > LIMITS.awaySessionsOfToken) this.endOldest(siblings);
    if (this.byId.size > LIMITS.awaySessions) this.endOldest(this.byId.values());
  }

  /** False when it is not here. */
  remove(session: A): boolean {
    const { id, tokenId, clientId } = session;
    if (!this.byId.delete(id)) return false;
    const siblings = this.byToken.get(tokenId);
    siblings?.delete(session);
    if (siblings?.size === 0) this.byToken.delete(tokenId);
    if (clientId !== null) this.byClient.delete(clientKey(tokenId, clientId));
    return true;
  }

  /** False when there is no such session. */
  end(id: string, ending: AwayEnding): boolean {
    const session = this.byId.get(id);
    if (session === undefined || !this.remove(session)) return false;
    session.ended(ending);
    return true;
  }

  private endOldest(sessions: Iterable<A>): void {
    for (const { id } of sessions) {
      this.end(id, { code: 4004, reason: "too many sessions are away", by: "broker" });
      return;
    }
  }
}

/** An id has no blank. */
const clientKey = (tokenId: string, clientId: string) => `${tokenId} ${clientId}`;
