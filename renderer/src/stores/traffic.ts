/** Owns the window on the capture: follows its stream, holds still while somebody reads, and says what it skipped. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { CaptureUsage, TrafficCounts, TrafficEvent, TrafficHistogram } from "../../../broker/contract/traffic.ts";
import type { ConsoleClient, ConsoleLink } from "../console/client.ts";
import { refusalOf } from "../console/refusal.ts";
import type { Report } from "./faults.ts";
import { pause, taking } from "./taking.ts";
import {
  rowFrom,
  skippedIn,
  type TrafficList,
  trimmed,
  withChanged,
  withFilled,
  withNewer,
  withOlder,
} from "./traffic-list.ts";

/** `refused`: the broker does not accept the filter. `stale`: the link is lost, what is shown was true. */
export type TrafficPhase =
  | { readonly kind: "loading" | "live" | "stale" }
  | { readonly kind: "refused" | "failed"; readonly message: string };

/** Why the list stands still. */
export type Hold = "paused" | "scrolled" | "selected";

export interface TrafficState {
  readonly phase: TrafficPhase;
  readonly list: TrafficList;
  /** What has come while the list was held; it goes on top when it is let go. */
  readonly waiting: TrafficList;
  readonly buffered: number;
  readonly holds: ReadonlySet<Hold>;
  /** Rows that no event carried, since the stream began; those shown later are taken off. */
  readonly skipped: number;
  /** Older rows may be asked for. */
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  readonly counts: TrafficCounts | null;
  readonly capture: CaptureUsage | null;
  readonly histogram: TrafficHistogram | null;
  readonly isCounting: boolean;
  /** Follows the capture until the returned function is called. */
  follow(filter: string): () => void;
  hold(why: Hold, isHeld: boolean): void;
  /** Lets go of every hold. */
  newest(): void;
  loadOlder(): Promise<void>;
  fill(gap: string): Promise<void>;
}

const PAGE = 300;

export function createTrafficStore(
  client: ConsoleClient,
  link: Pick<ConsoleLink, "state" | "onState">,
  report: Report,
) {
  const events = taking("The traffic", report);
  let filter = "";
  return createStore<TrafficState>((set, get) => {
    const take = (event: TrafficEvent) => {
      const { counts, capture, histogram, isCounting, newer, older, skipped, changed } = event;
      const before = get();
      const isStart = event.type === "start";
      const isHeld = !isStart && before.holds.size > 0;
      const list = isStart ? [] : withChanged(before.list, changed);
      const waiting = isStart ? [] : withChanged(before.waiting, changed);
      const grown = withOlder(isHeld ? list : withNewer(list, newer, skipped), older);
      const cut = isHeld ? grown : trimmed(grown);
      set({
        phase: { kind: "live" },
        list: cut,
        waiting: isHeld ? trimmed(withNewer(waiting, newer, skipped)) : [],
        buffered: isHeld ? before.buffered + newer.length + skipped : 0,
        skipped: (isStart ? 0 : before.skipped) + skipped,
        hasOlder: (isStart ? false : before.hasOlder) || cut.length < grown.length || counts.matched > cut.length,
        counts,
        capture,
        histogram,
        isCounting,
      });
    };

    /** Reads streams one after the other: each goes on where the one before ended. */
    const read = async (signal: AbortSignal) => {
      while (!signal.aborted && link.state === "open") {
        try {
          const after = newestId(get());
          const stream = await client.traffic.watch({ filter, ...(after ? { after } : {}) }, { signal });
          for await (const event of stream) {
            if (signal.aborted) return;
            if (events.take(() => take(event))) continue;
            // What is known may be wrong, and the next stream would go on from it.
            set({
              list: [],
              waiting: [],
              buffered: 0,
              phase: { kind: "failed", message: "The traffic could not be read." },
            });
            break;
          }
        } catch (error) {
          if (signal.aborted) return;
          const { code, message } = refusalOf(error);
          if (code === "BAD_REQUEST") return set({ phase: { kind: "refused", message } });
          if (get().phase.kind === "loading" && link.state === "open") set({ phase: { kind: "failed", message } });
        }
        if (!signal.aborted) await pause(events.pauseMs);
      }
    };

    const release = () => {
      const { list, waiting, hasOlder } = get();
      const top = rebased(waiting, list);
      const grown = [...top, ...list];
      const cut = trimmed(grown);
      set({ list: cut, waiting: [], buffered: 0, hasOlder: hasOlder || cut.length < grown.length });
    };

    return {
      phase: { kind: "loading" },
      list: [],
      waiting: [],
      buffered: 0,
      skipped: 0,
      holds: new Set(),
      hasOlder: false,
      isLoadingOlder: false,
      counts: null,
      capture: null,
      histogram: null,
      isCounting: false,
      follow: (asked) => {
        const isOther = asked !== filter;
        filter = asked;
        const ended = new AbortController();
        const holds = new Set([...get().holds].filter((why) => why === "paused"));
        if (isOther) {
          set({ list: [], waiting: [], buffered: 0, skipped: 0, holds, hasOlder: false, phase: { kind: "loading" } });
        }
        let isReading = false;
        const start = async () => {
          if (isReading) return;
          isReading = true;
          await read(ended.signal);
          isReading = false;
        };
        const onState = (state: ConsoleLink["state"]) => {
          if (state === "open") void start();
          else if (get().phase.kind === "live") set({ phase: { kind: "stale" } });
        };
        const forget = link.onState(onState);
        onState(link.state);
        return () => {
          forget();
          ended.abort();
        };
      },
      hold: (why, isHeld) => {
        const holds = new Set(get().holds);
        if (holds.has(why) === isHeld) return;
        if (isHeld) holds.add(why);
        else holds.delete(why);
        set({ holds });
        if (holds.size === 0) release();
      },
      newest: () => {
        set({ holds: new Set() });
        release();
      },
      loadOlder: async () => {
        const { list, isLoadingOlder, hasOlder } = get();
        const before = rowFrom(list, list.length - 1, -1)?.id;
        if (isLoadingOlder || !hasOlder || before === undefined) return;
        set({ isLoadingOlder: true });
        const asked = filter;
        try {
          const page = await client.traffic.page({ filter, before, limit: PAGE });
          if (asked !== filter) return;
          set({ list: withOlder(get().list, page.items), hasOlder: page.nextCursor !== undefined });
        } catch {
          // The link is lost or the rows are gone: what is shown stands, and scrolling on asks again.
        } finally {
          set({ isLoadingOlder: false });
        }
      },
      fill: async (gap) => {
        const { list } = get();
        const at = list.findIndex((entry) => entry.key === gap);
        const before = rowFrom(list, at, -1)?.id;
        const after = rowFrom(list, at, 1)?.id;
        const range = { ...(before ? { before } : {}), ...(after ? { after } : {}) };
        const asked = filter;
        const page = await client.traffic.page({ filter, ...range, limit: PAGE }).catch(() => undefined);
        if (page === undefined || asked !== filter) return;
        const { list: now, skipped } = get();
        const filled = withFilled(now, gap, page.items, page.nextCursor !== undefined);
        set({ list: filled, skipped: Math.max(0, skipped - (skippedIn(now) - skippedIn(filled))) });
      },
    };
  });
}

export type TrafficStore = StoreApi<TrafficState>;

function newestId({ list, waiting }: TrafficState): string | undefined {
  return (rowFrom(waiting, 0, 1) ?? rowFrom(list, 0, 1))?.id;
}

/** What waited began its serials at 1: they go on above the list. */
function rebased(waiting: TrafficList, list: TrafficList): TrafficList {
  const base = Math.ceil(list[0]?.serial ?? 0);
  return waiting.map((entry) => ({ ...entry, serial: entry.serial + base }));
}
