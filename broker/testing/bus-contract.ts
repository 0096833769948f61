/** What every bus must do between the nodes that it joins, and for the slots that it counts. */
import { afterEach, describe, expect, it } from "vitest";
import type { Bus, NodeCard } from "../ports/bus.ts";

interface Node {
  readonly bus: Bus;
  readonly card: NodeCard;
  readonly heard: string[];
}

export interface BusNet {
  /** Most nodes that `make` can join: 1 for a bus of one process. */
  readonly nodes: number;
  /** `count` buses of one new net, none entered. */
  make(count: number): Promise<readonly Bus[]>;
  /** The node is killed, and its lease ends without it. */
  lapse?(card: NodeCard): Promise<void>;
  close?(): Promise<void>;
}

const textOf = (batch: Uint8Array) => Buffer.from(batch).toString();
const turn = () => new Promise((resolve) => setImmediate(resolve));

export function describeBus(name: string, net: BusNet): void {
  describe(`Bus: ${name}`, () => {
    const entered: Bus[] = [];
    afterEach(async () => {
      await Promise.all(entered.splice(0).map((bus) => bus.close()));
      await net.close?.();
    });

    const start = async (count: number): Promise<readonly [Node, ...Node[]]> => {
      const nodes: Node[] = [];
      for (const [index, bus] of (await net.make(count)).entries()) {
        const node = { bus, card: { id: `node${index}`, name: `box-${index}` }, heard: [] as string[] };
        entered.push(bus);
        await bus.enter(node.card, (batch) => void node.heard.push(textOf(batch)));
        nodes.push(node);
      }
      const [first, ...others] = nodes;
      if (first === undefined) throw new Error("the net made no bus");
      return [first, ...others];
    };

    it("N1 slots are given up to the limit and not beyond it", async () => {
      const [{ bus }] = await start(1);
      let held = 0;
      for (let attempt = 0; attempt < 5; attempt++) held += await bus.take("tok_a", held, 1, 3);
      expect([held, await bus.held("tok_a")]).toEqual([3, 3]);
    });

    it("N1 of several that are asked for at once as many are given as there is room for", async () => {
      const [{ bus }] = await start(1);
      expect(await bus.take("tok_a", 0, 5, 7)).toBe(5);
      expect(await bus.take("tok_a", 5, 5, 7)).toBe(2);
      expect(await bus.held("tok_a")).toBe(7);
    });

    it("N2 a refused attempt leaves no trace: what is given up makes room for exactly that", async () => {
      const [{ bus }] = await start(1);
      await bus.take("tok_a", 0, 1, 1);
      for (let attempt = 0; attempt < 10; attempt++) expect(await bus.take("tok_a", 1, 1, 1)).toBe(0);
      expect(await bus.held("tok_a")).toBe(1);
      await bus.hold([["tok_a", 0]]);
      expect(await bus.held("tok_a")).toBe(0);
      expect(await bus.take("tok_a", 0, 2, 1)).toBe(1);
    });

    it("N1 a limit of 0 is no limit, but is counted", async () => {
      const [{ bus }] = await start(1);
      expect(await bus.take("tok_a", 0, 100, 0)).toBe(100);
      expect(await bus.held("tok_a")).toBe(100);
      expect(await bus.take("tok_a", 100, 1, 100)).toBe(0);
    });

    it("N1 a limit lowered below the count refuses until enough are gone", async () => {
      const [{ bus }] = await start(1);
      await bus.take("tok_a", 0, 3, 3);
      await bus.hold([["tok_a", 2]]);
      expect(await bus.take("tok_a", 2, 1, 2)).toBe(0);
      await bus.hold([["tok_a", 1]]);
      expect(await bus.take("tok_a", 1, 1, 2)).toBe(1);
    });

    it("N1 tokens are counted apart", async () => {
      const [{ bus }] = await start(1);
      expect([await bus.take("tok_a", 0, 1, 1), await bus.take("tok_b", 0, 1, 1)]).toEqual([1, 1]);
      expect([await bus.held("tok_a"), await bus.held("tok_b"), await bus.held("tok_c")]).toEqual([1, 1, 0]);
    });

    it("N2 N30 numbers are absolute: written twice they count once", async () => {
      const [{ bus }] = await start(1);
      for (let time = 0; time < 3; time++)
        await bus.hold([
          ["tok_a", 4],
          ["tok_b", 1],
        ]);
      expect([await bus.held("tok_a"), await bus.held("tok_b")]).toEqual([4, 1]);
    });

    it("N12 who has entered is a member, and may renew its lease", async () => {
      const [{ bus, card }] = await start(1);
      expect(await bus.members()).toEqual([card]);
      expect(await bus.renew()).toBe(true);
    });

    it("N4 closing twice is harmless, and sending afterwards is without effect", async () => {
      const [{ bus, card, heard }] = await start(1);
      await bus.close();
      await bus.close();
      bus.send(card.id, Buffer.from("late"));
      await turn();
      expect(heard).toEqual([]);
    });

    if (net.nodes > 1) describeSeveralNodes(start, net);
  });
}

function describeSeveralNodes(start: (count: number) => Promise<readonly Node[]>, net: BusNet): void {
  const pair = async (): Promise<[Node, Node]> => {
    const [one, two] = await start(2);
    if (!one || !two) throw new Error("the net made fewer than two buses");
    return [one, two];
  };

  it("N3 batches reach the other node unchanged and in order, and not their own", async () => {
    const [one, two] = await pair();
    const sent = Array.from({ length: 200 }, (_, index) => `ä/${index}\u0000{"n":9007199254740993${index}}`);
    for (const each of sent) one.bus.send(two.card.id, Buffer.from(each));
    await expect.poll(() => two.heard.length).toBe(sent.length);
    expect([two.heard, one.heard]).toEqual([sent, []]);
  });

  it("N3 bytes that are no text cross as they are", async () => {
    const [one, two] = await pair();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    let heard: Uint8Array | null = null;
    await two.bus.enter(two.card, (batch) => {
      heard = batch;
    });
    one.bus.send(two.card.id, bytes);
    await expect.poll(() => heard !== null && Buffer.from(heard).equals(bytes)).toBe(true);
  });

  it("N15 a node hears itself through its inbox", async () => {
    const [one] = await pair();
    one.bus.send(one.card.id, Buffer.from("here"));
    await expect.poll(() => one.heard).toEqual(["here"]);
  });

  it("N12 members know each other, by id and name", async () => {
    const [one, two] = await pair();
    for (const { bus } of [one, two]) {
      const cards = [...(await bus.members())].sort((a, b) => a.id.localeCompare(b.id));
      expect(cards).toEqual([one.card, two.card]);
    }
  });

  it("N1 slots are counted over all nodes", async () => {
    const [one, two] = await pair();
    const held = [0, 0];
    for (let round = 0; round < 20; round++) {
      const at = round % 2;
      held[at] = (held[at] ?? 0) + (await (at === 0 ? one : two).bus.take("tok_a", held[at] ?? 0, 1, 5));
    }
    expect((held[0] ?? 0) + (held[1] ?? 0)).toBe(5);
    expect([await one.bus.held("tok_a"), await two.bus.held("tok_a")]).toEqual([5, 5]);
  });

  it("N1 nodes that ask at the same moment are never given one slot too many", async () => {
    const nodes = await start(net.nodes);
    const given = await Promise.all(nodes.map(({ bus }) => bus.take("tok_a", 0, 5, 7)));
    expect(given.reduce((sum, count) => sum + count, 0)).toBe(7);
  });

  it("N2 N18 the slots of a node that closes are free again, and it is no member", async () => {
    const [one, two] = await pair();
    await one.bus.take("tok_a", 0, 1, 2);
    await two.bus.take("tok_a", 0, 1, 2);
    await one.bus.close();
    await expect.poll(() => two.bus.held("tok_a")).toBe(1);
    expect(await two.bus.members()).toEqual([two.card]);
  });

  it("N12 N19 a node whose lease has ended is no member and holds no slots; it learns that, and enters anew with none", async () => {
    const [one, two] = await pair();
    await one.bus.take("tok_a", 0, 1, 2);
    await net.lapse?.(one.card);
    expect([await two.bus.held("tok_a"), await two.bus.members()]).toEqual([0, [two.card]]);
    expect(await one.bus.renew()).toBe(false);
    await one.bus.enter(one.card, (batch) => void one.heard.push(textOf(batch)));
    await one.bus.hold([["tok_a", 1]]);
    expect(await two.bus.held("tok_a")).toBe(1);
    two.bus.send(one.card.id, Buffer.from("again"));
    await expect.poll(() => one.heard).toEqual(["again"]);
  });
}
