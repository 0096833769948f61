import { Redis } from "ioredis";
import RedisMock from "ioredis-mock";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import { describeBus } from "../testing/bus-contract.ts";
import { RedisServer } from "../testing/redis-server.ts";
import { RedisBus, type RedisClient, redisClient } from "./redis-bus.ts";

const server = new RedisServer();
let admin: Redis;
beforeAll(async () => {
  await server.start();
  admin = new Redis(server.socket);
});
afterAll(async () => {
  admin.disconnect();
  await server.close();
});

let nets = 0;
let prefix = "";

describeBus("redis", {
  nodes: 3,
  make: async (count) => {
    prefix = `test-${nets++}`;
    return Array.from({ length: count }, () => new RedisBus({ prefix, client: () => redisClient(server.socket) }));
  },
  lapse: async ({ id }) => {
    await admin.pexpire(`{${prefix}}:node:${id}`, 1);
    await expect.poll(() => admin.exists(`{${prefix}}:node:${id}`)).toBe(0);
  },
});

const mock = (): RedisClient => new RedisMock({ lazyConnect: true });
describeBus("redis mock", {
  nodes: 3,
  make: async (count) => {
    prefix = `mock-${nets++}`;
    return Array.from({ length: count }, () => new RedisBus({ prefix, client: mock }));
  },
  lapse: async ({ id }) => {
    await mock().del(`{${prefix}}:node:${id}`);
  },
});

async function entered(id: string): Promise<{ readonly bus: RedisBus; readonly heard: string[] }> {
  const bus = new RedisBus({ prefix: "own", client: () => redisClient(server.socket) });
  const heard: string[] = [];
  await bus.enter({ id, name: id }, (batch) => void heard.push(Buffer.from(batch).toString()));
  return { bus, heard };
}

it("N12 a lease is the expiry of one key, and a node that has left keeps nothing in Redis", async () => {
  const { bus } = await entered("leaser");
  await bus.take("tok", 0, 1, 5);
  const left = await admin.pttl("{own}:node:leaser");
  expect(left).toBeGreaterThan(LIMITS.nodeLeaseMs - 2_000);
  expect(left).toBeLessThanOrEqual(LIMITS.nodeLeaseMs);
  await bus.close();
  expect(await admin.keys("*own*")).toEqual([]);
});

it("N13 a full Redis still takes entries, slots, renewals and batches", async () => {
  const { bus, heard } = await entered("before");
  await admin.config("SET", "maxmemory", "1");
  try {
    await expect(admin.set("grows", "x")).rejects.toThrow("OOM");
    const { bus: late } = await entered("late");
    expect(await late.take("tok", 0, 2, 5)).toBe(2);
    await late.hold([["other", 3]]);
    expect([await late.held("tok"), await late.held("other"), await late.renew()]).toEqual([2, 3, true]);
    late.send("before", Buffer.from("x"));
    await expect.poll(() => heard).toEqual(["x"]);
    await late.close();
  } finally {
    await admin.config("SET", "maxmemory", "0");
    await bus.close();
  }
});

it("N13 scripts that Redis has forgotten are sent again", async () => {
  const { bus } = await entered("scripts");
  await admin.script("FLUSH");
  expect(await bus.renew()).toBe(true);
  expect(await bus.take("tok", 0, 1, 1)).toBe(1);
  await bus.close();
});

it("N70 a Redis that is not there is told by every call within two seconds, and none waits for it", async () => {
  const gone = new RedisServer();
  await gone.start();
  const bus = new RedisBus({ prefix: "gone", client: () => redisClient(gone.socket) });
  await bus.enter({ id: "one", name: "one" }, () => undefined);
  gone.pause();
  const startedAt = Date.now();
  await expect(bus.renew()).rejects.toThrow("timed out");
  expect(Date.now() - startedAt).toBeLessThan(LIMITS.busCallMs + 1_500);
  gone.resume();
  expect(await bus.renew()).toBe(true);
  await gone.kill();
  await expect(bus.take("tok", 0, 1, 1)).rejects.toMatchObject({ name: "BusError" });
  await expect(bus.members()).rejects.toMatchObject({ name: "BusError" });
  await gone.start();
  await expect.poll(() => bus.renew().catch(() => null), { timeout: 10_000 }).toBe(false);
  await bus.enter({ id: "one", name: "one" }, () => undefined);
  expect(await bus.members()).toEqual([{ id: "one", name: "one" }]);
  await bus.close();
  await gone.close();
});
