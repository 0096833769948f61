import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HistoryShelf, MemoryHistory } from "../../adapters/memory-history.ts";
import { LIMITS } from "../../contract/limits.ts";
import { type HistoryBatch, HistoryError, type HistoryStore } from "../../ports/history.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { SilentLog } from "../../testing/silent-log.ts";
import type { Message } from "../message.ts";
import { Topics } from "../topics.ts";
import { WriteBehind } from "../write-behind.ts";

const WIDE = { perTopic: 1000, total: 100_000, bytes: 64 * 1024 * 1024, ageMs: 7 * 86_400_000 };

/** A store whose disk answers when the test says so. */
class SlowHistory implements HistoryStore {
  readonly batches: HistoryBatch[] = [];
  fault: HistoryError | null = null;
  readonly #inner: MemoryHistory;
  #held: (() => void)[] = [];
  isHeld = false;

  constructor(shelf: HistoryShelf) {
    this.#inner = new MemoryHistory(shelf);
  }

  load() {
    return this.#inner.load();
  }

  async write(batch: HistoryBatch): Promise<void> {
    this.batches.push(batch);
    if (this.isHeld) await new Promise<void>((resolve) => this.#held.push(resolve));
    if (this.fault !== null) throw this.fault;
    await this.#inner.write(batch);
  }

  backup(path: string) {
    return this.#inner.backup(path);
  }

  release(): void {
    for (const go of this.#held.splice(0)) go();
  }

  close() {
    return this.#inner.close();
  }
}

let clock: ManualClock;
let log: SilentLog;
let shelf: HistoryShelf;
let store: SlowHistory;
let topics: Topics;
let writeBehind: WriteBehind;

async function open(bounds = WIDE): Promise<void> {
  store = new SlowHistory(shelf);
  topics = new Topics(clock, bounds);
  topics.restore(await store.load());
  writeBehind = new WriteBehind({ topics, store, clock, log, maxBytes: () => WIDE.bytes });
  writeBehind.start();
}
beforeEach(async () => {
  clock = new ManualClock();
  log = new SilentLog();
  shelf = new HistoryShelf();
  await open();
});
afterEach(() => topics.close());

const publish = (topic: string, count: number) => {
  for (let value = 0; value < count; value++) topics.note({ topic, content: `${value}`, payload: null }, "con", "tok");
};
const added = (from = 0) =>
  store.batches.slice(from).flatMap(({ written }) => written.flatMap((write) => write.added)).length;
const restart = async (bounds = WIDE) => {
  await writeBehind.close();
  topics.close();
  await open(bounds);
};

describe("write-behind", () => {
  it("O15 a burst of 15,000 messages to one topic writes the 1000 that memory still keeps, within 200 ms", async () => {
    publish("a", 15_000);
    clock.advance(200);
    await writeBehind.settle();
    expect(added()).toBe(1000);
    expect(shelf.topics.get("a")).toMatchObject({ topic: { messages: 15_000 } });
    expect(shelf.topics.get("a")?.kept.at(-1)?.content).toBe("14999");
  });

  it("O15 one batch is under way at a time; what comes meanwhile goes into the next", async () => {
    store.isHeld = true;
    publish("a", 10);
    clock.advance(100);
    for (let index = 0; index < 20; index++) {
      publish("a", 100);
      publish("b", 1);
      clock.advance(100);
    }
    expect(store.batches).toHaveLength(1);
    store.isHeld = false;
    store.release();
    await writeBehind.settle();
    expect(store.batches).toHaveLength(2);
    expect(added(1)).toBe(1000 + 20);
    expect(shelf.topics.get("a")?.kept).toHaveLength(1000);
  });

  it("O15 nothing is written while nothing changes, and every message once", async () => {
    for (let index = 0; index < 5; index++) {
      publish("a", 10);
      await writeBehind.settle();
    }
    clock.advance(60_000);
    await writeBehind.settle();
    expect(store.batches).toHaveLength(5);
    expect(added()).toBe(50);
  });

  it("O15 a batch is bounded in bytes, so that handing it over does not hold the engine up", async () => {
    const json = JSON.stringify("x".repeat(1024 * 1024));
    for (let index = 0; index < 30; index++)
      topics.note({ topic: `t/${index % 3}`, content: json, payload: null }, null, null);
    await writeBehind.settle();
    expect(added()).toBe(30);
    for (const { written } of store.batches) {
      const bytes = written.flatMap((write) => write.added).reduce((sum, message) => sum + message.content.length, 0);
      expect(bytes).toBeLessThanOrEqual(LIMITS.historyBatchBytes + json.length);
    }
  });

  it("O16 O5 after a stop and a start topics, counts, metadata, messages and their ids are what they were", async () => {
    publish("a/b", 3);
    topics.note({ topic: "a/c", content: "1", payload: null, id: "given", clientId: "me" }, null, null);
    topics.describe(topics.register("made", "console"), '{"unit":"°C"}');
    publish("gone", 2);
    topics.delete("gone");
    const before = topics.last("#", 100);
    const ids = before.map(({ id }) => id);
    await restart();
    const after = topics.last("#", 100);
    expect(after.map(({ id }) => id)).toEqual(ids);
    const told = ({ json, topic, at, number, clientId, connectionId }: Message) =>
      ({ json, topic, at, number, clientId, connectionId }) as const;
    expect(after.map(told)).toEqual(before.map(told));
    expect(topics.get("made")).toMatchObject({ source: "console", metadata: '{"unit":"°C"}', messages: 0 });
    expect(topics.get("a/b")).toMatchObject({ messages: 3, lastAt: clock.now() });
    expect(topics.get("gone")).toBeUndefined();
    publish("a/b", 1);
    expect(new Set(topics.last("#", 100).map(({ id }) => id)).size).toBe(5);
  });

  it("O16 a restart under narrower bounds keeps what they allow, and the store follows", async () => {
    publish("a", 500);
    publish("b", 5);
    await restart({ ...WIDE, perTopic: 10 });
    expect(topics.last("#", 100)).toHaveLength(15);
    await writeBehind.settle();
    expect(shelf.topics.get("a")?.kept).toHaveLength(10);
    clock.advance(WIDE.ageMs + 1);
    await restart();
    expect(topics.last("#", 100)).toHaveLength(15);
    topics.start();
    clock.advance(60_000);
    expect(topics.last("#", 100)).toHaveLength(0);
    await writeBehind.settle();
    expect(shelf.topics.get("b")?.kept).toHaveLength(0);
  });

  it("O16 O11 what a start does not take because of its bounds leaves the store, and does not come back under wider ones", async () => {
    publish("a", 3);
    await restart({ ...WIDE, perTopic: 0 });
    await restart();
    expect(topics.last("#", 100)).toHaveLength(0);
    expect(topics.get("a")).toMatchObject({ messages: 3 });
  });

  it("O17 a refused batch is said once, kept, and tried again with what has come since", async () => {
    store.fault = new HistoryError("database or disk is full");
    publish("a", 5);
    topics.register("gone", "console");
    topics.delete("gone");
    await writeBehind.settle();
    expect(writeBehind.trouble).toBe("database or disk is full");
    publish("a", 5);
    clock.advance(LIMITS.historyRetryMs);
    await writeBehind.settle();
    expect(JSON.stringify(log).match(/was not written/g)).toHaveLength(1);
    store.fault = null;
    clock.advance(LIMITS.historyRetryMs);
    await writeBehind.settle();
    expect(writeBehind.trouble).toBeNull();
    expect(shelf.topics.get("a")?.kept).toHaveLength(10);
    expect(store.batches.at(-1)?.deleted).toEqual(["gone"]);
  });

  it("O16 a store that does not answer holds a stop up for no longer than its bound", async () => {
    store.isHeld = true;
    publish("a", 5);
    const closed = writeBehind.close();
    await Promise.resolve();
    clock.advance(LIMITS.historyStopMs);
    await closed;
    expect(store.batches).toHaveLength(1);
  });
});
