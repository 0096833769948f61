/** History against an oracle that keeps everything in one list and applies the bounds word by word. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { ManualClock } from "../../testing/manual-clock.ts";
import { type HistoryBounds, weightOf } from "../history.ts";
import type { Message } from "../message.ts";
import { Topics } from "../topics.ts";

const NAMES = ["a", "a/b", "a/c", "b", "c/d/e"];
const FILTERS = ["a", "a/+", "a/#", "#", "c/d/e", "nobody/#"];

type Step =
  | { readonly do: "publish"; readonly topic: string; readonly size: number }
  | { readonly do: "delete"; readonly topic: string }
  | { readonly do: "bounds"; readonly bounds: HistoryBounds }
  | { readonly do: "wait"; readonly ms: number };

const bounds = fc.record({
  perTopic: fc.integer({ min: 0, max: 6 }),
  total: fc.integer({ min: 0, max: 14 }),
  bytes: fc.integer({ min: 0, max: 14 * 160 }),
  ageMs: fc.constantFrom(50, 1_000, 1_000_000),
  // A heap that holds less than the store.
  memoryBytes: fc.option(fc.integer({ min: 0, max: 7 * 160 }), { nil: undefined }),
}) as fc.Arbitrary<HistoryBounds>;
const topic = fc.constantFrom(...NAMES);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ do: fc.constant("publish"), topic, size: fc.integer({ min: 1, max: 200 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete"), topic }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("bounds"), bounds }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("wait"), ms: fc.integer({ min: 1, max: 40 }) }) },
);

/** Everything in one list, oldest first; each bound is one sentence. */
class Oracle {
  messages: Message[] = [];
  /** What memory has let go of: the store alone has it. */
  readonly storedOnly = new Set<Message>();
  bounds: HistoryBounds;

  constructor(start: HistoryBounds) {
    this.bounds = start;
  }

  add(message: Message): void {
    this.messages.push(message);
    this.trim();
  }

  trim(): void {
    const { perTopic, total, bytes } = this.bounds;
    for (const name of NAMES) {
      const own = this.messages.filter((message) => message.topic === name);
      const gone = own.slice(0, Math.max(0, own.length - perTopic));
      this.messages = this.messages.filter((message) => !gone.includes(message));
    }
    while (this.messages.length > total || weightOfAll(this.messages) > bytes) this.messages.shift();
    const memory = this.bounds.memoryBytes ?? Number.POSITIVE_INFINITY;
    // Nothing is written here: what is not waits for it with half as much again.
    if (weightOfAll(this.held) <= memory * 1.5) return;
    for (const message of this.held) {
      if (weightOfAll(this.held) <= memory * 1.5) break;
      this.storedOnly.add(message);
    }
  }

  get held(): Message[] {
    return this.messages.filter((message) => !this.storedOnly.has(message));
  }
}

const weightOfAll = (messages: readonly Message[]) => messages.reduce((sum, message) => sum + weightOf(message), 0);

it("P9 O2 O3 O4 whatever is published, deleted and rebounded, history holds what the bounds say, in order, by topic and by filter", () => {
  fc.assert(
    fc.property(bounds, fc.array(step, { maxLength: 400 }), fc.nat(400), (start, steps, from) => {
      const clock = new ManualClock();
      const topics = new Topics(clock, start);
      const oracle = new Oracle(start);
      for (const one of steps) {
        switch (one.do) {
          case "publish":
            oracle.add(topics.note({ topic: one.topic, content: "x".repeat(one.size), payload: null }, null, null));
            break;
          case "delete":
            topics.delete(one.topic);
            oracle.messages = oracle.messages.filter((message) => message.topic !== one.topic);
            break;
          case "bounds": {
            topics.setBounds(one.bounds);
            const isYounger = one.bounds.ageMs < oracle.bounds.ageMs;
            oracle.bounds = one.bounds;
            oracle.trim();
            const since = clock.now() - one.bounds.ageMs;
            if (isYounger) oracle.messages = oracle.messages.filter((message) => message.at >= since);
            break;
          }
          case "wait":
            clock.advance(one.ms);
            break;
          default:
            one satisfies never;
        }
        expect(topics.history.count).toBe(oracle.held.length);
        expect(topics.history.bytes).toBe(weightOfAll(oracle.held));
      }
      for (const filter of FILTERS) {
        const prefix = filter.replace(/\/?[+#]$/, "");
        const matching = oracle.held.filter(({ topic: name }) =>
          filter === "#"
            ? true
            : filter.endsWith("/+")
              ? /^a\/[bc]$/.test(name)
              : filter.endsWith("#")
                ? name.startsWith(prefix)
                : name === filter,
        );
        expect(topics.last(filter, 5)).toEqual(matching.slice(-5));
        expect(topics.newest(filter, Number.POSITIVE_INFINITY, 1000).reverse()).toEqual(matching);
        const older = matching.filter(({ number }) => number < from);
        expect(topics.newest(filter, from, 3).reverse()).toEqual(older.slice(-3));
      }
      for (const record of topics.all()) {
        const stored = oracle.messages.filter((message) => message.topic === record.name);
        const own = oracle.held.filter((message) => message.topic === record.name);
        const { history } = topics;
        expect(record.kept).toBe(own.length);
        expect(record.storedOnly).toBe(stored.length - own.length);
        expect(history.keptFrom(record)).toBe(stored[0]?.number ?? record.written);
        expect(history.newestOf(record)).toBe(own.at(-1));
        expect(history.page(record, 1, 2)).toEqual(own.toReversed().slice(1, 3));
        const newer = own.filter(({ number }) => number >= from);
        expect(history.from(record, from, Number.POSITIVE_INFINITY).messages).toEqual(newer);
        expect(history.from(record, from, 1).messages).toEqual(newer.slice(0, 1));
      }
      topics.close();
    }),
    { numRuns: 300 },
  );
});
