/** Owns the kicks that this window has seen; the broker keeps no journal of them. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ConnectionView } from "../../../broker/contract/nouns.ts";
import type { LiveView } from "./live.ts";

const KEPT = 200;

/** Newest first. */
export function createKicksStore(live: StoreApi<LiveView>): StoreApi<readonly ConnectionView[]> {
  const store = createStore<readonly ConnectionView[]>(() => []);
  live.subscribe((view, before) => {
    if (view.phase !== "live") return;
    const { connections } = view.data;
    if ((before.phase === "live" || before.phase === "stale") && before.data.connections === connections) return;
    const known = new Set(store.getState().map((row) => row.id));
    const fresh = [...connections.values()].filter((row) => row.closed?.by === "operator" && !known.has(row.id));
    if (fresh.length > 0) store.setState([...fresh.reverse(), ...store.getState()].slice(0, KEPT), true);
  });
  return store;
}
