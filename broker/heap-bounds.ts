/** Bounds of what lies in memory by setting, cut where the heap of this process is small (a container). */
import { getHeapStatistics } from "node:v8";
import { LIMITS } from "./contract/limits.ts";
import type { Settings } from "./contract/nouns.ts";

type MemorySettings = Pick<Settings, "captureBytes" | "historyBytes">;

/** Shares of the heap: both together leave half of it for everything else, which is bounded by itself. */
const CAPTURE_SHARE = 0.25;
const HISTORY_SHARE = 0.25;

const OLD_SPACE = /--max[-_]old[-_]space[-_]size=(\d+)/g;

/**
 * Bytes that this process may have for objects that stay. What V8 calls its limit has up to 192 MB for new ones on top, which makes a small heap
 * look four times as large: where the size was given, that counts.
 */
export function heapLimit(options: readonly string[] = givenOptions()): number {
  const given = [...options.join(" ").matchAll(OLD_SPACE)].at(-1)?.[1];
  return given === undefined ? getHeapStatistics().heap_size_limit : Number(given) * 1024 * 1024;
}

/** The command line stands above the environment, so it comes last. */
const givenOptions = (): readonly string[] => [process.env.NODE_OPTIONS ?? "", ...process.execArgv];

/** The settings with bounds that a heap of so many bytes can hold in memory; the same object where it holds them anyway. */
export function withinHeap<S extends MemorySettings>(settings: S, heap: number): S {
  const captureBytes = Math.min(settings.captureBytes, Math.floor(heap * CAPTURE_SHARE));
  const historyBytes = Math.min(settings.historyBytes, Math.floor(heap * HISTORY_SHARE));
  const isCut = captureBytes < settings.captureBytes || historyBytes < settings.historyBytes;
  return isCut ? { ...settings, captureBytes, historyBytes } : settings;
}

/** What a start with too small a heap says; undefined with one that carries ordinary load. */
export function smallHeapWarning(heap: number): string | undefined {
  if (heap >= LIMITS.leastHeapBytes) return undefined;
  return `the heap is ${megabytes(heap)} MB, and ordinary load needs ${megabytes(LIMITS.leastHeapBytes)} MB: start with --max-old-space-size=${megabytes(LIMITS.leastHeapBytes)} or more`;
}

const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);
