/** Owns the list of live sessions, by id and by token. */
import type { Session } from "./session.ts";

/** Announcements of what already happened, for views; nothing decides by them. */
export interface SessionListener {
  opened?(session: Session): void;
  /** Ended: `session.ending` says how. */
  closed?(session: Session): void;
  /** Its transport is gone; `session.ending.goneAt` is set. */
  gone?(session: Session): void;
}

const NOBODY: ReadonlySet<Session> = new Set();

export class SessionRegistry {
  private readonly byId = new Map<string, Session>();
  private readonly byToken = new Map<string, Set<Session>>();
  private readonly listeners = new Set<SessionListener>();

  get size(): number {
    return this.byId.size;
  }

  /** Tokens with at least one live session. */
  get tokensInUse(): number {
    return this.byToken.size;
  }

  get(id: string): Session | undefined {
    return this.byId.get(id);
  }

  all(): Iterable<Session> {
    return this.byId.values();
  }

  /** Live sessions of a token, oldest first. */
  ofToken(tokenId: string): ReadonlySet<Session> {
    return this.byToken.get(tokenId) ?? NOBODY;
  }

  /** Returns a function that ends the listening. */
  listen(listener: SessionListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  add(session: Session): void {
    this.byId.set(session.id, session);
    let siblings = this.byToken.get(session.tokenId);
    if (siblings === undefined) {
      siblings = new Set();
      this.byToken.set(session.tokenId, siblings);
    }
    siblings.add(session);
    for (const listener of this.listeners) listener.opened?.(session);
  }

  remove(session: Session): void {
    if (!this.byId.delete(session.id)) return;
    const siblings = this.byToken.get(session.tokenId);
    siblings?.delete(session);
    if (siblings?.size === 0) this.byToken.delete(session.tokenId);
    for (const listener of this.listeners) listener.closed?.(session);
  }

  announceGone(session: Session): void {
    for (const listener of this.listeners) listener.gone?.(session);
  }
}
