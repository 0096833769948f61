/** Owns who is at one place: subjects, each with the connections that it is there with. */
import { ownTopicOf } from "../access/subject.ts";
import type { Subject } from "../contract/nouns.ts";

/** A subject that is online somewhere. */
export interface Present<S> {
  readonly subject: Subject;
  /** Epoch milliseconds of the connection that brought it. */
  readonly since: number;
  /** Never empty. */
  readonly sessions: ReadonlySet<S>;
}

/** What a coming or going did, for whoever tells others of it. */
export interface Move {
  /** The subject came with its first connection, or went with its last. */
  readonly isChange: boolean;
  /** Subjects that are here now. */
  readonly subjects: number;
}

interface Entry<S> extends Present<S> {
  readonly sessions: Set<S>;
}

/** `S` is whatever stands for a connection; it is only compared. */
export class Place<S> {
  private readonly entries = new Map<string, Entry<S>>();
  private readonly entryOf = new Map<S, Entry<S>>();

  /** Subjects online. */
  get subjects(): number {
    return this.entries.size;
  }

  get connections(): number {
    return this.entryOf.size;
  }

  /** `now` in epoch milliseconds. Entering twice is no change. */
  enter(session: S, subject: Subject, now: number): Move {
    if (this.entryOf.has(session)) return this.move(false);
    const key = ownTopicOf(subject);
    const known = this.entries.get(key);
    const entry = known ?? { subject, since: now, sessions: new Set<S>() };
    if (known === undefined) this.entries.set(key, entry);
    entry.sessions.add(session);
    this.entryOf.set(session, entry);
    return this.move(known === undefined);
  }

  /** Harmless for a connection that is not here. */
  leave(session: S): Move {
    const entry = this.entryOf.get(session);
    if (entry === undefined) return this.move(false);
    this.entryOf.delete(session);
    entry.sessions.delete(session);
    if (entry.sessions.size > 0) return this.move(false);
    this.entries.delete(ownTopicOf(entry.subject));
    return this.move(true);
  }

  /** Undefined: it is not online here. */
  find(subject: Subject): Present<S> | undefined {
    return this.entries.get(ownTopicOf(subject));
  }

  /** Longest here first, of one user type or of all. */
  *online(userType?: string): Iterable<Present<S>> {
    for (const entry of this.entries.values()) {
      if (userType === undefined || entry.subject.userType === userType) yield entry;
    }
  }

  private move(isChange: boolean): Move {
    return { isChange, subjects: this.entries.size };
  }
}
