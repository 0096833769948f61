/** Checks the counters of the broker and the seconds of its charts. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LibraryDraft } from "../../contract/library.ts";
import { LIMITS } from "../../contract/limits.ts";
import { Series, Stats } from "../../contract/live.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { updateSettings } from "../edits/settings.ts";
import { putDocument } from "../workspace/library.ts";
import { spread } from "./spread.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const HOUR = 3_600_000;
const stats = () => Stats.strict().parse(under.desk.stats.current());

describe("the counters", () => {
  it("V1 count connections now, at most, and opened in the last 5 minutes", () => {
    const { secret } = under.token({ "a/#": "read" });
    const clients = [1, 2, 3].map(() => under.connect(secret, "a/b", "a/+"));
    clients[0]?.goneWith(1000);
    under.clock.advance(1000);
    expect(stats()).toMatchObject({
      connections: 2,
      connectionsPeak: 3,
      openedLast5Min: 3,
      tokensInUse: 1,
      subscriptions: 4,
      wildcardSubscriptions: 2,
      uptimeSec: 1,
    });
    under.clock.advance(LIMITS.seriesSeconds * 1000);
    expect(stats()).toMatchObject({ openedLast5Min: 0, connections: 2, connectionsPeak: 3 });
  });

  it("V2 tell rates of the last second, and keep 300 seconds for the charts", async () => {
    const { secret } = under.token({ "a/#": "readwrite" });
    const writer = under.connect(secret, "a/w");
    under.connect(secret, "a/#");
    under.clock.advance(1000);
    for (let message = 0; message < 5; message++) writer.publish("a/x", message);
    // What was delivered leaves at the end of the turn.
    await new Promise((resolve) => setImmediate(resolve));
    under.clock.advance(1000);
    expect(stats()).toMatchObject({ messagesIn: 5, inPerSec: 5, messagesOut: 5, outPerSec: 5, topics: 1 });
    under.clock.advance(1000);
    expect(stats()).toMatchObject({ messagesIn: 5, inPerSec: 0 });
    const series = Series.parse(under.desk.stats.series());
    expect(series.in).toEqual([0, 5, 0]);
    expect(series.connections).toEqual([2, 2, 2]);
    under.clock.advance(LIMITS.seriesSeconds * 1000);
    expect(under.desk.stats.series().at).toHaveLength(LIMITS.seriesSeconds);
  });

  it("V3 count denials by reason, at the door and of frames, and forget them after an hour", () => {
    const { secret } = under.token({ "a/#": "read" });
    const client = under.connect(secret, "a/b");
    client.publish("a/b", 1);
    for (let knock = 0; knock < 3; knock++) under.connect("unknown-secret", "a/b");
    expect(stats()).toMatchObject({
      deniedLastHour: 4,
      deniedLastMin: 4,
      denials: [
        { reason: "token-unknown", text: "Token unknown", code: 4003, count: 3 },
        { reason: "publish-needs-readwrite", code: null, count: 1 },
      ],
    });
    under.clock.advance(HOUR / 2);
    expect(stats()).toMatchObject({ deniedLastHour: 4, deniedLastMin: 0 });
    under.clock.advance(HOUR / 2 + 10_000);
    expect(stats()).toMatchObject({ deniedLastHour: 0, denials: [] });
  });

  it("V3 count a refused automatic reply apart from the messages that are refused for the same reason", () => {
    const { id: tokenId, secret } = under.token({ "a/#": "read" });
    const reply = {
      name: "Echo",
      enabled: true,
      pattern: "b",
      condition: "",
      replyTopic: "a/b",
      template: "1",
      delayMs: 0,
    };
    putDocument(under.corridor, LibraryDraft.parse({ kind: "autoReply", ...reply, tokenId }));
    under.connect(secret, "a/b").publish("a/b", 1);
    under.core.publish("b", "1");
    under.core.publish("b", "2");
    under.clock.advance(1);
    const text = "publishing needs readwrite";
    expect(stats()).toMatchObject({
      deniedLastHour: 3,
      denials: [
        { of: "reply", reason: "publish-needs-readwrite", text: expect.stringContaining(text), code: null, count: 2 },
        { of: "message", reason: "publish-needs-readwrite", text: expect.stringContaining(text), code: null, count: 1 },
      ],
    });
  });

  it("M8 name the connection that drops, while it does", async () => {
    updateSettings(under.corridor, { maxQueueFrames: 1 }, "http");
    const { secret } = under.token({ "a/#": "readwrite" }, { name: "Wall" });
    const writer = under.connect(secret, "a/w");
    const slow = under.connect(secret, "a/#");
    slow.takes = false;
    for (let message = 0; message < 10; message++) {
      writer.publish("a/x", message);
      await new Promise((resolve) => setImmediate(resolve));
    }
    under.clock.advance(1000);
    const { droppedLastMin, slowest } = stats();
    expect(droppedLastMin).toBeGreaterThan(0);
    expect(slowest).toMatchObject({ label: "Wall" });
    slow.goneWith(1006);
    under.clock.advance(1000);
    expect(stats().slowest).toBeNull();
  });

  it("R6 keep how long every close took", () => {
    const { id, secret } = under.token({ "a/#": "read" });
    const clients = [1, 2].map(() => under.connect(secret, "a/b"));
    under.edit({ kind: "token.update", id, patch: { enabled: false } });
    expect(stats().revocations).toMatchObject({ count: 1, closeMs: { count: 2 }, goneMs: null });
    under.clock.advance(3);
    for (const client of clients) client.goneWith(4002);
    under.clock.advance(LIMITS.livePatchMs);
    expect(stats().revocations.goneMs).toEqual({ count: 2, p50: 3, p95: 3, max: 3 });
  });
});

it("V4 a spread is p50, p95 and max by nearest rank", () => {
  expect(spread([])).toBeNull();
  expect(spread([7])).toEqual({ count: 1, p50: 7, p95: 7, max: 7 });
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(spread(hundred)).toEqual({ count: 100, p50: 50, p95: 95, max: 100 });
});
