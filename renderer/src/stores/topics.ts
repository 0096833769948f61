/** Owns the mirror of the topics' tree: follows its stream while a screen looks, asks again after a gap, keeps what it knew meanwhile. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { TopicsEvent } from "../../../broker/contract/topic-views.ts";
import type { LinkState } from "../console/client.ts";
import type { Taking } from "./taking.ts";
import { TopicTree } from "./topic-tree.ts";

export interface TopicsMirror {
  readonly phase: "loading" | "live" | "stale" | "failed";
  /** Why it failed. */
  readonly message: string;
  /** Changed in place: `version` tells when. */
  readonly tree: TopicTree;
  readonly version: number;
  /** Grows when topics come or go. */
  readonly shape: number;
}

export interface TopicsSource {
  readonly state: LinkState;
  onState(listener: (state: LinkState) => void): () => void;
  follow(signal: AbortSignal): Promise<AsyncIterable<TopicsEvent>>;
  readonly taking: Taking;
  pause(ms: number): Promise<void>;
}

export interface TopicsStore {
  readonly store: StoreApi<TopicsMirror>;
  /** Follows until the answer is called; as often as there are screens that look. */
  follow(): () => void;
}

export function createTopicsStore(source: TopicsSource): TopicsStore {
  const store = createStore<TopicsMirror>(() => ({
    phase: "loading",
    message: "",
    tree: new TopicTree(),
    version: 0,
    shape: 0,
  }));
  let viewers = 0;
  let ended = new AbortController();
  let seq = -1;

  /** False: events are missing between this one and the last. */
  const take = (event: TopicsEvent): boolean => {
    const { tree: known, version, shape } = store.getState();
    if (event.type === "patch" && event.seq !== seq + 1) return false;
    const tree = event.type === "snapshot" ? new TopicTree() : known;
    let isReshaped = event.type === "snapshot";
    if (event.type === "patch") for (const name of event.gone) isReshaped = tree.remove(name) || isReshaped;
    for (const row of event.rows) isReshaped = tree.put(row) || isReshaped;
    seq = event.seq;
    store.setState({ phase: "live", message: "", tree, version: version + 1, shape: isReshaped ? shape + 1 : shape });
    return true;
  };

  const doubt = (message: string) => {
    const { phase } = store.getState();
    if (phase === "live") store.setState({ phase: "stale" });
    else if (phase === "loading") store.setState({ phase: "failed", message });
  };

  const run = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        for await (const event of await source.follow(signal)) {
          if (signal.aborted) break;
          let isNext = true;
          const isTaken = source.taking.take(() => {
            isNext = take(event);
          });
          if (!isTaken) doubt("The topics could not be read.");
          if (!isTaken || !isNext) break;
        }
      } catch (error) {
        if (!signal.aborted) doubt(error instanceof Error ? error.message : "The topics' stream ended.");
      }
      if (signal.aborted) return;
      if (source.state !== "open") {
        doubt("The broker does not answer.");
        await opened(source, signal);
      } else await source.pause(source.taking.pauseMs);
    }
  };

  return {
    store,
    follow() {
      viewers++;
      if (viewers === 1) {
        ended = new AbortController();
        void run(ended.signal);
      }
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        viewers--;
        if (viewers === 0) ended.abort();
      };
    },
  };
}

function opened(source: TopicsSource, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop();
      resolve();
    };
    const stop = source.onState((state) => {
      if (state === "open") done();
    });
    signal.addEventListener("abort", done, { once: true });
  });
}
