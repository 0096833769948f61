/** Owns the proof of the traffic stream, its pages and its export, on a clock that tests move. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import type { TrafficEvent, TrafficRow } from "../../contract/traffic.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import type { FakeLink } from "../../testing/fake-link.ts";
import { SeededRandom } from "../../testing/seeded-random.ts";
import { pageTraffic } from "./traffic.ts";
import { exportPart, exportTraffic } from "./traffic-export.ts";
import { watchTraffic } from "./traffic-watch.ts";

let stand: DeskUnderTest;
let publisher: FakeLink;
let reader: FakeLink;
const ended = new AbortController();

beforeEach(() => {
  stand = new DeskUnderTest();
  const { secret } = stand.token({ "t/#": "readwrite" }, { name: "House" });
  reader = stand.connect(secret, "t/#");
  publisher = stand.connect(secret, "t/none");
});
afterEach(() => stand.desk.close());

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The next event, with the clock moved on as far as it takes. */
async function next(stream: AsyncGenerator<TrafficEvent, void, void>): Promise<TrafficEvent> {
  let event: TrafficEvent | undefined;
  const asked = stream.next().then((step) => {
    event = step.value ?? undefined;
  });
  while (event === undefined) {
    await settled();
    stand.clock.advance(LIMITS.livePatchMs);
  }
  await asked;
  return event;
}

async function publish(count: number, topic = "t/a"): Promise<void> {
  for (let i = 0; i < count; i++) publisher.publish(topic, i);
  await settled();
}

const watch = (query: { filter?: string; after?: string } = {}) => watchTraffic(stand.core, query, ended.signal);
const texts = (rows: readonly TrafficRow[]) => rows.map(({ text }) => text);

describe("the stream of traffic", () => {
  it("F7 begins with the newest rows, newest first, and counts all that are there", async () => {
    await publish(300);
    publisher.publish("elsewhere", 1);
    const event = await next(watch());
    expect(event).toMatchObject({ type: "start", newer: [], skipped: 0, isCounting: false });
    expect(event.older).toHaveLength(LIMITS.trafficWindowRows);
    expect(texts(event.older.slice(0, 3))).toEqual(["1", "299", "298"]);
    expect(event.counts).toEqual({ total: 301, matched: 301, denied: 1, dropped: 0, withheld: 0 });
    expect(event.histogram.all.reduce((sum, count) => sum + count)).toBe(301);
    expect(event.histogram.denied.at(-1)).toBe(1);
  });

  it("F7 tells what came since, of a rush only the newest, and counts what it skipped", async () => {
    const stream = watch({ filter: "topic:t/a" });
    await next(stream);
    await publish(5);
    await publish(3, "t/b");
    expect(await next(stream)).toMatchObject({ type: "more", skipped: 0, counts: { total: 8, matched: 5 } });
    await publish(1000);
    const rush = await next(stream);
    expect(rush.newer).toHaveLength(LIMITS.trafficWindowRows);
    expect(rush.skipped).toBe(1000 - LIMITS.trafficWindowRows);
    expect(texts(rush.newer.slice(0, 2))).toEqual(["999", "998"]);
    expect(rush.counts.matched).toBe(1005);
  });

  it("F7 is silent while nothing changes", async () => {
    const stream = watch();
    await next(stream);
    let isThere = false;
    const asked = stream.next().then(() => {
      isThere = true;
    });
    for (let i = 0; i < 10; i++) {
      await settled();
      stand.clock.advance(LIMITS.livePatchMs);
    }
    expect(isThere).toBe(false);
    await publish(1);
    while (!isThere) {
      stand.clock.advance(LIMITS.livePatchMs);
      await settled();
    }
    await asked;
  });

  it("F4 F7 a row whose frame is dropped later is told again, and counts with it", async () => {
    const stream = watch({ filter: "not dropped" });
    await next(stream);
    reader.takes = false;
    // The first write is what blocks: what comes after it waits.
    await publish(1);
    await publish(3);
    const before = await next(stream);
    expect(before.counts).toMatchObject({ matched: 4, dropped: 0 });
    await publish(1100, "t/b");
    const after = await next(stream);
    const { dropped } = stand.core.counters;
    expect(dropped).toBeGreaterThan(3);
    expect(after.counts).toMatchObject({ total: 1104, matched: 1104 - dropped, dropped: 0 });
    expect(texts(after.changed)).toEqual(["0", "1", "2"]);
    expect(after.changed[0]?.result).toMatchObject({ kind: "delivered", delivered: 0, dropped: 1 });
  });

  it("F7 goes on after the newest row that a window holds, without a gap and without a repeated row", async () => {
    await publish(10);
    const first = await next(watch());
    await publish(4);
    const resumed = await next(watch({ after: first.older[0]?.id ?? "" }));
    expect(resumed).toMatchObject({ type: "more", older: [], skipped: 0, counts: { total: 14, matched: 14 } });
    expect(texts(resumed.newer)).toEqual(["3", "2", "1", "0"]);
    const other = await next(watch({ after: "other-1" }));
    expect(other).toMatchObject({ type: "start" });
    expect(other.older).toHaveLength(14);
  });

  it("F7 begins anew when the capture is cleared", async () => {
    await publish(10);
    const stream = watch();
    await next(stream);
    stand.core.capture.clear();
    await publish(1);
    const event = await next(stream);
    expect(event).toMatchObject({ type: "start", counts: { total: 1, matched: 1 } });
    expect(event.newer.length + event.older.length).toBe(1);
  });

  it("F7 counts are those of the rows in the capture, whatever was let go and changed meanwhile", async () => {
    stand.core.capture.configure({ capture: true, captureRows: 3000, captureBytes: 1e9 });
    const random = new SeededRandom(7);
    const stream = watch({ filter: "topic:t/a or denied" });
    for (let round = 0; round < 25; round++) {
      await publish(1 + random.int(700), random.pick(["t/a", "t/b", "elsewhere"]));
      if (round === 8) reader.takes = false;
      if (round === 16) reader.resume();
      const { counts } = await next(stream);
      let matched = 0;
      let denied = 0;
      let dropped = 0;
      for (let cursor: string | undefined, isMore = true; isMore; ) {
        const page = await pageTraffic(stand.core, { limit: 1000, ...(cursor ? { before: cursor } : {}) });
        for (const { topic: of, result } of page.items) {
          if (of !== "t/a" && result.kind === "delivered") continue;
          matched++;
          if (result.kind !== "delivered") denied++;
          else if (result.dropped > 0) dropped++;
        }
        cursor = page.nextCursor;
        isMore = cursor !== undefined;
      }
      expect(counts).toEqual({ total: stand.core.capture.size, matched, denied, dropped, withheld: 0 });
    }
    expect(stand.core.capture.evicted).toBeGreaterThan(0);
  });

  it("F5 a wrong filter is refused before the first event, with its place", () => {
    expect(() => watch({ filter: "a size>4x" })).toThrow("filter: A size is a number of bytes");
    try {
      watch({ filter: "a size>4x" });
    } catch (error) {
      expect(error).toMatchObject({ refusal: { code: "BAD_REQUEST", field: "filter", conflict: { at: 7, end: 9 } } });
    }
  });

  it("F7 leaves nothing behind when its reader goes", async () => {
    const stream = watch();
    await next(stream);
    await stream.return();
    stand.clock.advance(10_000);
    const { pending } = stand.clock;
    for (let i = 0; i < 5; i++) {
      const again = watch();
      await next(again);
      await again.return();
    }
    stand.clock.advance(10_000);
    expect(stand.clock.pending).toBe(pending);
  });
});

describe("scans", () => {
  it("F6 run in slices: whoever waits for a turn of the loop gets one between them", async () => {
    await publish(20_000);
    let elapsed = 0;
    // A clock on which each look costs a millisecond.
    const clock = { now: () => 0, elapsed: () => ++elapsed, after: stand.clock.after.bind(stand.clock) };
    let turns = 0;
    let isScanning = true;
    const count = () => {
      turns++;
      if (isScanning) setImmediate(count);
    };
    setImmediate(count);
    const every = stand.clock.every.bind(stand.clock);
    const page = await pageTraffic(
      { ...stand.core, clock: { ...clock, every, atTasksEnd: process.nextTick, atTurnsEnd: setImmediate } },
      { filter: "nowhere-at-all" },
    );
    isScanning = false;
    expect(page.items).toEqual([]);
    const slices = 20_000 / LIMITS.scanStrideRows / LIMITS.scanSliceMs;
    expect(turns).toBeGreaterThanOrEqual(Math.floor(slices) - 2);
  });
});

describe("pages and exports", () => {
  it("F8 page newest first, go on by their cursor, and lie between two rows if asked", async () => {
    await publish(25);
    const first = await pageTraffic(stand.core, { limit: 10 });
    expect(texts(first.items)).toEqual(Array.from({ length: 10 }, (_, i) => String(24 - i)));
    const second = await pageTraffic(stand.core, { limit: 10, before: first.nextCursor });
    expect(texts(second.items)[0]).toBe("14");
    const between = await pageTraffic(stand.core, { before: first.items[2]?.id, after: first.items[6]?.id });
    expect(texts(between.items)).toEqual(["21", "20", "19"]);
    const last = await pageTraffic(stand.core, { limit: 5, before: second.nextCursor });
    expect(last).not.toHaveProperty("nextCursor");
  });

  it("F8 NDJSON holds each payload as it was published, oldest first, and its parts add up to the file", async () => {
    stand.core.publish("t/a", "123456789012345678901234567890");
    stand.core.publish("t/a", '{"n":1.10}');
    publisher.publish("elsewhere", "x");
    const whole = await (await exportTraffic(stand.core, {})).text();
    const lines = whole.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('"message":123456789012345678901234567890}');
    expect(lines[1]).toContain('"message":{"n":1.10}}');
    expect(lines.map((line) => JSON.parse(line).result)).toEqual(["delivered", "delivered", "publish-not-covered"]);

    await publish(2 * LIMITS.exportPartRows + 10);
    let parts = "";
    let rows = 0;
    for (let cursor: string | undefined, isMore = true; isMore; ) {
      const part = await exportPart(stand.core, { filter: "topic:t/#", ...(cursor ? { cursor } : {}) });
      parts += part.text;
      rows += part.rows;
      cursor = part.nextCursor;
      isMore = cursor !== undefined;
    }
    expect(rows).toBe(2 * LIMITS.exportPartRows + 12);
    expect(parts).toBe(await (await exportTraffic(stand.core, { filter: "topic:t/#" })).text());
  });

  it("F8 CSV begins with a byte order mark, has one head, quotes what needs it, and no cell that a spreadsheet would run", async () => {
    stand.core.publish("t/a", '{"a":1,"b":"x"}');
    const { secret } = stand.token({ "f/#": "readwrite" }, { name: "=HYPERLINK(1)" });
    stand.connect(secret, "f/x").publish("f/a", 1);
    const file = await exportTraffic(stand.core, { format: "csv" });
    const text = Buffer.from(await file.arrayBuffer()).toString("utf8");
    const lines = text.trimEnd().split("\n");
    expect(file.type).toBe("text/csv; charset=utf-8");
    expect(text.lastIndexOf("\ufeff")).toBe(0);
    expect(lines[0]?.slice(1)).toBe(
      "id,at,kind,connection,from,tokenId,token,topic,act,to,form,bytes,result,delivered,withheld,dropped,rule,message",
    );
    expect(lines[1]).toContain('"{""a"":1,""b"":""x""}"');
    expect(lines[2]).toContain("'=HYPERLINK(1)");
    const none = await exportTraffic(stand.core, { format: "csv", filter: "topic:none" });
    expect(Buffer.from(await none.arrayBuffer()).toString("utf8")).toMatch(/^\ufeffid,[^\n]*\n$/);
    // In parts, as a window asks for it: the mark stands before the first alone.
    const { text: first, nextCursor } = await exportPart(stand.core, { format: "csv" });
    expect([nextCursor, first]).toEqual([undefined, text]);
  });
});
