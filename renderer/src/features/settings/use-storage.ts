/** Owns asking for the broker's disk while the screen shows it: now and then, and closely while a backup runs. */
import { useEffect } from "react";
import type { StorageView } from "../../stores/storage.ts";
import { useLiveView, useStorageState } from "../../stores/stores.tsx";

const EVERY_MS = 10_000;
/** While a backup runs its share is worth watching. */
const RUNNING_MS = 250;

/** `[view, ask]`; `ask` asks again now. */
export function useStorage(): [StorageView, () => Promise<void>] {
  const { view, ask } = useStorageState();
  const isLive = useLiveView(({ phase }) => phase === "live");
  const isRunning = view.state === "known" && view.info.backup.state === "running";
  useEffect(() => {
    if (!isLive) return;
    void ask();
    const timer = setInterval(ask, isRunning ? RUNNING_MS : EVERY_MS);
    return () => clearInterval(timer);
  }, [ask, isLive, isRunning]);
  return [view, ask];
}
