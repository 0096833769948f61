/** Owns the list of live sessions, by id and by token. */
import type { SessionFacts } from "../access/judge.ts";
import { Listeners } from "../faults/listeners.ts";
import type { Faults } from "../ports/faults.ts";
import type { AwaySession } from "./away-session.ts";
import { AwaySessions } from "./away-sessions.ts";
import { Dictionary } from "./dictionary.ts";
import type { Session } from "./session.ts";

/** Announcements of what already happened, for views; nothing decides by them. */
export interface SessionListener {
  opened?(session: Session): void;
  /** Its filters are others now. */
  changed?(session: Session): void;
  /** Ended: `session.ending` says how. */
  closed?(session: Session): void;
  /** Its transport is gone; `session.ending.goneAt` is set. */
  gone?(session: Session): void;
}

const NOBODY = new Set<Session>();

export class SessionRegistry {
  /** Sessions without a connection; they are in none of the lists below. */
  readonly away = new AwaySessions<AwaySession>();
  /** Without gaps: whoever leaves is replaced by the last. */
  private readonly live: Session[] = [];
  private readonly byId = new Dictionary<Session>();
  /** A set is made for a token's second session: most tokens have one. */
  private readonly byToken = new Dictionary<Session | Set<Session>>();
  private readonly listeners: Listeners<SessionListener>;

  constructor(faults?: Faults) {
    this.listeners = new Listeners(faults);
  }

  get size(): number {
    return this.live.length;
  }

  /** Tokens with at least one live session. */
  get tokensInUse(): number {
    return this.byToken.size;
  }

  get(id: string): Session | undefined {
    return this.byId.get(id);
  }

  /** In no order that means anything. Copy before sessions end or begin during the walk. */
  all(): readonly Session[] {
    return this.live;
  }

  /** Live sessions of a token. */
  ofToken(tokenId: string): Iterable<Session> {
    const held = this.byToken.get(tokenId) ?? NOBODY;
    return held instanceof Set ? held : [held];
  }

  /** Everybody whose rights are the token's: its live sessions, and those that are away (R11). */
  subjectsOf(tokenId: string): Iterable<SessionFacts> {
    const away = this.away.ofToken(tokenId);
    return away.size === 0 ? this.ofToken(tokenId) : [...this.ofToken(tokenId), ...away];
  }

  /** How many live sessions a token has. */
  countOf(tokenId: string): number {
    const held = this.byToken.get(tokenId) ?? NOBODY;
    return held instanceof Set ? held.size : 1;
  }

  /** Any live session of a token. */
  anyOf(tokenId: string): Session | undefined {
    const held = this.byToken.get(tokenId) ?? NOBODY;
    return held instanceof Set ? held.values().next().value : held;
  }

  /** Returns a function that ends the listening. */
  listen(listener: SessionListener): () => void {
    return this.listeners.add(listener);
  }

  add(session: Session): void {
    session.place = this.live.length;
    this.live.push(session);
    this.byId.set(session.id, session);
    const held = this.byToken.get(session.tokenId);
    if (held === undefined) this.byToken.set(session.tokenId, session);
    else if (held instanceof Set) held.add(session);
    else this.byToken.set(session.tokenId, new Set([held, session]));
    this.listeners.tell((listener) => listener.opened?.(session));
  }

  remove(session: Session): void {
    if (!this.byId.delete(session.id)) return;
    const last = this.live.pop();
    if (last !== undefined && last !== session) {
      last.place = session.place;
      this.live[session.place] = last;
    }
    const held = this.byToken.get(session.tokenId);
    if (held instanceof Set) held.delete(session);
    if (held === session || (held instanceof Set && held.size === 0)) this.byToken.delete(session.tokenId);
    this.listeners.tell((listener) => listener.closed?.(session));
  }

  announceChanged(session: Session): void {
    this.listeners.tell((listener) => listener.changed?.(session));
  }

  announceGone(session: Session): void {
    this.listeners.tell((listener) => listener.gone?.(session));
  }
}
