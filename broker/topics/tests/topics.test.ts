import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { ClockWatch } from "../../time/clock-watch.ts";
import { MessageOrigin } from "../message-origin.ts";
import type { TopicRecord } from "../topic-record.ts";
import { Topics } from "../topics.ts";

const WIDE = { perTopic: 1000, total: 100_000, bytes: 64 * 1024 * 1024, ageMs: 7 * 86_400_000 };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let clock: ManualClock;
let topics: Topics;
beforeEach(() => {
  clock = new ManualClock();
  topics = new Topics(clock, WIDE);
});
afterEach(() => topics.close());

const publish = (topic: string, json: string, id?: string) =>
  topics.note({ topic, content: json, payload: null, id: id ?? null }, "con_1", "tok_1");
const texts = (topic: string, count: number) => topics.last(topic, count).map(({ json }) => json);

describe("topics", () => {
  it("O1 P4 a topic is known from its first message, from an operator, or from a subscriber, with when and by what", () => {
    const made = topics.register("made/by/hand", "console");
    clock.advance(1500);
    publish("a/b", "1");
    publish("a/b", "2");
    topics.register("a/b", "subscribe");
    topics.register("asked/for", "subscribe");
    expect(made).toMatchObject({ source: "console", messages: 0, lastAt: null, createdAt: clock.now() - 1500 });
    expect(topics.get("a/b")).toMatchObject({ source: "publish", messages: 2, lastAt: clock.now() });
    expect(topics.get("asked/for")).toMatchObject({ source: "subscribe", messages: 0 });
    expect(topics.get("unknown")).toBeUndefined();
    expect(topics.size).toBe(3);
  });

  it("O1 a topic is active for a minute after its message", () => {
    publish("a", "1");
    const record = topics.get("a") as TopicRecord;
    clock.advance(60_000);
    expect(topics.isActive(record)).toBe(true);
    clock.advance(1);
    expect(topics.isActive(record)).toBe(false);
    expect(topics.activeLastMinute()).toBe(0);
  });

  it("O4 the last messages come oldest first, and those of a filter in the order in which they were published", () => {
    publish("a/1", "1");
    publish("b/1", "2");
    publish("a/2", "3");
    publish("a/1", "4");
    expect(texts("a/1", 10)).toEqual(["1", "4"]);
    expect(texts("a/+", 2)).toEqual(["3", "4"]);
    expect(texts("#", 3)).toEqual(["2", "3", "4"]);
    expect(texts("a/1", 0)).toEqual([]);
    expect(texts("none", 5)).toEqual([]);
  });

  it("O26 bytes weigh themselves and what V8 keeps with them, also after somebody asked for their base64", () => {
    publish("a", "1");
    const { bytes: ofJson } = topics.history;
    const message = topics.note({ topic: "a", content: new Uint8Array(10_000).fill(255), payload: null }, null, null);
    const ofBytes = topics.history.bytes - ofJson;
    expect(ofBytes - ofJson).toBe(10_000 + 400 - 1);
    expect(message.json).toHaveLength('{"$base64":""}'.length + 4 * Math.ceil(10_000 / 3));
    expect(
      Object.values(message)
        .filter((value) => typeof value === "string")
        .join(""),
    ).toBe("a");
  });

  it("O5 a message keeps the id of its publisher; another gets a UUID that follows from seed, order and time", () => {
    const seed = "00112233aabb";
    const twin = () => new Topics(clock, WIDE, new MessageOrigin(clock.now(), seed));
    const draft = { topic: "a", content: "1", payload: null };
    const [one, other] = [twin(), twin()];
    const first = one.note(draft, null, null);
    expect(first.id).toMatch(UUID);
    expect(other.note(draft, null, null).id).toBe(first.id);
    const ids = new Set(Array.from({ length: 10_000 }, () => one.note(draft, null, null).id));
    expect(ids.size).toBe(10_000);
    expect(topics.note(draft, null, null).id).not.toBe(first.id);
    expect(publish("a", "1", "my-own").id).toBe("my-own");
  });

  it("N25 a message of another node is here what it is there", () => {
    const origin = new MessageOrigin(clock.now(), "00112233aabb");
    const draft = { topic: "a", content: "1", payload: null, clientId: "c" };
    const there = new Topics(clock, WIDE, origin).note(draft, "con_1", "tok_1");
    const { topic, content, number, at, givenId, clientId, connectionId, tokenId } = there;
    clock.advance(1000);
    const facts = { topic, content, number, at, givenId, clientId, connectionId, tokenId };
    const here = topics.passing({
      ...facts,
      origin: new MessageOrigin(clock.now(), origin.seed),
      kept: null,
      revision: 1,
    });
    expect({ ...here, at: here.at, id: here.id }).toMatchObject({ ...facts, id: there.id });
    expect(topics.size).toBe(0);
  });

  it("P9 O2 what is older than the bound leaves within a minute, though nothing is published", () => {
    topics.start();
    publish("a", "1");
    clock.advance(WIDE.ageMs - 30_000);
    publish("a", "2");
    clock.advance(90_000);
    expect(texts("a", 10)).toEqual(["2"]);
    expect(topics.get("a")?.messages).toBe(2);
  });

  it("O2 K8 a clock that runs ahead for a minute and back takes nothing, nor does an edit of other bounds meanwhile", () => {
    const watch = new ClockWatch(clock);
    topics.start((ageMs) => watch.believes(ageMs));
    publish("a", "1");
    clock.jump(30 * 86_400_000);
    clock.advance(90_000);
    topics.setBounds({ ...WIDE, perTopic: 500 });
    clock.jump(-30 * 86_400_000);
    clock.advance(LIMITS.clockSteadyMs + 60_000);
    expect(texts("a", 10)).toEqual(["1"]);
    clock.jump(30 * 86_400_000);
    clock.advance(LIMITS.clockSteadyMs + 120_000);
    expect(texts("a", 10)).toEqual([]);
  });

  it("O2 K8 a message that was published while the clock was ahead keeps none that came after it from leaving", () => {
    topics.start();
    clock.jump(30 * 86_400_000);
    publish("ahead", "1");
    clock.jump(-30 * 86_400_000);
    publish("a", "2");
    clock.advance(WIDE.ageMs + 60_000);
    publish("a", "3");
    expect(texts("#", 10)).toEqual(["3"]);
  });

  it("O2 K8 a message from a clock that was far behind does not take the ones before it along", () => {
    topics.start();
    publish("a", "1");
    clock.jump(-9_000 * 86_400_000);
    publish("a", "2");
    clock.jump(9_000 * 86_400_000);
    publish("a", "3");
    clock.advance(120_000);
    expect(texts("#", 10)).toEqual(["1", "2", "3"]);
  });

  it("O1 a topic is active by its last minute also after the clock was set back", () => {
    publish("a", "1");
    clock.jump(-3_600_000);
    expect(topics.activeLastMinute()).toBe(0);
    publish("a", "2");
    expect(topics.activeLastMinute()).toBe(1);
  });

  it("P8 O7 deleting forgets topic and history and tells who listens; a message later makes it anew", () => {
    const told: unknown[] = [];
    topics.listen({ deleted: ({ name }, messages, why) => told.push([name, messages, why]) });
    publish("a", "1");
    publish("a", "2");
    publish("b", "3");
    expect(topics.delete("a")).toMatchObject({ messages: 2 });
    expect(topics.delete("a")).toBeUndefined();
    expect(told).toEqual([["a", 2, "asked"]]);
    expect(texts("#", 10)).toEqual(["3"]);
    publish("a", "4");
    expect(topics.get("a")?.messages).toBe(1);
    expect(texts("#", 10)).toEqual(["3", "4"]);
  });

  it("O8 the 50,001st topic takes the place of a silent one without messages, never of one that was made by hand or has just spoken", () => {
    topics.register("by/hand", "console");
    publish("silent", "1");
    clock.advance(61_000);
    for (let index = 2; index < LIMITS.topicsTracked; index++) topics.register(`t/${index}`, "publish");
    publish("t/2", "1");
    const told: string[] = [];
    topics.listen({ deleted: ({ name }, _messages, why) => told.push(`${name} ${why}`) });
    publish("one/more", "1");
    topics.register("and/one", "subscribe");
    expect(told).toEqual(["t/3 crowded", "t/4 crowded"]);
    expect(topics.size).toBe(LIMITS.topicsTracked);
    expect(topics.get("by/hand")).toBeDefined();
  });

  it("O8 long names push out one another, and not a message that somebody else published", () => {
    publish("important", "1");
    clock.advance(120_000);
    const long = "x".repeat(1000);
    for (let index = 0; index < 20_000; index++) topics.register(`n/${index}/${long}`, "subscribe");
    expect(topics.size).toBeLessThan(9_000);
    expect(texts("important", 10)).toEqual(["1"]);
    expect(topics.get(`n/19999/${long}`)).toBeDefined();
  });

  it("O8 a topic made by hand stays also when all that are only heard of are busy", () => {
    for (let index = 0; index < 100; index++) topics.register(`by/hand/${index}`, "console");
    for (let index = 100; index < LIMITS.topicsTracked; index++) publish(`t/${index}`, "1");
    for (let index = 0; index < 100; index++) publish(`more/${index}`, "1");
    expect(topics.size).toBe(LIMITS.topicsTracked);
    for (let index = 0; index < 100; index++) expect(topics.get(`by/hand/${index}`)).toBeDefined();
  });

  it("O8 operators make topics until their own bound, and again when one of theirs was deleted", () => {
    for (let index = 0; index < LIMITS.topicsMade; index++) topics.register(`by/hand/${index}`, "console");
    expect(topics.hasPlaceForMade).toBe(false);
    publish("heard", "1");
    topics.delete("heard");
    expect(topics.hasPlaceForMade).toBe(false);
    topics.delete("by/hand/7");
    expect(topics.hasPlaceForMade).toBe(true);
  });

  it("O9 who listens hears of each changed topic once, at most ten times a second, and of nothing when nothing changes", () => {
    const told: string[][] = [];
    topics.listen({ changed: (records) => told.push(records.map(({ name }) => name)) });
    for (let index = 0; index < 1000; index++) publish(index % 2 === 0 ? "a" : "b", "1");
    topics.register("gone", "console");
    topics.delete("gone");
    expect(told).toEqual([]);
    clock.advance(LIMITS.topicsPulseMs);
    clock.advance(10_000);
    topics.describe(topics.register("a", "console"), '{"unit":"°C"}');
    clock.advance(LIMITS.topicsPulseMs);
    expect(told).toEqual([["a", "b"], ["a"]]);
    expect(clock.pending).toBe(0);
  });
});
