/** What the capture says that it weighs follows what it holds. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { updateSettings } from "../console/edits/settings.ts";
import { DeskUnderTest } from "../testing/desk-harness.ts";

let under: DeskUnderTest;
beforeEach(async () => {
  under = new DeskUnderTest();
  await under.start();
  updateSettings(under.corridor, { anonymous: [{ pattern: "#", access: "readwrite" }] }, "http");
});
afterEach(() => under.desk.close());

/** Bytes that the capture holds more after `act`. */
function weightOf(act: () => void): number {
  const before = under.core.capture.bytes;
  act();
  return under.core.capture.bytes - before;
}

describe("the weight of a row", () => {
  it("F1 holds the filters of a client that changes them before each message", () => {
    const client = under.knock("/ws/");
    const say = (type: string, topic: string) => client.say({ type, topic, client_id: "a", message: { payload: 1 } });
    const filters = Array.from({ length: 100 }, (_, index) => `${index}/${"f".repeat(200)}`);
    for (const filter of filters) say("subscribe", filter);
    say("subscribe", "t");
    say("publish", "t");
    expect(weightOf(() => say("publish", "t"))).toBeLessThan(1_000);
    const changed = weightOf(() => {
      say("unsubscribe", filters[0] as string);
      say("publish", "t");
    });
    expect(changed).toBeGreaterThan(99 * 200);
  });

  it("F1 holds a text in the memory that it takes: two bytes a character where one is beyond Latin-1", () => {
    const { secret } = under.token({ "a/#": "readwrite" });
    const client = under.connect(secret, "a/b");
    client.publish("a/b", "first");
    const plain = weightOf(() => client.publish("a/b", "é".repeat(10_000)));
    const wide = weightOf(() => client.publish("a/b", `${"é".repeat(9_999)}中`));
    expect(wide - plain).toBe(10_002);
    const kept = under.core.topics.history;
    const before = kept.bytes;
    client.publish("a/b", `${"é".repeat(9_999)}中`);
    expect(kept.bytes - before).toBeGreaterThan(20_000);
  });

  it("F1 holds what a refusal names, and a rejected handshake with its filters", () => {
    const { secret } = under.token({ "a/#": "read" });
    const client = under.connect(secret, "a/b");
    client.publish("a/b", 1);
    const short = weightOf(() => client.publish("b", 1));
    const long = weightOf(() => client.publish("b".repeat(1001), 1));
    expect(long - short).toBe(2000);
    const few = weightOf(() => under.connect("wrong-secret", "f"));
    const many = weightOf(() => under.connect("wrong-secret", ...Array.from({ length: 20 }, () => "f".repeat(500))));
    expect(many - few).toBeGreaterThan(20 * 499);
  });
});
