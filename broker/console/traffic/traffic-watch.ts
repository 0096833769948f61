/** Owns one view's stream of captured rows: a window of the newest, and honest counts of the rest. */
import { LIMITS } from "../../contract/limits.ts";
import type { TrafficEvent, TrafficRow } from "../../contract/traffic.ts";
import type { Chunk } from "../../traffic/chunk.ts";
import type { Question } from "../../traffic/compile-filter.ts";
import { walkBack, walkOn } from "../../traffic/scan.ts";
import type { ConsoleCore } from "../console-core.ts";
import { filterQuestion } from "./traffic.ts";
import { type Mark, markOf, TrafficTally } from "./traffic-tally.ts";
import { rowNumber, rowView, usageView } from "./traffic-views.ts";

export interface WatchQuery {
  readonly filter?: string | undefined;
  readonly after?: string | undefined;
}

/**
 * The stream of one window; it ends when `signal` aborts or the reader returns. An event is made when the reader asks for one, at most
 * every `LIMITS.livePatchMs`, and only when something changed: nothing piles up for a window that is slow, it skips more.
 * @throws Refused for a wrong filter, before the first event
 */
export function watchTraffic(
  core: Pick<ConsoleCore, "capture" | "clock">,
  query: WatchQuery,
  signal?: AbortSignal,
): AsyncGenerator<TrafficEvent, void, void> {
  const asks = filterQuestion(query.filter);
  return events(new TrafficView(core, asks, query.after), core, signal);
}

async function* events(view: TrafficView, { clock }: Pick<ConsoleCore, "clock">, signal?: AbortSignal) {
  try {
    while (!signal?.aborted) {
      const event = await view.next();
      if (event !== undefined) yield event;
      await new Promise<void>((resolve) => {
        const timer = clock.after(LIMITS.livePatchMs, done);
        signal?.addEventListener("abort", done, { once: true });
        function done() {
          timer.cancel();
          signal?.removeEventListener("abort", done);
          resolve();
        }
      });
    }
  } finally {
    view.close();
  }
}

/** How long the rows from before may be counted between two events: the first rows of a rare filter come soon. */
const COUNTING_ROWS = 50_000;

class TrafficView {
  private readonly core: Pick<ConsoleCore, "capture" | "clock">;
  private readonly asks: Question;
  private tally: TrafficTally;
  /** Rows from here on were not looked at yet. */
  private head: number;
  /** Rows below were not looked at yet; they are counted backwards from where the stream began. */
  private tail: number;
  /** Rows from before that the view may still be sent. */
  private room: number;
  private isStart: boolean;
  private changing: { readonly number: number; readonly mark: Mark } | null = null;
  private changed = new Set<number>();
  private lastSent = "";
  private readonly stop: () => void;

  constructor(core: Pick<ConsoleCore, "capture" | "clock">, asks: Question, after: string | undefined) {
    const { capture, clock } = core;
    this.core = core;
    this.asks = asks;
    this.tally = new TrafficTally(clock.now());
    const known = after === undefined ? undefined : rowNumber(capture, after);
    const isResumed = known !== undefined && known >= capture.first - 1 && known < capture.next;
    this.head = isResumed ? known + 1 : capture.next;
    this.tail = this.head;
    this.room = isResumed ? 0 : LIMITS.trafficWindowRows;
    this.isStart = !isResumed;
    this.stop = capture.listen({
      changing: (number) => this.noteChanging(number),
      changed: (number) => this.noteChanged(number),
      evicted: (chunk) => this.tally.forget(chunk),
      cleared: () => this.begin(),
    });
  }

  close(): void {
    this.stop();
  }

  /** What has happened since the event before; undefined when nothing has. */
  async next(): Promise<TrafficEvent | undefined> {
    const { capture, clock } = this.core;
    const newer = await this.lookOn();
    const older = await this.lookBack();
    const changed = this.takeChanged();
    const isStart = this.isStart;
    this.isStart = false;
    const now = clock.now();
    const event: TrafficEvent = {
      type: isStart ? "start" : "more",
      newer: newer.rows,
      skipped: newer.skipped,
      older,
      changed,
      counts: this.tally.counts(capture.size),
      capture: usageView(capture),
      histogram: this.tally.histogram(now),
      isCounting: this.tail > capture.first,
    };
    const sent = JSON.stringify([event.counts, event.capture, event.histogram.from, event.isCounting]);
    const isNew = isStart || newer.rows.length + older.length + changed.length > 0 || sent !== this.lastSent;
    this.lastSent = sent;
    return isNew ? event : undefined;
  }

  private begin(): void {
    const { capture, clock } = this.core;
    this.tally = new TrafficTally(clock.now());
    this.head = capture.next;
    this.tail = capture.next;
    this.room = LIMITS.trafficWindowRows;
    this.isStart = true;
    this.changed.clear();
  }

  private async lookOn(): Promise<{ readonly rows: TrafficRow[]; readonly skipped: number }> {
    const { capture, clock } = this.core;
    const end = capture.next;
    let found: number[] = [];
    let skipped = 0;
    await walkOn(capture, clock, this.head, end, (chunk, index, number) => {
      // The row is looked at from now on: what changes it meanwhile is heard.
      this.head = number + 1;
      if (!this.look(chunk, index)) return;
      found.push(number);
      if (found.length < 2 * LIMITS.trafficWindowRows) return;
      skipped += LIMITS.trafficWindowRows;
      found = found.slice(LIMITS.trafficWindowRows);
    });
    this.head = Math.max(this.head, end);
    const shown = found.slice(-LIMITS.trafficWindowRows);
    return { rows: this.rows(shown.toReversed()), skipped: skipped + found.length - shown.length };
  }

  private async lookBack(): Promise<TrafficRow[]> {
    const { capture, clock } = this.core;
    const found: number[] = [];
    const end = Math.max(capture.first, this.tail - COUNTING_ROWS);
    await walkBack(capture, clock, this.tail - 1, end, (chunk, index, number) => {
      this.tail = number;
      if (this.look(chunk, index) && found.length < this.room) found.push(number);
    });
    this.room -= found.length;
    return this.rows(found);
  }

  private look(chunk: Chunk, index: number): boolean {
    const isMatch = this.asks(chunk, index);
    this.tally.add(chunk, index, markOf(chunk, index, isMatch));
    return isMatch;
  }

  private rows(numbers: readonly number[]): TrafficRow[] {
    const { capture } = this.core;
    return numbers.flatMap((number) => {
      const chunk = capture.find(number);
      return chunk === undefined ? [] : rowView(capture, chunk, number - chunk.first);
    });
  }

  private takeChanged(): TrafficRow[] {
    const numbers = [...this.changed];
    this.changed.clear();
    return this.rows(numbers);
  }

  private noteChanging(number: number): void {
    const mark = this.markOfLooked(number);
    this.changing = mark === undefined ? null : { number, mark };
  }

  private noteChanged(number: number): void {
    const before = this.changing;
    const chunk = this.core.capture.find(number);
    const after = this.markOfLooked(number);
    this.changing = null;
    if (before === null || before.number !== number || chunk === undefined || after === undefined) return;
    this.tally.replace(chunk, number - chunk.first, before.mark, after);
    // The newest that changed are those that a window may show.
    this.changed.add(number);
    if (this.changed.size > LIMITS.trafficWindowRows) this.changed.delete(this.changed.values().next().value ?? number);
  }

  /** What the row counts now; undefined when it was not looked at yet, and will be as it then is. */
  private markOfLooked(number: number): Mark | undefined {
    if (number >= this.head || number < this.tail) return undefined;
    const chunk = this.core.capture.find(number);
    if (chunk === undefined) return undefined;
    const index = number - chunk.first;
    return markOf(chunk, index, this.asks(chunk, index));
  }
}
