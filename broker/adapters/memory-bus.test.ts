import { expect, it } from "vitest";
import type { NodeCard } from "../ports/bus.ts";
import { describeBus } from "../testing/bus-contract.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { type MemoryBus, MemoryNet } from "./memory-bus.ts";
import { SeededChance } from "./seeded-chance.ts";
import { SystemClock } from "./system-clock.ts";

let net: MemoryNet;
describeBus("memory", {
  nodes: 3,
  make: async (count) => {
    net = new MemoryNet(new SystemClock(), new SeededChance(1));
    return Array.from({ length: count }, () => net.bus());
  },
  lapse: async (card) => net.lapse(card.id),
});

async function pair(
  clock: ManualClock,
  seed = 7,
): Promise<{ net: MemoryNet; one: MemoryBus; two: MemoryBus; heard: string[] }> {
  const net = new MemoryNet(clock, new SeededChance(seed));
  const [one, two] = [net.bus(), net.bus()];
  const heard: string[] = [];
  const card = (id: string): NodeCard => ({ id, name: id });
  await one.enter(card("one"), () => undefined);
  await two.enter(card("two"), (batch) => void heard.push(Buffer.from(batch).toString()));
  return { net, one, two, heard };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it("N10 what is lost, doubled and delayed follows from the seed, and the order stays", async () => {
  const run = async () => {
    const clock = new ManualClock();
    const { net, one, heard } = await pair(clock);
    net.fail({ lost: 0.2, doubled: 0.2, delayMs: 50 });
    for (let number = 0; number < 100; number++) one.send("two", Buffer.from(String(number)));
    for (let ms = 0; ms < 60; ms++) {
      clock.advance(1);
      await turn();
    }
    return heard;
  };
  const [first, second] = [await run(), await run()];
  expect(second).toEqual(first);
  const numbers = first.map(Number);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  expect(new Set(numbers).size).toBeLessThan(95);
  expect(numbers.length).toBeGreaterThan(new Set(numbers).size);
});

it("N10 a node that is cut off hears nobody, and its calls are refused; its lease runs on and ends", async () => {
  const clock = new ManualClock();
  const { net, one, two, heard } = await pair(clock);
  net.cut("two");
  one.send("two", Buffer.from("x"));
  await turn();
  expect(heard).toEqual([]);
  await expect(two.renew()).rejects.toThrow("the bus does not answer");
  expect(await one.members()).toHaveLength(2);
  clock.advance(15_000);
  expect(await one.renew()).toBe(false);
  net.mend("two");
  expect(await two.renew()).toBe(false);
});
