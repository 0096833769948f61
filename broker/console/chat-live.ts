/** Owns the live stream of chat rooms: what changed since the last patch, gathered, and the conversation that each window looks at. */
import type { ChatRoom } from "../chat/chat-room.ts";
import { LIMITS } from "../contract/limits.ts";
import type { RoomMessage, RoomsPatch, RoomsSnapshot } from "../contract/rooms.ts";
import type { Timer } from "../ports/clock.ts";
import { peopleOf, roomView } from "./chat-views.ts";
import { asking } from "./refused.ts";
import type { Rooms } from "./rooms.ts";
import { Watcher } from "./watcher.ts";

type ChatWatcher = Watcher<RoomsSnapshot, RoomsPatch>;

/** A window, and the room that it looks at. */
interface Window {
  readonly watcher: ChatWatcher;
  readonly room: string | undefined;
  seq: number;
}

/** Nothing is gathered while nobody watches; no room waits for a window. */
export class ChatLive {
  readonly #rooms: Rooms;
  readonly #windows = new Set<Window>();
  #gathered: Gathered | undefined;
  #closed = false;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  get watchers(): number {
    return this.#windows.size;
  }

  /** A stream that begins with a snapshot and ends when `signal` aborts, the reader returns, or the view closes. */
  watch(room: string | undefined, signal?: AbortSignal): ChatWatcher {
    const watcher: ChatWatcher = new Watcher(
      () => this.#snapshot(window),
      () => this.#leave(window),
    );
    const window: Window = { watcher, room, seq: 0 };
    if (this.#closed || signal?.aborted) {
      watcher.end();
      return watcher;
    }
    signal?.addEventListener("abort", () => watcher.end(), { once: true });
    this.#windows.add(window);
    this.#gathered ??= new Gathered(this.#rooms, () => this.flush());
    return watcher;
  }

  /** Sends what has gathered, if anything has. The timer does this; a test may. */
  flush(): void {
    const changes = this.#gathered?.take();
    if (changes === undefined) return;
    const rooms = [...changes.changed].map((room) => roomView(this.#rooms, room));
    const common = { rooms, gone: [...changes.gone], total: this.#rooms.chat.size };
    for (const window of this.#windows) {
      const open = this.#openRoom(window);
      const messages = open === undefined ? [] : (changes.said.get(open) ?? []);
      const people = open !== undefined && changes.changed.has(open) ? { people: peopleOf(open) } : {};
      window.watcher.push({ type: "patch", seq: ++window.seq, ...common, ...people, messages });
    }
  }

  close(): void {
    this.#closed = true;
    for (const { watcher } of [...this.#windows]) watcher.end();
  }

  #snapshot(window: Window): RoomsSnapshot {
    this.flush();
    const { chat } = this.#rooms;
    const open = this.#openRoom(window);
    return {
      type: "snapshot",
      seq: window.seq,
      rooms: newestRooms(chat.all(), LIMITS.roomWindowRooms).map((room) => roomView(this.#rooms, room)),
      total: chat.size,
      open:
        open === undefined
          ? null
          : {
              name: open.name,
              people: peopleOf(open),
              messages: asking(() => chat.messages(open, undefined, LIMITS.roomWindowMessages)).reverse(),
            },
    };
  }

  #openRoom({ room }: Window): ChatRoom | undefined {
    return room === undefined ? undefined : this.#rooms.chat.get(room);
  }

  #leave(window: Window): void {
    this.#windows.delete(window);
    if (this.#windows.size > 0) return;
    this.#gathered?.close();
    this.#gathered = undefined;
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

  constructor({ chat, clock }: Rooms, flush: () => void) {
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
