import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { updateSettings } from "../../console/edits/settings.ts";
import { LIMITS } from "../../contract/limits.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import type { FakeLink } from "../../testing/fake-link.ts";

let under: DeskUnderTest;
beforeEach(async () => {
  under = new DeskUnderTest();
  await under.start();
  updateSettings(under.corridor, { anonymous: [{ pattern: "#", access: "readwrite" }] }, "http");
});
afterEach(() => under.desk.close());

// biome-ignore lint/suspicious/noExplicitAny: tests read frames of every shape, as a script would.
type Frame = any;

/** What was written to it since the last look. */
async function heard(client: FakeLink): Promise<Frame[]> {
  await new Promise((resolve) => setImmediate(resolve));
  return client.takeTexts().map((text) => JSON.parse(text));
}

async function join(...topics: string[]): Promise<FakeLink> {
  const client = under.knock("/ws/");
  for (const topic of topics) client.say({ type: "subscribe", topic, client_id: "reader" });
  const frames = await heard(client);
  expect(frames.map(({ type }) => type)).toEqual(["connected", ...topics.map(() => "subscribed")]);
  return client;
}

const publish = (client: FakeLink, topic: string, ...payloads: unknown[]) => {
  for (const payload of payloads) client.say({ type: "publish", topic, client_id: "writer", message: { payload } });
};
const payloads = (frames: Frame[]) => frames.flatMap((one) => (one.type === "message" ? [one.message.payload] : []));

describe("replay", () => {
  it("P7 comes after subscribed, oldest first, as the live messages were but for the mark; live ones follow without", async () => {
    const reader = await join("t");
    const writer = await join();
    publish(writer, "t", 1, 2, 3, 4);
    const live = await heard(reader);
    const late = under.knock("/ws/");
    late.say({ type: "subscribe", topic: "t", client_id: "late", last_n: 3 });
    publish(writer, "t", 5);
    const [connected, subscribed, ...messages] = await heard(late);
    expect([connected.type, subscribed.type]).toEqual(["connected", "subscribed"]);
    expect(messages.slice(0, 3)).toEqual(live.slice(1).map((frame) => ({ ...frame, replayed: true })));
    expect(messages[3]).toMatchObject({ message: { payload: 5 } });
    expect(messages[3]).not.toHaveProperty("replayed");
    expect(messages).toHaveLength(4);
  });

  it("P7 M11 hears the values of what was published as bytes", async () => {
    const bytes = [Buffer.from("ON"), Buffer.from('{"n":1.10}'), Buffer.from([0xff, 0xd8])];
    for (const payload of bytes) under.core.publish("t", payload);
    const late = under.knock("/ws/");
    late.say({ type: "subscribe", topic: "t", client_id: "late", last_n: 10 });
    expect(payloads(await heard(late))).toEqual(["ON", { n: 1.1 }, { $base64: "/9g=" }]);
  });

  it("P7 hears messages of every dialect and of the console again, those of a filter in the order of time", async () => {
    const { secret } = under.token({ "a/#": "readwrite" });
    const writer = await join("a/1", "a/2");
    publish(writer, "a/1", 1);
    under.connect(secret, "a/none").publish("a/2", 2);
    under.core.publish("a/3", "3");
    publish(writer, "a/1", 4);
    under.core.publish("b", "5");
    const late = await join();
    late.say({ type: "subscribe", topic: "a/+", client_id: "late", last_n: 3 });
    const frames = await heard(late);
    expect(payloads(frames)).toEqual([2, 3, 4]);
    expect(frames.map(({ publisher_client_id }) => publisher_client_id).slice(1)).toEqual([null, null, "writer"]);
  });

  it("P7 reaches back 1000 messages at most, none for 0, and again at each subscription that asks", async () => {
    const writer = await join("t");
    for (let value = 0; value < 1100; value++) publish(writer, "t", value);
    const ask = async (last_n: number) => {
      writer.say({ type: "subscribe", topic: "t", client_id: "again", last_n });
      return payloads(await heard(writer));
    };
    await heard(writer);
    expect(await ask(5000)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 100));
    expect(await ask(0)).toEqual([]);
    expect(await ask(2)).toEqual([1098, 1099]);
  });

  it("P7 M8 is whole for a reader that stands still, and what comes beside it is bounded as ever", async () => {
    updateSettings(under.corridor, { maxQueueFrames: 10 }, "http");
    const writer = await join("t");
    for (let value = 0; value < 1000; value++) publish(writer, "t", value);
    const slow = await join();
    slow.takes = false;
    slow.say({ type: "subscribe", topic: "t", client_id: "slow", last_n: 1000 });
    for (let value = 1000; value < 1011; value++) publish(writer, "t", value);
    await heard(writer);
    const first = await heard(slow);
    slow.resume();
    const all = payloads([...first, ...(await heard(slow))]);
    // What was written before the socket was full is 256 frames; the eleventh live one pushed out the oldest that waited.
    const written = 255;
    const everything = Array.from({ length: 1011 }, (_, value) => value);
    expect(all).toEqual(everything.filter((value) => value !== written));
  });

  it("P7 M8 is bounded all the same for one that asks again and again and reads nothing", async () => {
    const writer = await join("t");
    for (let value = 0; value < 1000; value++) publish(writer, "t", value);
    const slow = await join();
    slow.takes = false;
    for (let again = 0; again < 50; again++) slow.say({ type: "subscribe", topic: "t", client_id: "s", last_n: 1000 });
    await heard(writer);
    const [session] = [...under.core.registry.all()].filter(({ order }) => order === 1);
    expect(session?.outbound.waitingFrames).toBeLessThanOrEqual(LIMITS.replayQueueFrames + LIMITS.queueFrames);
    expect(session?.outbound.waitingFrames).toBeGreaterThan(LIMITS.replayQueueFrames);
    updateSettings(under.corridor, { slowReader: "close" }, "http");
    slow.say({ type: "subscribe", topic: "t", client_id: "s", last_n: 1000 });
    expect(slow.closedWith).toMatchObject({ code: 4009 });
  });

  it("P3 M8 a reader that lost frames hears how many when it reads again", async () => {
    updateSettings(under.corridor, { maxQueueFrames: 10 }, "http");
    const slow = await join("t");
    const writer = await join();
    slow.takes = false;
    publish(writer, "t", 0);
    await heard(slow);
    for (let value = 1; value <= 25; value++) publish(writer, "t", value);
    slow.resume();
    const frames = await heard(slow);
    expect(payloads(frames)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    expect(frames.at(-1)).toMatchObject({
      type: "error",
      code: "SLOW_CONSUMER",
      error: "Too slow: 15 frames were dropped",
    });
    slow.resume();
    expect(await heard(slow)).toEqual([]);
  });
});

describe("a deleted topic", () => {
  it("P8 is told to all who hear it; its subscriptions and history are gone, wildcards and sockets stay", async () => {
    const { secret } = under.token({ "a/#": "readwrite" });
    const exact = await join("a/b");
    const wild = await join("a/#");
    const other = await join("a/c");
    const writer = await join();
    const stranger = under.connect(secret, "a/b");
    publish(writer, "a/b", 1);
    for (const client of [exact, wild, writer]) await heard(client);
    expect(await heard(stranger)).toHaveLength(1);
    under.core.topics.delete("a/b");
    const info = { type: "info", topic: "a/b", msg: "topic_deleted", ts: expect.stringMatching(/^\d{4}-.*Z$/) };
    expect(await heard(exact)).toEqual([info]);
    expect(await heard(wild)).toEqual([info]);
    for (const client of [other, writer, stranger]) expect(await heard(client)).toEqual([]);
    expect(exact.closedWith).toBeNull();

    publish(writer, "a/b", 2);
    expect(await heard(writer)).toMatchObject([{ error: "Topic not found: a/b" }]);
    exact.say({ type: "unsubscribe", topic: "a/b", client_id: "reader" });
    expect(await heard(exact)).toMatchObject([{ error: "Failed to unsubscribe from topic: a/b" }]);
    stranger.publish("a/b", 3);
    expect(payloads(await heard(wild))).toEqual([3]);
    exact.say({ type: "subscribe", topic: "a/b", client_id: "reader", last_n: 10 });
    const again = await heard(exact);
    expect(payloads(again)).toEqual([3]);
  });

  it("P8 O8 one that was forgotten for want of room is told to nobody", async () => {
    const reader = await join("t/0");
    for (let index = 1; under.core.topics.get("t/0") !== undefined; index++) {
      under.core.topics.register(`t/${index}`, "publish");
    }
    expect(await heard(reader)).toEqual([]);
  });
});

describe("silence", () => {
  it("P10 is broken every 30 seconds by a ping, and begins anew with whatever comes or goes", async () => {
    const client = await join("t");
    const writer = await join();
    const wait = async (ms: number) => {
      under.clock.advance(ms);
      return (await heard(client)).map(({ type, msg }) => msg ?? type);
    };
    await wait(1000);
    expect(await wait(29_000)).toEqual([]);
    expect(await wait(1000)).toEqual(["ping"]);
    expect(await wait(29_000)).toEqual([]);
    expect(await wait(1000)).toEqual(["ping"]);
    under.clock.advance(20_000);
    client.say({ type: "ping" });
    expect(await heard(client)).toMatchObject([{ type: "pong" }]);
    expect(await wait(29_000)).toEqual([]);
    publish(writer, "t", 1);
    expect(await heard(client)).toMatchObject([{ type: "message" }]);
    expect(await wait(29_000)).toEqual([]);
    expect(await wait(2000)).toEqual(["ping"]);
  });

  it("P10 lasts as long as the setting says, and 0 breaks it never", async () => {
    const client = await join();
    updateSettings(under.corridor, { silenceInfoSeconds: 5 }, "http");
    under.clock.advance(7_000);
    expect(await heard(client)).toMatchObject([{ msg: "ping" }]);
    updateSettings(under.corridor, { silenceInfoSeconds: 0 }, "http");
    under.clock.advance(3_600_000);
    expect(await heard(client)).toEqual([]);
  });

  it("P10 X5 says so as info with the time", async () => {
    const client = await join();
    under.clock.advance(32_000);
    expect(await heard(client)).toEqual([
      { type: "info", msg: "ping", ts: new Date(under.clock.now() - 1000).toISOString() },
    ]);
  });
});

describe("lost rights", () => {
  it("X4 R5 frames that wait on a lost topic are discarded, others and answers stay", async () => {
    updateSettings(under.corridor, { enforcement: "minimal" }, "http");
    const { id, secret } = under.token({ "a/#": "readwrite", 'b/"\\': "readwrite" });
    const reader = under.knock("/ws/", { authorization: `Token ${secret}` });
    for (const topic of ["a/x", 'b/"\\']) reader.say({ type: "subscribe", topic, client_id: "c" });
    await heard(reader);
    reader.takes = false;
    under.core.publish("a/x", "1");
    await heard(reader);
    const large = JSON.stringify("x".repeat(70_000));
    for (const json of ["2", JSON.stringify("y".repeat(300)), large]) {
      under.core.publish("a/x", json);
      under.core.publish('b/"\\', json);
    }
    reader.say({ type: "ping" });
    const right = [...under.core.policy.current.permissions.values()].find((one) => {
      return one.tokenId === id && under.core.policy.current.tags.get(one.tagId)?.pattern === "a/#";
    });
    under.edit({ kind: "permission.delete", id: right?.id ?? "" });
    reader.resume();
    reader.resume();
    const frames = await heard(reader);
    expect(frames.filter(({ type }) => type === "message").map(({ topic }) => topic)).toEqual(
      new Array(3).fill('b/"\\'),
    );
    expect(frames.map(({ type }) => type)).toEqual(["message", "message", "message", "pong", "error"]);
  });
});

describe("a fault of our own", () => {
  it("X2 is answered with INTERNAL and logged, and the connection lives", async () => {
    const client = await join("t");
    under.core.topics.last = () => {
      throw new Error("planted");
    };
    client.say({ type: "subscribe", topic: "t", client_id: "c", last_n: 1, request_id: "r" });
    expect((await heard(client)).at(-1)).toMatchObject({
      type: "error",
      error: "Internal error",
      code: "INTERNAL",
      request_id: "r",
    });
    expect(JSON.stringify(under.log)).toContain("an internal error was caught");
    client.say({ type: "ping" });
    expect(await heard(client)).toMatchObject([{ type: "pong" }]);
  });
});
