/** Owns the tree of topics that moves: rows that changed, gathered and sent to every watcher in one sequence. */
import { LIMITS } from "../../contract/limits.ts";
import type { TopicRow, TopicsPatch, TopicsSnapshot } from "../../contract/topic-views.ts";
import type { Timer } from "../../ports/clock.ts";
import type { TopicRecord } from "../../topics/topic-record.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { Watcher } from "../live/watcher.ts";
import { Watchers } from "../live/watchers.ts";
import { shortContent } from "./last-value.ts";
import { TopicRates } from "./rates.ts";

/** Nothing is gathered while nobody watches. A patch is made once for all; a watcher that falls behind begins anew with a snapshot. */
export class TopicsView {
  readonly #watchers: Watchers<TopicsSnapshot, TopicsPatch, Gathered>;
  #seq = 0;

  constructor(core: ConsoleCore) {
    this.#watchers = new Watchers(() => new Gathered(core, () => this.flush()), core.faults);
  }

  /** Begins with a snapshot; ends when `signal` aborts, the reader returns, or the view closes. */
  watch(signal?: AbortSignal): Watcher<TopicsSnapshot, TopicsPatch> {
    return this.#watchers.watch(undefined, () => this.#snapshot(), signal);
  }

  /** Sends what has gathered, if anything has. The timer does this; a test may. */
  flush(): void {
    this.#watchers.send(() => {
      const changes = this.#watchers.gathered?.take(LIMITS.topicsPatchRows);
      if (changes !== undefined) this.#send(changes);
    });
  }

  close(): void {
    this.#watchers.close();
  }

  #send(changes: Pick<TopicsPatch, "rows" | "gone">): void {
    this.#watchers.push({ type: "patch", seq: ++this.#seq, ...changes });
  }

  /** Everything that waits is sent first, so that the snapshot is what the patches so far add up to. */
  #snapshot(): TopicsSnapshot {
    const waiting = this.#watchers.gathered?.take(Number.POSITIVE_INFINITY);
    if (waiting !== undefined) this.#send(waiting);
    return { type: "snapshot", seq: this.#seq, rows: this.#watchers.gathered?.rows() ?? [] };
  }
}

/** What has changed since the patch before, while somebody watches. */
class Gathered {
  readonly #core: ConsoleCore;
  readonly #rates = new TopicRates();
  readonly #changed = new Set<TopicRecord>();
  readonly #gone = new Set<string>();
  /** Counts as last sent. */
  readonly #sent = new Map<TopicRecord, number>();
  readonly #timers: Timer[];
  readonly #stop: () => void;

  constructor(core: ConsoleCore, flush: () => void) {
    this.#core = core;
    const now = core.clock.now();
    for (const record of core.topics.all()) {
      this.#rates.begin(core.topics.history, record, now);
      this.#sent.set(record, record.messages);
    }
    this.#stop = core.topics.listen({
      changed: (records) => {
        for (const record of records) this.#note(record);
      },
      deleted: (record) => {
        this.#changed.delete(record);
        this.#sent.delete(record);
        this.#rates.forget(record);
        this.#gone.add(record.name);
      },
    });
    this.#timers = [
      core.clock.every(LIMITS.livePatchMs, flush),
      core.clock.every(LIMITS.liveTrafficMs, () => {
        for (const record of this.#rates.tick()) this.#changed.add(record);
      }),
    ];
  }

  rows(): TopicRow[] {
    return Array.from(this.#core.topics.all(), (record) => this.#row(record));
  }

  /** At most `most` rows: with more topics than that in a tenth of a second, each waits for its turn. */
  take(most: number): Pick<TopicsPatch, "rows" | "gone"> | undefined {
    if (this.#changed.size === 0 && this.#gone.size === 0) return undefined;
    const rows: TopicRow[] = [];
    for (const record of this.#changed) {
      if (rows.length >= most) break;
      this.#changed.delete(record);
      rows.push(this.#row(record));
    }
    // A topic that was deleted and made anew is put again by its row, which comes after.
    const gone = [...this.#gone];
    this.#gone.clear();
    return { rows, gone };
  }

  close(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#stop();
  }

  #note(record: TopicRecord): void {
    const before = this.#sent.get(record) ?? 0;
    if (record.messages > before) this.#rates.note(record, before);
    this.#changed.add(record);
  }

  #row(record: TopicRecord): TopicRow {
    const { name, messages, lastAt } = record;
    const newest = this.#core.topics.history.newestOf(record);
    this.#sent.set(record, messages);
    return [name, messages, this.#rates.of(record), newest === undefined ? null : shortContent(newest.content), lastAt];
  }
}
