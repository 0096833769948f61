/** Owns what the Rooms screen knows: the mirror of the rooms, which one is open, what was seen of each, and what is being written. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Subject } from "../../../broker/contract/nouns.ts";
import type { Room, RoomMessage } from "../../../broker/contract/rooms.ts";
import type { ConsoleClient, ConsoleLink } from "../console/client.ts";
import { refusalOf } from "../console/refusal.ts";
import type { Report } from "./faults.ts";
import { type RoomsMirror, reduceRooms, withOlder } from "./rooms-state.ts";
import { pause, taking } from "./taking.ts";

/** `stale`: the link is lost, what is shown was true. */
export type RoomsPhase =
  | { readonly kind: "loading" | "live" | "stale" }
  | { readonly kind: "failed"; readonly message: string };

export type Posted = { readonly ok: true } | { readonly ok: false; readonly message: string };

export interface RoomsState {
  readonly phase: RoomsPhase;
  readonly mirror: RoomsMirror | null;
  /** The room that was chosen; the mirror's open room follows. */
  readonly chosen: string | null;
  readonly isLoadingOlder: boolean;
  /** `Room.posted` when the room was last looked at. */
  readonly seen: ReadonlyMap<string, number>;
  /** Text that was begun, by room: nothing typed is lost. */
  readonly drafts: ReadonlyMap<string, string>;
  /** Whom the person writes as, as `userType:userId`; null is the operator. */
  readonly writer: string | null;
  choose(name: string | null): void;
  setDraft(name: string, text: string): void;
  writeAs(writer: string | null): void;
  /** The draft stays when it is refused. */
  post(name: string, body: string, as: Subject | null): Promise<Posted>;
  loadOlder(): Promise<void>;
  /** Follows the rooms until the returned function is called. */
  follow(): () => void;
}

const PAGE = 100;

export function createRoomsStore(
  client: ConsoleClient,
  link: Pick<ConsoleLink, "state">,
  report: Report,
): StoreApi<RoomsState> {
  const events = taking("The rooms", report);
  let following: AbortController | null = null;
  return createStore<RoomsState>((set, get) => {
    const doubt = (message?: string) => {
      const { phase } = get();
      if (phase.kind === "live") set({ phase: { kind: "stale" } });
      else if (phase.kind === "loading" && message !== undefined) set({ phase: { kind: "failed", message } });
    };

    /** Reads one stream to its end; a gap ends it too, and the next one begins with a snapshot. */
    const readOne = async (room: string | null, signal: AbortSignal) => {
      const stream = await client.rooms.watch(room === null ? {} : { room }, { signal });
      for await (const event of stream) {
        if (signal.aborted) return;
        let isGap = false;
        const isTaken = events.take(() => {
          const mirror = reduceRooms(get().mirror ?? undefined, event);
          isGap = mirror === undefined;
          if (mirror !== undefined) set({ phase: { kind: "live" }, mirror, seen: seenOf(get(), mirror) });
        });
        if (!isTaken) doubt("The rooms could not be read.");
        if (!isTaken || isGap) return;
      }
    };

    const read = async (room: string | null, signal: AbortSignal) => {
      while (!signal.aborted) {
        try {
          if (link.state === "open") await readOne(room, signal);
          if (!signal.aborted && link.state !== "open") doubt();
        } catch (error) {
          if (signal.aborted) return;
          doubt(link.state === "open" ? refusalOf(error).message : undefined);
        }
        if (!signal.aborted) await pause(events.pauseMs);
      }
    };

    const begin = () => {
      following?.abort();
      following = new AbortController();
      void read(get().chosen, following.signal);
    };

    return {
      phase: { kind: "loading" },
      mirror: null,
      chosen: null,
      isLoadingOlder: false,
      seen: new Map(),
      drafts: new Map(),
      writer: null,
      choose: (chosen) => {
        if (chosen === get().chosen) return;
        set({ chosen, isLoadingOlder: false });
        if (following !== null) begin();
      },
      setDraft: (name, text) => {
        const drafts = new Map(get().drafts);
        if (text === "") drafts.delete(name);
        else drafts.set(name, text);
        set({ drafts });
      },
      writeAs: (writer) => set({ writer }),
      post: async (name, body, as) => {
        try {
          await client.rooms.post({ name, body, as });
          if (get().drafts.get(name)?.trim() === body.trim()) get().setDraft(name, "");
          return { ok: true };
        } catch (error) {
          return { ok: false, message: refusalOf(error).message.replace(/^body: /, "") };
        }
      },
      loadOlder: async () => {
        const { mirror, isLoadingOlder } = get();
        const open = mirror?.open;
        if (!open?.hasOlder || isLoadingOlder) return;
        const first: RoomMessage | undefined = open.messages[0];
        set({ isLoadingOlder: true });
        try {
          const cursor = first === undefined ? {} : { cursor: String(first.id) };
          const { items, nextCursor } = await client.rooms.messages({ name: open.name, limit: PAGE, ...cursor });
          const now = get().mirror;
          if (now !== null) set({ mirror: withOlder(now, open.name, items, nextCursor === undefined) });
        } catch (error) {
          doubt(refusalOf(error).message);
        } finally {
          set({ isLoadingOlder: false });
        }
      },
      follow: () => {
        begin();
        return () => {
          following?.abort();
          following = null;
        };
      },
    };
  });
}

/** What was there at the first look is no news; the open room is being read. */
function seenOf({ mirror: before, seen, chosen }: RoomsState, { rooms }: RoomsMirror): ReadonlyMap<string, number> {
  const next = new Map<string, number>();
  for (const { name, posted } of rooms.values()) {
    const known = seen.get(name);
    next.set(name, name === chosen || before === null ? posted : Math.min(known ?? 0, posted));
  }
  return next;
}

/** Messages since the room was last looked at. */
export function unreadOf(room: Room, seen: ReadonlyMap<string, number>): number {
  return Math.max(0, room.posted - (seen.get(room.name) ?? 0));
}
