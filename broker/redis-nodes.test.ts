/** Tests that engines which share a Redis share messages and slots, also when it, or its connections, go and come back (N13 to N33). */
import { Redis } from "ioredis";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { MemoryStore } from "./adapters/memory-store.ts";
import { RedisBus, redisClient } from "./adapters/redis-bus.ts";
import { SystemChance } from "./adapters/system-chance.ts";
import { redisBus } from "./index.ts";
import { DeskUnderTest } from "./testing/desk-harness.ts";
import { startEngine } from "./testing/engine-harness.ts";
import { RedisServer } from "./testing/redis-server.ts";

/** Clocks of the engines run with the time of the test. */
const TICK_MS = 20;
const BACK_MS = { timeout: 20_000, interval: 50 };

let server: RedisServer;
let admin: Redis;
let one: DeskUnderTest;
let two: DeskUnderTest;
let ticks: NodeJS.Timeout;
let limited: { readonly id: string; readonly secret: string };
let free: { readonly id: string; readonly secret: string };

beforeEach(async () => {
  server = new RedisServer();
  await server.start();
  admin = new Redis(server.socket);
  admin.on("error", () => undefined);
  const store = new MemoryStore();
  const bus = () => new RedisBus({ prefix: "p", client: () => redisClient(server.socket) });
  const desk = () => new DeskUnderTest(store, undefined, new SystemChance(), bus());
  one = desk();
  limited = one.token({ "a/#": "readwrite" }, { maxConnections: 3 });
  free = one.token({ "a/#": "readwrite" });
  two = desk();
  let last = performance.now();
  ticks = setInterval(() => {
    const passed = Math.floor(performance.now() - last);
    for (const { clock } of [one, two]) clock.advance(passed);
    last += passed;
  }, TICK_MS);
  await Promise.all([one.start(), two.start()]);
});
afterEach(async () => {
  one.desk.close();
  two.desk.close();
  await Promise.all([one.core.bus.close(), two.core.bus.close()]);
  clearInterval(ticks);
  admin.disconnect();
  await server.close();
});

const open = (desk: DeskUnderTest) => desk.connect(limited.secret, "a/#");
const sessions = () => one.core.registry.size + two.core.registry.size;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A publisher at the first node that says a number every few milliseconds, and everything that a reader at the second one heard. */
async function flow() {
  const reader = two.connect(free.secret, "a/x");
  const writer = one.connect(free.secret, "a/none");
  // What is said in the first moments, before the other node knows of the reader, is not promised (N27).
  await vi.waitFor(() => {
    writer.publish("a/x", "mark");
    expect(reader.texts).not.toEqual([]);
  }, BACK_MS);
  await wait(100);
  reader.takeTexts();
  let said = 0;
  const heard: number[] = [];
  const timer = setInterval(() => {
    writer.publish("a/x", said++);
    heard.push(...reader.takeTexts().map((text) => JSON.parse(text).message));
  }, 5);
  return {
    heard,
    async end(): Promise<number> {
      clearInterval(timer);
      await vi.waitFor(() => {
        heard.push(...reader.takeTexts().map((text) => JSON.parse(text).message));
        expect(heard.at(-1)).toBe(said - 1);
      }, BACK_MS);
      return said;
    },
  };
}
const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

it("N21 N30 messages reach the other node, and a limit holds over both", async () => {
  const running = await flow();
  await wait(300);
  const said = await running.end();
  expect(running.heard).toEqual(upTo(said));
  const links = [open(one), open(two), open(one), open(two), open(one), open(two)];
  await vi.waitFor(() => expect(links.filter(({ closedWith }) => closedWith !== null)).toHaveLength(3), BACK_MS);
  expect(sessions()).toBe(3 + 2);
  links.find(({ closedWith }) => closedWith === null)?.goneWith(1006);
  await vi.waitFor(() => {
    const next = open(two);
    expect(next.closedWith).toBeNull();
  }, BACK_MS);
});

it("N22 N23 connections to Redis that are ended again and again cost no message, and none comes twice", async () => {
  const running = await flow();
  for (let round = 0; round < 6; round++) {
    await wait(300);
    await admin.call("CLIENT", "KILL", "TYPE", round % 2 === 0 ? "pubsub" : "normal", "SKIPME", "yes");
  }
  const said = await running.end();
  expect(running.heard).toEqual(upTo(said));
}, 60_000);

it("N19 N23 N30 a Redis that is killed and comes back empty has everything again: nobody's message is lost, and slots are right", async () => {
  open(one);
  open(two);
  await vi.waitFor(() => expect(sessions()).toBe(2), BACK_MS);
  const running = await flow();
  await wait(300);
  await server.kill();
  await wait(2_000);
  await server.start();
  const said = await running.end();
  expect(running.heard).toEqual(upTo(said));
  const held = async () => {
    const ids = await admin.smembers("{p}:nodes");
    const counts = await Promise.all(ids.map((id) => admin.hget(`{p}:node:${id}`, `s:${limited.id}`)));
    return counts.map(Number).sort();
  };
  await vi.waitFor(async () => expect(await held()).toEqual([1, 1]), BACK_MS);
  // A node whose connections are just being made anew is not sure of the limit (N33): its client comes again.
  await vi.waitFor(async () => {
    if (sessions() < 5) open(one);
    await wait(100);
    expect(sessions()).toBe(5);
  }, BACK_MS);
  const late = open(two);
  await vi.waitFor(() => expect(late.closedWith).toMatchObject({ code: 4004 }), BACK_MS);
  expect(sessions()).toBe(5);
}, 60_000);

it("N33 N31 while Redis is away who has no limit is let in, and who has one is told why not", async () => {
  await server.kill();
  const unlimited = one.connect(free.secret, "a/#");
  expect(unlimited.closedWith).toBeNull();
  const late = open(one);
  await vi.waitFor(() => expect(late.closedWith).not.toBeNull(), BACK_MS);
  expect(late.closedWith).toEqual({
    code: 4004,
    reason: "connection limit reached: the limit cannot be counted: Redis is away",
  });
}, 60_000);

it("N21 N18 programs join their engines through Redis, over real sockets", async () => {
  const engines = await Promise.all([0, 1].map(async () => startEngine({ bus: await redisBus(server.socket, "q") })));
  const secret = "the-same-secret-at-both-engines";
  for (const engine of engines) await engine.token({ "a/#": "readwrite" }, { secret });
  const [reader, writer] = await Promise.all(engines.map((engine) => engine.connect({ secret, filters: ["a/#"] })));
  if (reader === undefined || writer === undefined) throw new Error("nobody");
  await vi.waitFor(() => {
    writer.publish("a/x", "hello");
    expect(reader.messages.at(-1)).toMatchObject({ tag: "a/x", message: "hello" });
  }, BACK_MS);
  await Promise.all(engines.map((engine) => engine.stop()));
  expect(await admin.smembers("{q}:nodes")).toEqual([]);
});

it("N15 a Redis that is not there at the start is an error that says so", async () => {
  const bus = await redisBus(`${server.socket}.nowhere`);
  await expect(startEngine({ bus })).rejects.toThrow(/The other nodes cannot be reached: .*ENOENT/);
});
