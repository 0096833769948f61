/** Sockets of clients that have not shown yet that they may be here: bounded, the one that waits longest goes first. */
import type { Socket } from "node:net";

/** A socket in the line; taken out of it, it leads nowhere. */
interface Place {
  socket: Socket | null;
  /** How often `longWaiting` was asked before. */
  readonly round: number;
  before: Place | null;
  behind: Place | null;
}

const PLACE = Symbol("place among the pending sockets");

/**
 * A linked line, and no Set: under churn the old tables of a small Set keep sockets that have long gone, with all that hangs on them, until the
 * next full collection (as `Dictionary` says of Map).
 */
export class PendingSockets {
  #oldest: Place | null = null;
  #newest: Place | null = null;
  #size = 0;
  #round = 0;
  readonly #most: number;
  readonly #end: (socket: Socket) => void;
  /** One for all sockets. */
  readonly #onClose: (this: Socket) => void;

  /** `most` may wait at once; `end` answers a socket that has to go, and closes it. */
  constructor(most: number, end: (socket: Socket) => void) {
    this.#most = most;
    this.#end = end;
    const settled = (socket: Socket) => this.settled(socket);
    this.#onClose = function () {
      settled(this);
    };
  }

  get size(): number {
    return this.#size;
  }

  add(socket: Socket): void {
    const place: Place = { socket, round: this.#round, before: this.#newest, behind: null };
    if (this.#newest === null) this.#oldest = place;
    else this.#newest.behind = place;
    this.#newest = place;
    this.#size++;
    Reflect.set(socket, PLACE, place);
    socket.on("close", this.#onClose);
    if (this.#size <= this.#most) return;
    const oldest = this.#oldest?.socket;
    if (oldest === null || oldest === undefined) return;
    this.settled(oldest);
    this.#end(oldest);
  }

  /** All of them, the oldest first. */
  all(): readonly Socket[] {
    return this.#before(Number.POSITIVE_INFINITY);
  }

  /** Those that waited already when this was asked last, the oldest first. */
  longWaiting(): readonly Socket[] {
    return this.#before(this.#round++);
  }

  /** It showed a key or a cookie, or somebody took it over. Harmless twice. */
  settled(socket: Socket): void {
    const place: Place | null | undefined = Reflect.get(socket, PLACE);
    if (place === null || place === undefined) return;
    Reflect.set(socket, PLACE, null);
    const { before, behind } = place;
    if (before === null) this.#oldest = behind;
    else before.behind = behind;
    if (behind === null) this.#newest = before;
    else behind.before = before;
    place.socket = null;
    place.before = null;
    place.behind = null;
    this.#size--;
  }
  #before(round: number): Socket[] {
    const found: Socket[] = [];
    for (let place = this.#oldest; place !== null && place.round < round; place = place.behind) {
      if (place.socket !== null) found.push(place.socket);
    }
    return found;
  }
}
