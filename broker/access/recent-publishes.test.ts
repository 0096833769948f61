/** Owns the tests of recent publishes, as a preview asks for them (R7). */
import { afterEach, beforeEach, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { RecentPublishes } from "./recent-publishes.ts";
import { policyOf } from "./testing/policies.ts";

const granted = policyOf({ app: { "home/#": "readwrite" }, hub: { "home/#": "readwrite" } });
const lowered = policyOf({ app: { "home/#": "read" }, hub: { "home/#": "readwrite" } });

let clock: ManualClock;
let recent: RecentPublishes;
beforeEach(() => {
  clock = new ManualClock();
  recent = new RecentPublishes(clock);
  recent.start();
});
afterEach(() => recent.close());

function publish(times: number, topic: string, tokenId = "app"): void {
  const counter = recent.counter(tokenId, topic);
  for (let index = 0; index < times; index++) counter?.add();
}

it("R7 counts what the policy afterwards would have refused, the most frequent first", () => {
  publish(2, "home/a");
  publish(5, "home/b");
  publish(9, "home/a", "hub");
  expect(recent.wouldRefuse(granted)).toEqual({ count: 0, sample: [] });
  const lastAt = new Date(clock.now()).toISOString();
  expect(recent.wouldRefuse(lowered)).toEqual({
    count: 7,
    sample: [
      { tokenId: "app", topic: "home/b", count: 5, lastAt },
      { tokenId: "app", topic: "home/a", count: 2, lastAt },
    ],
  });
});

it("R7 what the policy before refuses too is not this edit's doing", () => {
  publish(2, "home/a");
  expect(recent.wouldRefuse(lowered, lowered)).toEqual({ count: 0, sample: [] });
  expect(recent.wouldRefuse(lowered, granted).count).toBe(2);
});

it("R7 a deleted, disabled or expired token would have published nothing", () => {
  publish(3, "home/a");
  const disabled = policyOf({ app: { "home/#": "readwrite" } }, { tokens: { app: { enabled: false } } });
  const expired = policyOf(
    { app: { "home/#": "readwrite" } },
    { tokens: { app: { expiresAt: "2020-01-01T00:00:00.000Z" } } },
  );
  for (const after of [policyOf({}), disabled, expired]) expect(recent.wouldRefuse(after).count).toBe(3);
});

it("R7 publishes are forgotten after five minutes, no sooner than one bucket before and never later", () => {
  publish(4, "home/a");
  clock.advance(LIMITS.recentPublishMs - LIMITS.recentPublishBucketMs - 1);
  publish(1, "home/a");
  expect(recent.wouldRefuse(lowered)).toMatchObject({ count: 5 });
  clock.advance(LIMITS.recentPublishBucketMs + 1);
  expect(recent.wouldRefuse(lowered)).toMatchObject({ count: 1 });
  clock.advance(LIMITS.recentPublishMs);
  expect(recent.wouldRefuse(lowered)).toEqual({ count: 0, sample: [] });
});

it("R7 the last publish is told to within a bucket", () => {
  publish(1, "home/a");
  clock.advance(60_000);
  const [pair] = recent.wouldRefuse(lowered).sample;
  expect(clock.now() - Date.parse(pair?.lastAt ?? "")).toBe(60_000 - LIMITS.recentPublishBucketMs);
});

it("R7 a counter that somebody kept counts again after a silence", () => {
  const kept = recent.counter("app", "home/a");
  kept?.add();
  clock.advance(2 * LIMITS.recentPublishMs);
  expect(recent.wouldRefuse(lowered).count).toBe(0);
  kept?.add();
  kept?.add();
  expect(recent.wouldRefuse(lowered).count).toBe(2);
  expect(recent.counter("app", "home/a")).toBe(kept);
});

it("R7 pairs are bounded: there is no counter for one too many, and room again when others fall silent", () => {
  const first = recent.counter("app", "home/0");
  first?.add();
  for (let index = 1; index < LIMITS.recentPublishPairs; index++) recent.counter("app", `home/${index}`)?.add();
  expect(recent.counter("app", "home/more")).toBeUndefined();
  expect(recent.counter("app", "home/0")).toBe(first);
  clock.advance(2 * LIMITS.recentPublishMs);
  expect(recent.counter("app", "home/more")).toBeDefined();
});

it("R7 closing twice is harmless and leaves no timer", () => {
  recent.close();
  recent.close();
  expect(clock.pending).toBe(0);
});
