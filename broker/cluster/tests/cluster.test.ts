/** Tests of membership, interest and links over a bus with faults, on a clock that tests move. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { TestNet, type TestNode } from "./nodes.ts";

let net: TestNet;
beforeEach(() => {
  net = new TestNet();
});

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);
async function pair(): Promise<[TestNode, TestNode]> {
  const [one, two] = await net.nodes("one", "two");
  if (one === undefined || two === undefined) throw new Error("no nodes");
  return [one, two];
}

describe("what is listened for", () => {
  it("N20 N15 is known of who was there before, of who comes, and of what changes", async () => {
    const [one, two] = await pair();
    one.listen("early/#");
    await net.settle();
    const [late] = await net.nodes("late");
    two.say("early/a", 1);
    late?.say("early/b", 2);
    late?.say("other", 3);
    await net.settle();
    expect(one.heard.sort()).toEqual(["early/a 1", "early/b 2"]);
    one.unlisten("early/#");
    one.listen("other");
    await net.settle();
    late?.say("early/c", 4);
    late?.say("other", 5);
    await net.settle();
    expect(one.heard.slice(2)).toEqual(["other 5"]);
  });

  it("N20 the second holder of a filter is no news, nor is one that leaves in the turn in which it came", async () => {
    const [one, two] = await pair();
    one.listen("a");
    await net.settle();
    const sent = vi.spyOn(net.memory, "deliver");
    one.listenBriefly("a");
    one.listenBriefly("b");
    await net.settle();
    expect(sent).not.toHaveBeenCalled();
    two.say("a", 1);
    await net.settle();
    expect(one.heard).toEqual(["a 1"]);
  });

  it("N20 of ten thousand filters each is told", async () => {
    const [one, two] = await pair();
    one.listen(...upTo(10_000).map((number) => `many/${number}`));
    await net.settle();
    expect(two.cluster.nodes()).toMatchObject([{ id: "one", filters: 10_000 }]);
    const [late] = await net.nodes("late");
    expect(late?.cluster.nodes().find(({ id }) => id === "one")?.filters).toBe(10_000);
  });
});

describe("links", () => {
  it.each([1, 2, 3, 4, 5])(
    "N22 N23 whatever is lost, doubled and delayed: nothing twice, nothing out of order, and all of it (seed %d)",
    async (seed) => {
      net = new TestNet(seed);
      const [one, two] = await pair();
      two.listen("x/#");
      one.listen("y/#");
      await net.settle();
      net.memory.fail({ lost: 0.2, doubled: 0.2, delayMs: 100 });
      for (const number of upTo(200)) {
        one.say("x/a", number);
        two.say("y/a", number);
        await net.run(10, 10);
      }
      net.memory.fail();
      await net.run(3_000);
      expect([two.numbers("x/a"), one.numbers("y/a")]).toEqual([upTo(200), upTo(200)]);
      expect([one.cluster.counts.lostBatches, two.cluster.counts.lostBatches]).toEqual([0, 0]);
    },
  );

  it("N23 what is said while nobody can be reached comes when they can", async () => {
    const [one, two] = await pair();
    two.listen("x");
    await net.settle();
    net.memory.cut("one");
    for (const number of upTo(50)) {
      one.say("x", number);
      await net.run(40, 40);
    }
    expect(two.heard).toEqual([]);
    net.memory.mend("one");
    await net.run(3_000);
    expect(two.numbers("x")).toEqual(upTo(50));
  });

  it("N24 N23 what was kept for its time and no longer is lost, counted at who should have heard it, and the rest follows in order", async () => {
    const [one, two] = await pair();
    two.listen("x");
    await net.settle();
    net.memory.cut("one");
    for (const number of upTo(13)) {
      one.say("x", number);
      await net.run(1_000, 500);
    }
    net.memory.mend("one");
    one.say("x", 13);
    await net.run(5_000);
    const heard = two.numbers("x");
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(heard.at(-1)).toBe(13);
    expect(heard.length).toBeLessThan(13);
    expect(two.cluster.counts.lostBatches).toBe(14 - heard.length);
    const lost = two.cluster.losses.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    expect(lost).toBe(two.cluster.counts.lostBatches);
    expect(net.log.lines.some((line) => JSON.stringify(line).includes("lost on their way"))).toBe(true);
  });

  it("N24 N20 after a loss, which may have held what is listened for, all of that is told again", async () => {
    const [one, two] = await pair();
    net.memory.cut("two");
    two.listen("x");
    await net.run(12_000, 500);
    for (const filter of ["y", "z"]) {
      two.listen(filter);
      await net.run(500, 500);
    }
    net.memory.mend("two");
    await net.run(6_000);
    for (const topic of ["x", "y", "z"]) one.say(topic, 1);
    await net.settle();
    expect(two.heard).toEqual(["x 1", "y 1", "z 1"]);
  });

  it("N23 what waits to be acknowledged is let go of when it is", async () => {
    const [one, two] = await pair();
    two.listen("x");
    await net.settle();
    for (const number of upTo(100)) one.say("x", number);
    await net.settle();
    expect(one.cluster.nodes()[0]?.waitingOut).toBeGreaterThan(0);
    await net.run(2_000);
    expect(one.cluster.nodes()[0]?.waitingOut).toBe(0);
  });

  it("N14 what is no batch is counted, and is nothing else", async () => {
    const [one, two] = await pair();
    two.listen("x");
    await net.settle();
    const stranger = net.memory.bus();
    await stranger.enter({ id: "stranger", name: "stranger" }, () => undefined);
    const texts = [
      "",
      "{}",
      "[]",
      "null",
      "[1]",
      '[2,"one","d",1,1,[]]',
      '[1,"one","d",1,-1,[]]',
      '[1,"one","d",1,2,[["m"]]]',
    ];
    const more = [
      '[1,"one","d",1,2,[["+","nonsense"]]]',
      '[1,"one","b","n"]',
      '[1,"one","z",1,2]',
      "\u0000\u0001",
      "[".repeat(100_000),
    ];
    for (const text of [...texts, ...more]) stranger.send("two", Buffer.from(text));
    stranger.send("two", Buffer.alloc(2 * 1024 * 1024, 32));
    await net.settle();
    expect(two.cluster.counts.malformed).toBe(texts.length + more.length + 1);
    one.say("x", 1);
    await net.settle();
    expect(two.heard).toEqual(["x 1"]);
  });

  it("N14 N23 a number that is far ahead costs no more than a gap", async () => {
    const [one, two] = await pair();
    two.listen("x");
    await net.settle();
    const stranger = net.memory.bus();
    await stranger.enter({ id: "stranger", name: "stranger" }, () => undefined);
    stranger.send("two", Buffer.from(`[1,"stranger","d",1,${Number.MAX_SAFE_INTEGER},[]]`));
    await net.run(3_000);
    one.say("x", 1);
    await net.settle();
    expect(two.heard).toEqual(["x 1"]);
  });
});

describe("membership", () => {
  it("N16 N12 who is silent is late, and is gone when its lease is over and the bus has answered for a while", async () => {
    const [one, two] = await pair();
    two.listen("x");
    await net.settle();
    net.memory.cut("two");
    await net.run(4_000, 500);
    expect(one.cluster.nodes()).toMatchObject([{ id: "two", isLate: true, filters: 1 }]);
    await net.run(8_000, 500);
    expect(one.cluster.nodes()).toHaveLength(1);
    await net.run(10_000, 500);
    expect(one.cluster.nodes()).toEqual([]);
    expect(two.cluster.state).toBe("out");
  });

  it("N16 while the bus does not answer nobody is gone", async () => {
    const [one] = await pair();
    net.memory.cut("one");
    net.memory.cut("two");
    await net.run(30_000, 500);
    expect(one.cluster.nodes()).toHaveLength(1);
    expect(one.cluster.state).toBe("out");
  });

  it("N19 N17 who was away enters anew with what it listens for, its links and its slots", async () => {
    const [one, two] = await pair();
    two.listen("x");
    two.slots.acquire("tok", 0);
    await net.settle();
    net.memory.cut("two");
    await net.run(25_000, 500);
    expect(one.cluster.nodes()).toEqual([]);
    two.listen("y");
    net.memory.mend("two");
    await net.run(35_000, 500);
    expect([one.cluster.state, two.cluster.state]).toEqual(["in", "in"]);
    one.say("x", 1);
    one.say("y", 2);
    two.say("z", 3);
    one.listen("z");
    await net.settle();
    two.say("z", 4);
    await net.settle();
    expect([two.heard, one.heard]).toEqual([["x 1", "y 2"], ["z 4"]]);
    expect(net.memory.members.get("two")?.slots.get("tok")).toBe(1);
  });

  it("N19 an empty bus is filled again by those who live", async () => {
    const [one, two] = await pair();
    two.listen("x");
    one.slots.acquire("tok", 0);
    await net.settle();
    net.memory.forget();
    await net.run(12_000, 500);
    expect([...net.memory.members.keys()].sort()).toEqual(["one", "two"]);
    expect(net.memory.members.get("one")?.slots.get("tok")).toBe(1);
    one.say("x", 1);
    await net.settle();
    expect(two.heard).toEqual(["x 1"]);
  });

  it("N17 a node that does not hear itself tries again, and less often", async () => {
    const [one] = await pair();
    const entered = vi.spyOn(net.memory, "enter");
    vi.spyOn(net.memory, "deliver").mockImplementation(() => undefined);
    await net.run(60_000, 500);
    const tries = entered.mock.calls.filter(([{ id }]) => id === one.id).length;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(9);
  });

  it("N18 who stops is forgotten at once", async () => {
    const [one, two] = await pair();
    await two.cluster.close();
    await net.settle();
    expect(one.cluster.nodes()).toEqual([]);
  });
});

describe("slots", () => {
  it("N30 N31 a hundred who ask at each of two nodes get as many slots as there are, with a call for all who wait", async () => {
    const nodes = await pair();
    const asked = nodes.flatMap(({ slots }) => upTo(100).map(() => slots.acquire("tok", 70)));
    await net.settle(20);
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer === "taken")).toHaveLength(70);
    expect(nodes.map(({ slots }) => slots.of("tok")).reduce((a, b) => a + b)).toBe(70);
  });

  it.each([1, 2, 3])(
    "N30 N32 come and go as they may, the bus knows what the nodes hold, and never more than the limit is given (seed %d)",
    async (seed) => {
      net = new TestNet(seed);
      const nodes = await pair();
      net.memory.fail({ delayMs: 20 });
      let state = seed;
      const random = () => {
        state = (state * 48271) % 2147483647;
        return state / 2147483647;
      };
      const held = [0, 0];
      for (let step = 0; step < 300; step++) {
        const at = random() < 0.5 ? 0 : 1;
        const { slots } = nodes[at] as TestNode;
        if (random() < 0.6)
          void Promise.resolve(slots.acquire("tok", 5)).then((answer) => {
            if (answer === "taken") held[at] = (held[at] ?? 0) + 1;
          });
        else if ((held[at] ?? 0) > 0) {
          held[at] = (held[at] ?? 0) - 1;
          slots.release("tok");
        }
        await net.run(7, 7);
        expect((held[0] ?? 0) + (held[1] ?? 0)).toBeLessThanOrEqual(5);
      }
      net.memory.fail();
      await net.run(200, 50);
      expect(nodes.map(({ slots }) => slots.of("tok"))).toEqual(held);
      expect(nodes.map(({ id }) => net.memory.members.get(id)?.slots.get("tok") ?? 0)).toEqual(held);
    },
  );

  it("N33 while the bus is away as many are let in as were when it was last sure, and no more", async () => {
    const [one] = await pair();
    for (const _each of upTo(3)) void one.slots.acquire("tok", 10);
    await net.settle(20);
    expect(one.slots.of("tok")).toBe(3);
    net.memory.cut("one");
    await net.run(14_000, 500);
    one.slots.release("tok");
    const answers = [one.slots.acquire("tok", 10), one.slots.acquire("tok", 10)];
    await net.settle(20);
    expect(await Promise.all(answers)).toEqual(["taken", "unsure"]);
  });
});
