/** What settings bound, as far as the heap of this process goes: queues, history and capture. */
import type { Settings } from "./contract/nouns.ts";
import { heapLimit, smallHeapWarning, withinHeap } from "./heap-bounds.ts";
import type { Log } from "./ports/log.ts";
import type { QueueLimits } from "./sessions/session-host.ts";
import type { HistoryBounds } from "./topics/history.ts";

export class SettingBounds {
  /** One object for every queue, changed in place. */
  readonly queues: QueueLimits;
  readonly #heap: number;
  readonly #isStored: boolean;

  /** `isStored`: the history is on a disk too. */
  constructor(settings: Settings, log: Log, isStored: boolean, heap = heapLimit()) {
    this.#heap = heap;
    this.#isStored = isStored;
    this.queues = queueLimitsOf(settings);
    const warning = smallHeapWarning(heap);
    if (warning !== undefined) log.warn({ heap }, warning);
    const bounded = this.inMemory(settings);
    if (bounded === settings) return;
    const { captureBytes, historyBytes } = bounded;
    log.warn({ heap, captureBytes, historyBytes }, SMALLER);
  }

  inMemory(settings: Settings): Settings {
    return withinHeap(settings, this.#heap);
  }

  /** What the disk keeps does not follow the heap: a start with less memory must give nothing up. */
  history(settings: Settings): HistoryBounds {
    const memory = this.inMemory(settings);
    return historyBoundsOf(this.#isStored ? settings : memory, memory.historyBytes);
  }

  applyToQueues(settings: Settings): void {
    Object.assign(this.queues, queueLimitsOf(settings));
  }
}

const SMALLER =
  "the heap is small: capture and history keep less in memory than the settings say; the disk keeps what they say";

function queueLimitsOf(settings: Settings): QueueLimits {
  const { slowReader, maxQueueBytes, maxQueueFrames } = settings;
  return { slowReader, maxQueueBytes, maxQueueFrames };
}

function historyBoundsOf(settings: Settings, memoryBytes: number): HistoryBounds {
  const { historyPerTopic, historyTotal, historyBytes, historyDays } = settings;
  const bounds = {
    perTopic: historyPerTopic,
    total: historyTotal,
    bytes: historyBytes,
    ageMs: historyDays * 86_400_000,
  };
  return memoryBytes < historyBytes ? { ...bounds, memoryBytes } : bounds;
}
