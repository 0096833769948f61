import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { TopicsEvent, type TopicsPatch, type TopicsSnapshot } from "../../contract/topic-views.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import type { Watcher } from "../live/watcher.ts";

type TopicsWatcher = Watcher<TopicsSnapshot, TopicsPatch>;

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const publish = (topic: string, json = "1") => under.core.publish(topic, json);

async function next(watcher: TopicsWatcher): Promise<TopicsEvent> {
  const { value } = await watcher.next();
  if (value === undefined) throw new Error("the stream is over");
  return TopicsEvent.parse(value);
}

async function patchAfter(watcher: TopicsWatcher, ms: number): Promise<TopicsPatch> {
  const event = next(watcher);
  under.clock.advance(ms);
  const value = await event;
  if (value.type !== "patch") throw new Error("a snapshot where a patch was expected");
  return value;
}

describe("the tree's stream", () => {
  it("O23 begins with every topic, its count, its rate, its last value and its time", async () => {
    for (let index = 0; index < 20; index++) {
      publish("a/b", `{"c":${index}}`);
      under.clock.advance(500);
    }
    under.core.topics.register("made", "console");
    const event = await next(under.desk.topics.watch());
    expect(event).toEqual({
      type: "snapshot",
      seq: 0,
      rows: [
        ["a/b", 20, 2, "19", under.clock.now() - 500],
        ["made", 0, 0, null, null],
      ],
    });
  });

  it("O23 a patch holds only what changed, once, with the numbers of that moment, and names what is gone", async () => {
    publish("a");
    publish("b");
    under.clock.advance(LIMITS.topicsPulseMs);
    const watcher = under.desk.topics.watch();
    await next(watcher);
    for (let index = 0; index < 50; index++) publish("a", String(index));
    const patch = await patchAfter(watcher, 200);
    expect(patch.rows).toEqual([["a", 51, 5.1, "49", under.clock.now() - 200]]);
    under.core.topics.delete("b");
    under.core.topics.delete("a");
    publish("a", "7");
    const gone = await patchAfter(watcher, 200);
    expect(gone.gone.toSorted()).toEqual(["a", "b"]);
    expect(gone.seq).toBe(patch.seq + 1);
    expect((await next(watcher)).rows).toMatchObject([["a", 1, 0.1, "7", expect.any(Number)]]);
  });

  it("O23 a rate falls to nothing ten seconds after the last message, and then nothing is sent", async () => {
    const watcher = under.desk.topics.watch();
    await next(watcher);
    for (let index = 0; index < 30; index++) publish("a");
    const rates: number[] = [];
    for (let second = 0; second < 15; second++) {
      under.clock.advance(1000);
      under.desk.topics.flush();
    }
    watcher.end();
    const again = under.desk.topics.watch();
    await next(again);
    for (let index = 0; index < 30; index++) publish("a");
    for (let second = 0; second < 12; second++) {
      const patch = await patchAfter(again, 1000);
      rates.push(patch.rows[0]?.[2] ?? -1);
      if (patch.rows[0]?.[2] === 0) break;
    }
    expect(rates[0]).toBe(3);
    expect(rates.at(-1)).toBe(0);
    let isSilent = true;
    void again.next().then(() => {
      isSilent = false;
    });
    under.clock.advance(5000);
    await Promise.resolve();
    expect(isSilent).toBe(true);
  });

  it("O23 10,000 topics that speak at once come in patches of at most 1000 rows, none left out", async () => {
    const watcher = under.desk.topics.watch();
    await next(watcher);
    for (let index = 0; index < 10_000; index++) publish(`t/${index}`);
    const seen = new Set<string>();
    for (let patches = 0; seen.size < 10_000 && patches < 20; patches++) {
      const { rows } = await patchAfter(watcher, 200);
      expect(rows.length).toBeLessThanOrEqual(LIMITS.topicsPatchRows);
      for (const [name] of rows) seen.add(name);
    }
    expect(seen.size).toBe(10_000);
  });

  it("O23 a window that falls behind begins anew, and without one nothing runs", async () => {
    const timers = under.clock.pending;
    const watcher = under.desk.topics.watch();
    await next(watcher);
    for (let index = 0; index < LIMITS.liveBacklog + 5; index++) {
      publish("a");
      under.clock.advance(LIMITS.topicsPulseMs);
    }
    expect((await next(watcher)).type).toBe("snapshot");
    watcher.end();
    expect(under.clock.pending).toBeLessThanOrEqual(timers + 1);
  });
});
