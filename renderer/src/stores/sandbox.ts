/** Owns this window's mirror of the sandbox: followed while the screen is open, kept as it was while the link is lost. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { SandboxClient } from "../../../broker/contract/sandbox.ts";
import { reduceSandbox, type SandboxMirror } from "../../../broker/contract/sandbox-reduce.ts";
import type { ConsoleClient, ConsoleLink } from "../console/client.ts";
import { refusalOf } from "../console/refusal.ts";
import type { Report } from "./faults.ts";
import { pause, taking } from "./taking.ts";

export type SandboxPhase =
  | { readonly kind: "loading" | "live" | "stale" }
  | { readonly kind: "failed"; readonly message: string };

export interface SandboxState {
  readonly phase: SandboxPhase;
  readonly clients: readonly SandboxClient[];
  /** Follows the stream until the returned function is called. */
  follow(): () => void;
}

export function createSandboxStore(
  client: ConsoleClient,
  link: Pick<ConsoleLink, "state" | "onState">,
  report: Report,
): StoreApi<SandboxState> {
  const events = taking("The sandbox", report);
  return createStore<SandboxState>((set, get) => {
    const lost = () => {
      if (get().phase.kind === "live") set({ phase: { kind: "stale" } });
    };

    /** Reads one stream to its end; a gap ends it too, and the next begins with a snapshot. */
    const read = async (signal: AbortSignal) => {
      let mirror: SandboxMirror | null = null;
      for await (const event of await client.sandbox.watch(undefined, { signal })) {
        if (signal.aborted) return;
        const isTaken = events.take(() => {
          mirror = reduceSandbox(mirror, event);
          if (mirror !== null) set({ phase: { kind: "live" }, clients: mirror.clients });
        });
        if (!isTaken && get().phase.kind === "loading") throw new Error("The sandbox could not be read.");
        if (!isTaken || mirror === null) return;
      }
    };

    const run = async (signal: AbortSignal) => {
      while (!signal.aborted) {
        try {
          if (link.state === "open") await read(signal);
        } catch (error) {
          if (signal.aborted) return;
          const isNew = get().phase.kind === "loading" && link.state === "open";
          if (isNew) set({ phase: { kind: "failed", message: refusalOf(error).message } });
        }
        if (signal.aborted) return;
        lost();
        await pause(events.pauseMs);
      }
    };

    return {
      phase: { kind: "loading" },
      clients: [],
      follow: () => {
        const ended = new AbortController();
        if (get().phase.kind === "failed") set({ phase: { kind: "loading" } });
        void run(ended.signal);
        return () => ended.abort();
      },
    };
  });
}
