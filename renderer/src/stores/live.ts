/** Owns the mirror of the broker: follows the live stream, asks again after a gap, keeps what it knew while the link is lost. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { LiveEvent } from "../../../broker/contract/live.ts";
import { type LiveState, reduceLive } from "../../../broker/contract/live-reduce.ts";
import type { LinkState } from "../console/client.ts";
import type { Taking } from "./taking.ts";

/** What the window knows of the broker, and how sure it may be. */
export type LiveView =
  | { readonly phase: "loading" }
  | { readonly phase: "locked" }
  | { readonly phase: "failed"; readonly message: string }
  | { readonly phase: "live"; readonly data: LiveState }
  /** The link is lost: `data` was true at `sinceMs` (epoch milliseconds). */
  | { readonly phase: "stale"; readonly data: LiveState; readonly sinceMs: number };

/** What the mirror needs of a console link. */
export interface LiveSource {
  readonly state: LinkState;
  onState(listener: (state: LinkState) => void): () => void;
  /** Opens the stream; ending it ends the iteration. */
  follow(signal: AbortSignal): Promise<AsyncIterable<LiveEvent>>;
  now(): number;
  /** How events are taken, and how long to wait before a stream that broke on an open link is opened again. */
  readonly taking: Taking;
  pause(ms: number): Promise<void>;
}

export interface LiveStore {
  readonly store: StoreApi<LiveView>;
  close(): void;
}

/** Follows `source` until it is closed. */
export function createLiveStore(source: LiveSource): LiveStore {
  const store = createStore<LiveView>(() => ({ phase: "loading" }));
  const ended = new AbortController();
  let isFollowing = false;
  /** When the last event came: what is shown was true then, and not when its loss was noticed. */
  let heardMs = 0;

  const known = () => {
    const view = store.getState();
    return view.phase === "live" || view.phase === "stale" ? view.data : undefined;
  };
  const become = (view: LiveView) => store.setState(view, true);
  const doubt = (message?: string) => {
    const view = store.getState();
    if (view.phase === "live") become({ phase: "stale", data: view.data, sinceMs: heardMs });
    else if (view.phase !== "stale" && message) become({ phase: "failed", message });
  };

  /** Reads one stream to its end; a gap ends it too, and the next one begins with a snapshot. */
  const read = async () => {
    for await (const event of await source.follow(ended.signal)) {
      if (ended.signal.aborted) return;
      let isGap = false;
      const isTaken = source.taking.take(() => {
        const reduced = reduceLive(known(), event);
        isGap = reduced.kind === "gap";
        if (reduced.kind === "gap") return;
        heardMs = source.now();
        become({ phase: "live", data: reduced.state });
      });
      if (isGap || !isTaken) return doubt(isTaken ? undefined : "The broker's state could not be read.");
    }
    doubt();
  };

  const follow = async () => {
    if (isFollowing) return;
    isFollowing = true;
    while (!ended.signal.aborted && source.state === "open") {
      try {
        await read();
      } catch (error) {
        if (source.state === "open") doubt(error instanceof Error ? error.message : "The live view ended.");
      }
      if (source.state === "open" && !ended.signal.aborted) await source.pause(source.taking.pauseMs);
    }
    isFollowing = false;
  };

  const onState = (state: LinkState) => {
    // A lost pipe ends its stream by itself; there is nobody left to tell.
    if (state === "open") return void follow();
    if (state === "locked") become({ phase: "locked" });
    else doubt(state === "lost" ? "The broker does not answer." : undefined);
  };
  const forget = source.onState(onState);
  onState(source.state);

  return {
    store,
    close: () => {
      forget();
      ended.abort();
    },
  };
}
