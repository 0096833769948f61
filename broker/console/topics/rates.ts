/** Owns messages a second of each topic, over the last ten seconds, while somebody watches. */
import type { History } from "../../topics/history.ts";
import type { TopicRecord } from "../../topics/topic-record.ts";

const WINDOW = 10;
const SECOND_MS = 1000;

/** Counts at the last eleven seconds, oldest first: the rate is their span over ten. */
export class TopicRates {
  readonly #counts = new Map<TopicRecord, number[]>();

  /** Takes up a topic that may have spoken before anybody watched: its history says how often. */
  begin(history: History, record: TopicRecord, now: number): void {
    let recent = 0;
    for (const { at } of history.backwards(record)) {
      if (at < now - WINDOW * SECOND_MS) break;
      recent++;
    }
    if (recent > 0) this.#counts.set(record, new Array<number>(WINDOW + 1).fill(record.messages - recent));
  }

  /** The topic has spoken since. `before` is its count at the last second. */
  note(record: TopicRecord, before: number): void {
    if (!this.#counts.has(record)) this.#counts.set(record, new Array<number>(WINDOW + 1).fill(before));
  }

  forget(record: TopicRecord): void {
    this.#counts.delete(record);
  }

  of(record: TopicRecord): number {
    const oldest = this.#counts.get(record)?.[0];
    return oldest === undefined ? 0 : Math.max(0, record.messages - oldest) / WINDOW;
  }

  /** A second has passed. Answers the topics whose rate may be another now. */
  tick(): TopicRecord[] {
    const moved: TopicRecord[] = [];
    for (const [record, counts] of this.#counts) {
      moved.push(record);
      counts.shift();
      counts.push(record.messages);
      if (counts[0] === record.messages) this.#counts.delete(record);
    }
    return moved;
  }
}
