import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { updateSettings } from "../edits/settings.ts";
import { listMessages } from "../lists/lists.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const publish = (topic: string, from: number, to: number) => {
  for (let value = from; value <= to; value++) under.core.publish(topic, String(value));
};
const kept = (topic: string) => under.core.topics.last(topic, 10_000).length;

describe("messages", () => {
  it("O6 pages go newest first and repeat and skip nothing, whatever is published between them", () => {
    publish("a/b", 1, 25);
    publish("a/c", 1, 3);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = listMessages(under.core, { topic: "a/b", limit: 10, cursor });
      seen.push(...page.items.map(({ json }) => json));
      cursor = page.nextCursor;
      publish("a/b", 100, 104);
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => String(25 - index)));
    const all = listMessages(under.core, { limit: 1000 }).items;
    expect(all).toHaveLength(43);
    expect(listMessages(under.core, { topic: "a/+", limit: 1000 }).items).toEqual(all);
    expect(listMessages(under.core, { topic: "none" })).toEqual({ items: [] });
    expect(() => listMessages(under.core, { cursor: "no cursor" })).toThrow(/cursor/);
  });

  it("P9 O3 bounds are 1000 a topic and 100,000 in all unless set otherwise, and a changed one acts at once", () => {
    publish("a", 1, 1200);
    expect(kept("a")).toBe(1000);
    const settings = updateSettings(under.corridor, { historyPerTopic: 10 }, "http");
    expect(settings).toMatchObject({ historyTotal: 100_000, historyDays: 7 });
    expect(kept("a")).toBe(10);
    publish("a", 1, 5);
    publish("b", 1, 8);
    expect(kept("#")).toBe(18);
    updateSettings(under.corridor, { historyTotal: 12 }, "http");
    expect([kept("a"), kept("b")]).toEqual([4, 8]);
    updateSettings(under.corridor, { historyPerTopic: 0 }, "http");
    publish("a", 1, 1);
    expect(kept("#")).toBe(0);
    expect(under.core.topics.get("a")?.messages).toBe(1206);
  });
});
