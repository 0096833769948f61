/** Owns the proof that what is kept of a frame does not keep the whole frame in memory, beyond what the quotas count. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "../testing/engine-harness.ts";

const FRAMES = 400;

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

function heapInUse(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it("F1 a refused frame's row holds the beginning of its text, and not the rest", async () => {
  const { secret } = await stand.token({ "a/#": "read" });
  const client = await stand.connect({ secret, filters: ["a/b"] });
  const before = heapInUse();
  for (let i = 0; i < FRAMES; i++) client.publish("a/b", "x".repeat(60_000));
  await expect.poll(async () => (await stand.api("GET", "/traffic/usage")).body.rows, { timeout: 20_000 }).toBe(FRAMES);
  expect(heapInUse() - before).toBeLessThan((FRAMES * 60_000) / 3);
});

it("F1 of a frame with further keys the message is kept, and not the keys", async () => {
  const { secret } = await stand.token({ "a/#": "readwrite" });
  const client = await stand.connect({ secret, filters: ["a/c"] });
  const before = heapInUse();
  const further = "x".repeat(60_000);
  for (let i = 0; i < FRAMES; i++)
    client.send(JSON.stringify({ further, tag: "a/b", message: `the message number ${i}` }));
  await expect.poll(async () => (await stand.api("GET", "/traffic/usage")).body.rows, { timeout: 20_000 }).toBe(FRAMES);
  expect(heapInUse() - before).toBeLessThan((FRAMES * 60_000) / 3);
});
