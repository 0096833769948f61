/** Owns what the screen knows of the broker's disk: asked for while it is looked at. */
import { useCallback, useEffect, useState } from "react";
import type { StorageInfo } from "../../../../broker/contract/service.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLiveView } from "../../stores/stores.tsx";

export type StorageView =
  | { readonly state: "loading" }
  | { readonly state: "known"; readonly info: StorageInfo }
  | { readonly state: "failed"; readonly message: string };

const EVERY_MS = 10_000;
/** While a backup runs its share is worth watching. */
const RUNNING_MS = 250;

/** `[view, ask]`; `ask` asks again now. */
export function useStorage(): [StorageView, () => Promise<void>] {
  const client = useClient();
  const isLive = useLiveView(({ phase }) => phase === "live");
  const [view, setView] = useState<StorageView>({ state: "loading" });
  const ask = useCallback(async () => {
    try {
      setView({ state: "known", info: await client.storage.info() });
    } catch (error) {
      // What was known stays; the bar above says that the link is lost.
      setView((before) => (before.state === "known" ? before : { state: "failed", message: refusalOf(error).message }));
    }
  }, [client]);
  const isRunning = view.state === "known" && view.info.backup.state === "running";
  useEffect(() => {
    if (!isLive) return;
    void ask();
    const timer = setInterval(ask, isRunning ? RUNNING_MS : EVERY_MS);
    return () => clearInterval(timer);
  }, [ask, isLive, isRunning]);
  return [view, ask];
}
