/** History over restarts, against an oracle that keeps everything in one list: what was kept is there again, whatever came before. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ManualClock } from "../../../testing/manual-clock.ts";
import { SilentLog } from "../../../testing/silent-log.ts";
import type { HistoryBounds } from "../../../topics/history.ts";
import { Topics } from "../../../topics/topics.ts";
import { WriteBehind } from "../../../topics/write-behind.ts";
import { openInThread } from "./in-thread.ts";

/** Histories that are tried; more of them by hand. */
const RUNS = Number(process.env.RESTART_RUNS ?? 60);
const NAMES = ["a", "a/b", "c", "d"];
const MINUTE = 60_000;
const DAY = 86_400_000;

type Step =
  | { readonly do: "publish"; readonly topic: string; readonly count: number }
  | { readonly do: "make" | "subscribe" | "delete"; readonly topic: string }
  | { readonly do: "bounds"; readonly bounds: HistoryBounds }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "write" | "stop" | "kill" };

const topic = fc.constantFrom(...NAMES);
const bounds: fc.Arbitrary<HistoryBounds> = fc.record({
  perTopic: fc.constantFrom(0, 1, 3, 1000),
  total: fc.constantFrom(0, 5, 1000),
  bytes: fc.constant(64 * 1024 * 1024),
  ageMs: fc.constantFrom(DAY, 7 * DAY),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("publish"), topic, count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("make", "subscribe"), topic }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete"), topic }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("bounds"), bounds }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait"), ms: fc.constantFrom(200, 61_000, DAY, 8 * DAY) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("write", "stop", "kill") }) },
);

interface Known {
  readonly source: string;
  messages: number;
  kept: { readonly order: number; readonly at: number; readonly json: string }[];
}

/** Every topic with what is kept of it; each bound is one sentence. */
class Oracle {
  topics = new Map<string, Known>();
  written = new Map<string, Known>();
  bounds: HistoryBounds = { perTopic: 1000, total: 1000, bytes: 64 * 1024 * 1024, ageMs: 7 * DAY };
  startedAt = 0;
  #order = 0;

  known(name: string, source: string): Known {
    const known = this.topics.get(name) ?? { source, messages: 0, kept: [] };
    this.topics.set(name, known);
    return known;
  }

  publish(name: string, at: number): string {
    const known = this.known(name, "publish");
    const json = String(this.#order);
    known.messages++;
    known.kept.push({ order: this.#order++, at, json });
    this.trim();
    return json;
  }

  trim(): void {
    const { perTopic, total } = this.bounds;
    for (const known of this.topics.values())
      if (known.kept.length > perTopic) known.kept = known.kept.slice(-perTopic || Infinity);
    const orders = [...this.topics.values()]
      .flatMap(({ kept }) => kept.map(({ order }) => order))
      .sort((a, b) => a - b);
    const first = orders.length > total ? (orders[orders.length - total] ?? Number.POSITIVE_INFINITY) : -1;
    for (const known of this.topics.values()) known.kept = known.kept.filter(({ order }) => order >= first);
  }

  age(now: number): void {
    for (const known of this.topics.values()) {
      known.kept = known.kept.filter(({ at }) => at >= now - this.bounds.ageMs);
    }
  }

  setBounds(bounds: HistoryBounds, now: number): void {
    const isYounger = bounds.ageMs < this.bounds.ageMs;
    this.bounds = bounds;
    this.trim();
    if (isYounger) this.age(now);
  }

  /** Ages are looked at once a minute. */
  pass(now: number): void {
    if (now - this.startedAt >= MINUTE) this.age(now - ((now - this.startedAt) % MINUTE));
  }

  /** Everything is on the disk. */
  write(): void {
    this.written = structuredClone(this.topics);
  }

  /** The process died: what was not written is gone. */
  kill(): void {
    this.topics = structuredClone(this.written);
    this.trim();
  }

  get all(): unknown {
    const rows = [...this.topics].map(([name, { source, messages, kept }]) => [
      name,
      { source, messages, kept: kept.map(({ json }) => json) },
    ]);
    return Object.fromEntries(rows);
  }
}

/** One data folder, over its restarts. */
class Broker {
  readonly #path: string;
  readonly #clock: ManualClock;
  topics!: Topics;
  #behind!: WriteBehind;
  #kill = (): void => {};

  constructor(path: string, clock: ManualClock) {
    this.#path = path;
    this.#clock = clock;
  }

  async start(bounds: HistoryBounds): Promise<void> {
    const { store, kill } = openInThread(this.#path);
    this.#kill = kill;
    this.topics = new Topics(this.#clock, bounds);
    this.topics.restore(await store.load());
    const [topics, clock, log] = [this.topics, this.#clock, new SilentLog()];
    this.#behind = new WriteBehind({ topics, store, clock, log, maxBytes: () => bounds.bytes });
    this.#behind.start();
    this.topics.start();
  }

  write(): Promise<void> {
    return this.#behind.settle();
  }

  async stop(): Promise<void> {
    await this.#behind.close();
    this.topics.close();
  }

  kill(): void {
    this.topics.close();
    this.#kill();
  }

  /** What memory holds of each topic: its newest messages. */
  get held(): ReadonlyMap<string, readonly string[]> {
    return new Map(
      [...this.topics.all()].map(({ name }) => [name, this.topics.last(name, 1000).map(({ json }) => json)]),
    );
  }

  get all(): unknown {
    const rows = [...this.topics.all()].map(({ name, source, messages }) => [
      name,
      { source, messages, kept: this.topics.last(name, 1000).map(({ json }) => json) },
    ]);
    return Object.fromEntries(rows);
  }
}

/** `memoryBytes`: with a heap that holds no more than this; a start with an ordinary heap comes last. */
async function play(steps: readonly Step[], path: string, memoryBytes?: number): Promise<void> {
  const clock = new ManualClock();
  const oracle = new Oracle();
  const broker = new Broker(path, clock);
  const start = () => {
    oracle.startedAt = clock.now();
    return broker.start(within(oracle.bounds));
  };
  const within = (bounds: HistoryBounds): HistoryBounds =>
    memoryBytes === undefined ? bounds : { ...bounds, memoryBytes };
  await start();
  for (const one of [...steps, { do: "stop" } as const]) {
    const { topics } = broker;
    switch (one.do) {
      case "publish":
        for (let count = 0; count < one.count; count++) {
          const json = oracle.publish(one.topic, clock.now());
          topics.note({ topic: one.topic, content: json, payload: null }, null, null);
        }
        // A heap that cannot even hold what is about to be written loses that.
        if (memoryBytes === undefined) break;
        await broker.write();
        oracle.write();
        break;
      case "make":
      case "subscribe": {
        const source = one.do === "make" ? "console" : "subscribe";
        oracle.known(one.topic, source);
        topics.register(one.topic, source);
        break;
      }
      case "delete":
        oracle.topics.delete(one.topic);
        topics.delete(one.topic);
        break;
      case "bounds":
        topics.setBounds(within(one.bounds));
        oracle.setBounds(one.bounds, clock.now());
        break;
      case "wait":
        // What the clock sets off is written before anything else happens, as it is while a broker has nothing to do.
        await broker.write();
        clock.advance(one.ms);
        oracle.pass(clock.now());
        await broker.write();
        oracle.write();
        break;
      case "write":
        await broker.write();
        oracle.write();
        break;
      case "stop":
        await broker.stop();
        oracle.write();
        await start();
        break;
      case "kill":
        broker.kill();
        oracle.kill();
        await start();
        break;
      default:
        one satisfies never;
    }
    if (memoryBytes === undefined) expect(broker.all).toEqual(oracle.all);
    else expectNewest(broker, oracle);
  }
  await broker.stop();
  if (memoryBytes === undefined) return;
  await broker.start(oracle.bounds);
  expect(broker.all).toEqual(oracle.all);
  await broker.stop();
}

function expectNewest(broker: Broker, oracle: Oracle): void {
  expect([...broker.held.keys()]).toEqual([...oracle.topics.keys()]);
  for (const [name, held] of broker.held) {
    const kept = oracle.topics.get(name)?.kept.map(({ json }) => json) ?? [];
    expect(held).toEqual(kept.slice(kept.length - held.length));
  }
}

it("O10 O13 O16 whatever topics were made, written, emptied and deleted before, a stop or a kill and a start bring back exactly what was kept", async () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-restarts-"));
  let run = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), (steps) =>
        play(steps, join(folder, `${run++}`, "history.db")),
      ),
      { numRuns: RUNS },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("P9 O16 a heap that holds less than the disk gives nothing on it up: memory has the newest, and a start with an ordinary heap has all", async () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-restarts-"));
  let run = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), fc.constantFrom(2_000, 3_000), (steps, memoryBytes) =>
        play(steps, join(folder, `${run++}`, "history.db"), memoryBytes),
      ),
      { numRuns: RUNS },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
