/** Owns what every layer must do between the nodes it joins, and for the slots it counts. */
import { afterEach, describe, expect, it } from "vitest";
import type { Layer, LayerHandlers, LayerMessage } from "../ports/layer.ts";

interface Node {
  readonly layer: Layer;
  readonly messages: LayerMessage[];
  readonly revisions: number[];
}

export interface LayerCluster {
  /** Most nodes that `make` can join: 1 for a layer of one process. */
  readonly nodes: number;
  /** `count` layers of one new cluster, none started. */
  make(count: number): Promise<readonly Layer[]>;
}

const message = (topic: string, json = "1"): LayerMessage => ({
  topic,
  json,
  fromConnection: "con_1",
  fromToken: "tok_1",
});

export function describeLayer(name: string, cluster: LayerCluster): void {
  describe(`Layer: ${name}`, () => {
    const started: Layer[] = [];
    afterEach(async () => {
      await Promise.all(started.splice(0).map((layer) => layer.close()));
    });

    const start = async (count: number): Promise<readonly [Node, ...Node[]]> => {
      const nodes = (await cluster.make(count)).map((layer) => ({ layer, messages: [], revisions: [] }) as Node);
      for (const { layer, messages, revisions } of nodes) {
        started.push(layer);
        const handlers: LayerHandlers = {
          onMessage: (each) => void messages.push(each),
          onPolicyChange: (revision) => void revisions.push(revision),
        };
        await layer.start(handlers);
      }
      const [first, ...others] = nodes;
      if (!first) throw new Error("the cluster made no layer");
      return [first, ...others];
    };

    it("N1 slots are given up to the limit and not beyond it", async () => {
      const [{ layer }] = await start(1);
      const given = [];
      for (let attempt = 0; attempt < 5; attempt++) given.push(await layer.acquireSlot("tok_a", 3));
      expect(given).toEqual([true, true, true, false, false]);
      expect(await layer.slots("tok_a")).toBe(3);
    });

    it("N1 attempts that are under way together are never given one slot too many", async () => {
      const [{ layer }] = await start(1);
      const given = await Promise.all(Array.from({ length: 50 }, () => layer.acquireSlot("tok_a", 7)));
      expect(given.filter(Boolean)).toHaveLength(7);
      expect(await layer.slots("tok_a")).toBe(7);
    });

    it("N2 a refused attempt leaves no trace: one release makes room for exactly one", async () => {
      const [{ layer }] = await start(1);
      await layer.acquireSlot("tok_a", 1);
      for (let attempt = 0; attempt < 10; attempt++) await layer.acquireSlot("tok_a", 1);
      layer.releaseSlot("tok_a");
      await expect.poll(() => layer.slots("tok_a")).toBe(0);
      expect(await layer.acquireSlot("tok_a", 1)).toBe(true);
      expect(await layer.acquireSlot("tok_a", 1)).toBe(false);
    });

    it("N1 a limit of 0 is no limit, but is counted", async () => {
      const [{ layer }] = await start(1);
      for (let attempt = 0; attempt < 100; attempt++) expect(await layer.acquireSlot("tok_a", 0)).toBe(true);
      expect(await layer.slots("tok_a")).toBe(100);
      expect(await layer.acquireSlot("tok_a", 100)).toBe(false);
    });

    it("N1 a limit lowered below the count refuses until enough are gone", async () => {
      const [{ layer }] = await start(1);
      for (let attempt = 0; attempt < 3; attempt++) await layer.acquireSlot("tok_a", 3);
      layer.releaseSlot("tok_a");
      await expect.poll(() => layer.slots("tok_a")).toBe(2);
      expect(await layer.acquireSlot("tok_a", 2)).toBe(false);
      layer.releaseSlot("tok_a");
      await expect.poll(() => layer.slots("tok_a")).toBe(1);
      expect(await layer.acquireSlot("tok_a", 2)).toBe(true);
    });

    it("N1 tokens are counted apart", async () => {
      const [{ layer }] = await start(1);
      expect(await layer.acquireSlot("tok_a", 1)).toBe(true);
      expect(await layer.acquireSlot("tok_b", 1)).toBe(true);
      expect([await layer.slots("tok_a"), await layer.slots("tok_b"), await layer.slots("tok_c")]).toEqual([1, 1, 0]);
    });

    it("N2 a release too many never makes room above the limit", async () => {
      const [{ layer }] = await start(1);
      layer.releaseSlot("tok_a");
      layer.releaseSlot("tok_a");
      expect(await layer.acquireSlot("tok_a", 1)).toBe(true);
      expect(await layer.acquireSlot("tok_a", 1)).toBe(false);
      expect(await layer.slots("tok_a")).toBe(1);
    });

    it("N3 a node does not hear its own messages and changes", async () => {
      const [node, ...others] = await start(cluster.nodes);
      node.layer.publish(message("a/b"));
      node.layer.announce(4);
      // The others having heard it (or there being none), an echo would have arrived, too.
      for (const other of others) await expect.poll(() => other.revisions).toEqual([4]);
      await new Promise((resolve) => setImmediate(resolve));
      expect([node.messages, node.revisions]).toEqual([[], []]);
    });

    it("N4 closing twice is harmless, and sending afterwards is without effect", async () => {
      const [{ layer, messages }] = await start(1);
      await layer.close();
      await layer.close();
      layer.publish(message("a"));
      layer.announce(9);
      layer.releaseSlot("tok_a");
      expect(messages).toEqual([]);
    });

    if (cluster.nodes > 1) describeSeveralNodes(start);
  });
}

function describeSeveralNodes(start: (count: number) => Promise<readonly Node[]>): void {
  const pair = async (): Promise<[Node, Node]> => {
    const [one, two] = await start(2);
    if (!one || !two) throw new Error("the cluster made fewer than two layers");
    return [one, two];
  };

  it("N3 messages reach the other node unchanged and in order", async () => {
    const [one, two] = await pair();
    const sent = Array.from({ length: 200 }, (_, index) =>
      message(`ä/${index}`, `{"n":9007199254740993${index},"s":"\\u0000"}`),
    );
    for (const each of sent) one.layer.publish(each);
    await expect.poll(() => two.messages.length).toBe(sent.length);
    expect(two.messages).toEqual(sent);
  });

  it("N3 the operator's messages keep their missing sender", async () => {
    const [one, two] = await pair();
    const sent: LayerMessage = { topic: "$sys/x", json: "null", fromConnection: null, fromToken: null };
    one.layer.publish(sent);
    await expect.poll(() => two.messages).toEqual([sent]);
  });

  it("N1 slots are counted over all nodes", async () => {
    const [one, two] = await pair();
    const given = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? one : two).layer.acquireSlot("tok_a", 5)),
    );
    expect(given.filter(Boolean)).toHaveLength(5);
    expect([await one.layer.slots("tok_a"), await two.layer.slots("tok_a")]).toEqual([5, 5]);
  });

  it("N2 the slots of a node that closes are free again", async () => {
    const [one, two] = await pair();
    await one.layer.acquireSlot("tok_a", 2);
    await two.layer.acquireSlot("tok_a", 2);
    await one.layer.close();
    await expect.poll(() => two.layer.slots("tok_a")).toBe(1);
  });
}
