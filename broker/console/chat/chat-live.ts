/** Owns the live stream of chat rooms: what changed since the last patch, gathered, and the conversation that each window looks at. */
import type { ChatRoom } from "../../chat/chat-room.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { RoomMessage, RoomsPatch, RoomsSnapshot } from "../../contract/rooms.ts";
import type { Timer } from "../../ports/clock.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { Watcher } from "../live/watcher.ts";
import { Watchers } from "../live/watchers.ts";
import { asking } from "../refused.ts";
import { peopleOf, roomView } from "./chat-views.ts";

/** What a window looks at, and how many patches it was sent. */
interface Window {
  readonly room: string | undefined;
  seq: number;
}

/** Nothing is gathered while nobody watches; no room waits for a window. */
export class ChatLive {
  readonly #core: ConsoleCore;
  readonly #windows: Watchers<RoomsSnapshot, RoomsPatch, Gathered, Window>;

  constructor(core: ConsoleCore) {
    this.#core = core;
    this.#windows = new Watchers(() => new Gathered(core, () => this.flush()), core.faults);
  }

  get watchers(): number {
    return this.#windows.size;
  }

  /** A stream that begins with a snapshot and ends when `signal` aborts, the reader returns, or the view closes. */
  watch(room: string | undefined, signal?: AbortSignal): Watcher<RoomsSnapshot, RoomsPatch> {
    const window: Window = { room, seq: 0 };
    return this.#windows.watch(window, () => this.#snapshot(window), signal);
  }

  /** Sends what has gathered, if anything has. The timer does this; a test may. */
  flush(): void {
    this.#windows.send(() => this.#flush());
  }

  #flush(): void {
    const changes = this.#windows.gathered?.take();
    if (changes === undefined) return;
    const rooms = [...changes.changed].map((room) => roomView(this.#core, room));
    const common = { rooms, gone: [...changes.gone], total: this.#core.chat.size };
    this.#windows.pushEach((window) => {
      const open = this.#openRoom(window);
      const messages = open === undefined ? [] : (changes.said.get(open) ?? []);
      const people = open !== undefined && changes.changed.has(open) ? { people: peopleOf(this.#core, open) } : {};
      return { type: "patch", seq: ++window.seq, ...common, ...people, messages };
    });
  }

  close(): void {
    this.#windows.close();
  }

  #snapshot(window: Window): RoomsSnapshot {
    this.flush();
    const { chat } = this.#core;
    const open = this.#openRoom(window);
    return {
      type: "snapshot",
      seq: window.seq,
      rooms: newestRooms(chat.all(), LIMITS.roomWindowRooms).map((room) => roomView(this.#core, room)),
      total: chat.size,
      open:
        open === undefined
          ? null
          : {
              name: open.name,
              people: peopleOf(this.#core, open),
              messages: asking(() => chat.messages(open, undefined, LIMITS.roomWindowMessages)).reverse(),
            },
    };
  }

  #openRoom({ room }: Window): ChatRoom | undefined {
    return room === undefined ? undefined : this.#core.chat.get(room);
  }
}

/** In the order in which they were made, cut to those with the newest messages. */
function newestRooms(all: Iterable<ChatRoom>, limit: number): ChatRoom[] {
  const rooms = [...all];
  if (rooms.length <= limit) return rooms;
  return rooms.sort((a, b) => (b.last?.id ?? 0) - (a.last?.id ?? 0)).slice(0, limit);
}

interface Changes {
  readonly changed: ReadonlySet<ChatRoom>;
  readonly gone: ReadonlySet<string>;
  /** Oldest first, of each room the newest that a window holds. */
  readonly said: ReadonlyMap<ChatRoom, RoomMessage[]>;
}

/** What has changed since the patch before, while somebody watches. */
class Gathered {
  #changed = new Set<ChatRoom>();
  #gone = new Set<string>();
  #said = new Map<ChatRoom, RoomMessage[]>();
  readonly #stop: () => void;
  readonly #timer: Timer;

  constructor({ chat, clock }: ConsoleCore, flush: () => void) {
    this.#stop = chat.listen({
      changed: (room) => {
        this.#changed.add(room);
        this.#gone.delete(room.name);
      },
      said: (room, message) => this.#say(room, message),
      gone: (room) => {
        this.#changed.delete(room);
        this.#said.delete(room);
        this.#gone.add(room.name);
      },
    });
    this.#timer = clock.every(LIMITS.livePatchMs, flush);
  }

  take(): Changes | undefined {
    if (this.#changed.size === 0 && this.#gone.size === 0) return undefined;
    const changes = { changed: this.#changed, gone: this.#gone, said: this.#said };
    this.#changed = new Set();
    this.#gone = new Set();
    this.#said = new Map();
    return changes;
  }

  close(): void {
    this.#timer.cancel();
    this.#stop();
  }

  #say(room: ChatRoom, message: RoomMessage): void {
    this.#changed.add(room);
    const said = this.#said.get(room);
    if (said === undefined) this.#said.set(room, [message]);
    else if (said.push(message) > LIMITS.roomWindowMessages) said.shift();
  }
}
