/** Owns telling rooms how many subjects are there: once a turn, when the number is another, and to newcomers always (H4). */
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { Faults } from "../../ports/faults.ts";
import type { Wire } from "../../ports/wire.ts";
import type { Session } from "../../sessions/session.ts";
import { onlineCountFrame } from "./frames.ts";

export class OnlineCounts {
  /** Rooms that were entered or left in this turn, with those who came. */
  readonly #waiting = new Map<ChatRoom, Session[]>();
  /** What each room was told last. */
  readonly #told = new WeakMap<ChatRoom, number>();
  readonly #faults: Faults;
  readonly #wire: Wire;

  constructor(faults: Faults, wire: Wire) {
    this.#faults = faults;
    this.#wire = wire;
  }

  entered(room: ChatRoom, session: Session): void {
    this.#waitingOf(room).push(session);
  }

  left(room: ChatRoom): void {
    this.#waitingOf(room);
  }

  /** A revocation that closes a thousand sessions of a room tells it once: telling after each would be a million frames. */
  #waitingOf(room: ChatRoom): Session[] {
    let newcomers = this.#waiting.get(room);
    if (newcomers === undefined) {
      if (this.#waiting.size === 0) queueMicrotask(() => this.#tellAll());
      newcomers = [];
      this.#waiting.set(room, newcomers);
    }
    return newcomers;
  }

  /** Nobody above catches what a microtask throws. */
  #tellAll(): void {
    const rooms = [...this.#waiting];
    this.#waiting.clear();
    for (const [room, newcomers] of rooms) {
      try {
        this.#tell(room, newcomers);
      } catch (error) {
        this.#faults.caught("chat", error, { room: room.name });
      }
    }
  }

  #tell(room: ChatRoom, newcomers: readonly Session[]): void {
    if (!room.isOpen) return;
    const count = room.place.subjects;
    const hearers = count === (this.#told.get(room) ?? 0) ? newcomers : room.sessions;
    this.#told.set(room, count);
    const frame = this.#wire.frame(onlineCountFrame(count));
    for (const session of hearers) session.deliver(frame);
  }
}
