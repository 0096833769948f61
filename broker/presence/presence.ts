/** Owns who is online where: one place a chat room or dialect (Q8). */
import type { Subject } from "../contract/nouns.ts";
import type { Clock } from "../ports/clock.ts";
import { type Move, Place } from "./place.ts";

/** Where realtime clients are. */
export const REALTIME_PLACE = "realtime";

/**
 * A dialect enters each session when it stands and takes it out when it has ended, so that presence is exactly the live sessions. Whoever
 * moves a session is answered what that changed, and tells it.
 */
export class Presence<S> {
  private readonly places = new Map<string, Place<S>>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Puts a live session at the place; answers what changed there. A session is at one place at a time. */
  enter(name: string, session: S, subject: Subject): Move {
    let place = this.places.get(name);
    if (place === undefined) {
      place = new Place();
      this.places.set(name, place);
    }
    return place.enter(session, subject, this.clock.now());
  }

  /** The session has ended; answers what changed at the place. Harmless twice. */
  leave(name: string, session: S): Move {
    const place = this.places.get(name);
    if (place === undefined) return NOTHING;
    const move = place.leave(session);
    if (place.subjects === 0) this.places.delete(name);
    return move;
  }

  /** Who is there now; asked for anew each time, since a place that empties is forgotten. */
  at(name: string): Place<S> {
    return this.places.get(name) ?? new Place();
  }
}

const NOTHING: Move = { isChange: false, subjects: 0 };
