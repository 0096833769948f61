/** What a program around the engine publishes and hears. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { PublishedMessage } from "./index.ts";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

let under: EngineUnderTest;
beforeEach(async () => {
  under = await startEngine();
});
afterEach(() => under.stop());

it("M13 it publishes text and bytes, and answers how many connections they were queued for", async () => {
  const { secret } = await under.token({ "a/#": "read" });
  const client = await under.connect({ secret, filters: ["a/#"] });
  const shared = Buffer.from([0xff, 0]);
  expect(under.engine.publish("a/b", "ON")).toBe(1);
  expect(under.engine.publish("a/b", '{"n":1.10}')).toBe(1);
  expect(under.engine.publish("a/b", shared)).toBe(1);
  expect(under.engine.publish("b", "1")).toBe(0);
  // What the program does with its buffer afterwards is its own.
  shared.fill(1);
  await expect.poll(() => client.texts).toHaveLength(3);
  expect(client.texts.map((text) => text.slice(text.indexOf("message")))).toEqual([
    'message":"ON"}',
    'message":{"n":1.10}}',
    'message":{"$base64":"/wA="}}',
  ]);
  const { body } = await under.api("GET", "/messages?topic=a/b&limit=1");
  expect(body.items[0]).toMatchObject({ json: '{"$base64":"/wA="}', form: "bytes", size: 2, tokenId: null });
});

it("M13 a topic that is none, half a character, and what is too large are refused to the program", async () => {
  const refused = (topic: string, payload: string | Uint8Array) => () => under.engine.publish(topic, payload);
  expect(refused("a/#", "1")).toThrow("topic: ");
  expect(refused("a", "\ud83d")).toThrow("payload: holds half");
  await under.api("PATCH", "/settings", { maxFrameBytes: 1024 });
  expect(refused("a", new Uint8Array(1025))).toThrow("payload: is 1025 bytes");
  expect(() => under.engine.onMessage("a/#/b", () => {})).toThrow(RangeError);
});

it("M13 M12 it hears messages of clients, of the operator and its own that its filter matches, with their exact bytes", async () => {
  const heard: PublishedMessage[] = [];
  const end = under.engine.onMessage("a/+", (message) => void heard.push(message));
  const { secret, id } = await under.token({ "#": "readwrite" });
  const client = await under.connect({ secret, filters: ["a/b"] });
  client.publish("a/b", "ON");
  client.publish("elsewhere", "ON");
  await expect.poll(() => heard).toHaveLength(1);
  await under.api("POST", "/messages", { topic: "a/b", text: '"ON"' });
  await under.api("POST", "/messages", { topic: "a/c/d", text: "1" });
  under.engine.publish("a/b", new Uint8Array([0xff]));
  expect(
    heard.map(({ topic, json, form, bytes, tokenId }) => [topic, json, form, Buffer.from(bytes), tokenId]),
  ).toEqual([
    ["a/b", '"ON"', "text", Buffer.from("ON"), id],
    ["a/b", '"ON"', "json", Buffer.from('"ON"'), null],
    ["a/b", '{"$base64":"/w=="}', "bytes", Buffer.from([0xff]), null],
  ]);
  const { body } = await under.api("GET", "/topics/a%2Fb/messages");
  expect(heard.map((message) => message.id).toReversed()).toEqual(body.items.map((item: { id: string }) => item.id));
  end();
  end();
  under.engine.publish("a/b", "2");
  expect(heard).toHaveLength(3);
});

it("M13 Z2 a listener that throws or rejects is counted, and readers and other listeners get the message", async () => {
  const heard: string[] = [];
  under.engine.onMessage("#", () => {
    throw new Error("listener");
  });
  under.engine.onMessage("#", async () => {
    throw new Error("promise");
  });
  under.engine.onMessage("#", ({ json }) => void heard.push(json));
  const { secret } = await under.token({ "a/#": "read" });
  const client = await under.connect({ secret, filters: ["a/#"] });
  expect(under.engine.publish("a/b", "1")).toBe(1);
  await expect.poll(() => client.texts).toHaveLength(1);
  expect(heard).toEqual(["1"]);
  const faults = async () => (await under.api("GET", "/stats")).body.faults;
  await expect.poll(faults).toMatchObject({ count: 2, last: { place: "listener" } });
});
