/** Bounds of what lies in memory by setting, cut where the heap of this process is small (a container). */
import { getHeapStatistics } from "node:v8";
import type { Settings } from "./contract/nouns.ts";

type MemorySettings = Pick<Settings, "captureBytes" | "historyBytes">;

/** Shares of the heap: both together leave half of it for everything else, which is bounded by itself. */
const CAPTURE_SHARE = 0.25;
const HISTORY_SHARE = 0.25;

/** Bytes that this process may have for its objects. */
export const heapLimit = (): number => getHeapStatistics().heap_size_limit;

/** The settings with bounds that a heap of so many bytes can hold; the same object where it holds them anyway. */
export function withinHeap<S extends MemorySettings>(settings: S, heap: number): S {
  const captureBytes = Math.min(settings.captureBytes, Math.floor(heap * CAPTURE_SHARE));
  const historyBytes = Math.min(settings.historyBytes, Math.floor(heap * HISTORY_SHARE));
  const isCut = captureBytes < settings.captureBytes || historyBytes < settings.historyBytes;
  return isCut ? { ...settings, captureBytes, historyBytes } : settings;
}
