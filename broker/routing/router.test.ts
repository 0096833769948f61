import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import { matches } from "../contract/topics.ts";
import { Router, type Subscriber } from "./router.ts";
import { SubscriptionTrie } from "./subscription-trie.ts";
import { TrieNode } from "./trie-node.ts";

const level = fc.constantFrom("a", "b", "", "$x");
const topic = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join("/"))
  .filter((text) => text !== "");
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant("+")), { maxLength: 4 }), fc.boolean())
  .map(([levels, hash]) => [...levels, ...(hash || levels.length === 0 ? ["#"] : [])].join("/"))
  .filter((text) => text !== "");

/** Filters that begin and go on alike for long, as an attacker's do. */
const deepLevel = fc.constantFrom("a", "+", "", "bb");
const deepFilter = fc
  .tuple(fc.array(deepLevel, { minLength: 1, maxLength: 12 }), fc.boolean())
  .map(([levels, hash]) => [...levels, ...(hash ? ["#"] : [])].join("/"))
  .filter((text) => text !== "");

/** Nodes of a trie, counted through its fields. */
function nodesOf(value: unknown): number {
  if (value instanceof Map) return [...value.values()].reduce((sum: number, one) => sum + nodesOf(one), 0);
  if (!(value instanceof TrieNode || value instanceof SubscriptionTrie)) return 0;
  const below = Object.values(value);
  return (value instanceof TrieNode ? 1 : 0) + below.reduce((sum: number, one) => sum + nodesOf(one), 0);
}

describe("the trie of filters", () => {
  it("T3 T4 finds exactly the deep filters that match, whatever comes and goes, and has at most two nodes for each", () => {
    const step = fc.tuple(fc.nat(15), fc.boolean());
    const deepTopic = fc
      .array(fc.constantFrom("a", "bb", ""), { minLength: 1, maxLength: 13 })
      .map((levels) => levels.join("/"))
      .filter((text) => text !== "");
    const pool = fc.array(deepFilter, { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(
        pool,
        fc.array(step, { maxLength: 60 }),
        fc.array(deepTopic, { maxLength: 5 }),
        (pool, steps, topics) => {
          const trie = new SubscriptionTrie<string>();
          const held = new Set<string>();
          for (const [index, isAdded] of steps) {
            const one = pool[index] as string;
            if (isAdded) {
              trie.add(one, "holder");
              held.add(one);
            } else {
              trie.remove(one, "holder");
              held.delete(one);
            }
            expect(nodesOf(trie)).toBeLessThanOrEqual(1 + 2 * held.size);
          }
          for (const name of topics) {
            const found: { filter: string }[] = [];
            trie.match(name, found as never);
            expect(found.map(({ filter }) => filter).sort()).toEqual(
              [...held].filter((one) => matches(one, name)).sort(),
            );
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("C2 a filter of five hundred levels costs a few times its text, and one that others cut short costs no more", () => {
    const trie = new SubscriptionTrie<string>();
    const filters = Array.from({ length: 1000 }, (_, index) => {
      const bits = index.toString(2).padStart(10, "0");
      return [...bits].map((bit) => (bit === "0" ? "a" : "+")).join("/") + "/a".repeat(490);
    });
    for (const filter of filters) trie.add(filter, "holder");
    const found: unknown[] = [];
    trie.match(`a${"/a".repeat(499)}`, found as never);
    expect([found.length, nodesOf(trie)]).toEqual([1000, expect.toSatisfy((nodes: number) => nodes <= 2001)]);
  });

  it("T3 T4 finds exactly the filters that match, after any adding and removing", () => {
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 20 }), fc.array(fc.nat(19)), topic, (filters, removed, name) => {
        const trie = new SubscriptionTrie<string>();
        for (const one of filters) trie.add(one, "holder");
        for (const index of removed) trie.remove(filters[index] ?? "absent", "holder");
        const gone = new Set(removed.map((index) => filters[index]));
        const expected = [...new Set(filters)].filter((one) => !gone.has(one) && matches(one, name));
        const found: { filter: string }[] = [];
        trie.match(name, found as never);
        expect(found.map((entry) => entry.filter).sort()).toEqual(expected.sort());
      }),
      { numRuns: 10_000 },
    );
  });

  it("T3 is empty again when everybody has left", () => {
    fc.assert(
      fc.property(fc.array(filter), (filters) => {
        const trie = new SubscriptionTrie<string>();
        const bare = JSON.stringify(trie);
        const generation = trie.generation;
        for (const one of filters) trie.add(one, "holder");
        for (const one of filters) trie.remove(one, "holder");
        trie.generation = generation;
        expect(JSON.stringify(trie)).toBe(bare);
        expect(trie.size).toBe(0);
      }),
    );
  });
});

describe("routes", () => {
  const subscriber = (): Subscriber => ({ routeMark: 0 });

  it("M3 hold each subscriber once, however many of its filters match", () => {
    const router = new Router<Subscriber>();
    const one = subscriber();
    router.subscribe(["a/b", "a/+", "#"], one);
    expect(router.route("a/b").targets).toEqual([one]);
  });

  it("R5 are never stale: a kept route follows every change of the subscriptions", () => {
    const router = new Router<Subscriber>();
    const people = Array.from({ length: 4 }, subscriber);
    const held = new Map<Subscriber, readonly string[]>();
    const kept = router.route("a/b");
    const act = fc.record({ who: fc.nat(3), filters: fc.array(filter, { maxLength: 3 }), join: fc.boolean() });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        for (const { who, filters, join } of acts) {
          const person = people[who] as Subscriber;
          router.unsubscribe(held.get(person) ?? [], person);
          held.set(person, join ? router.subscribe(filters, person) : []);
          const expected = people.filter((one) => held.get(one)?.some((pattern) => matches(pattern, "a/b")));
          const { targets } = router.refresh(kept);
          expect(targets.length).toBe(expected.length);
          expect(new Set(targets)).toEqual(new Set(expected));
        }
      }),
      { numRuns: 1_000 },
    );
    for (const person of people) router.unsubscribe(held.get(person) ?? [], person);
    expect(router.subscriptions).toBe(0);
    expect(router.wildcardSubscriptions).toBe(0);
  });

  it("M10 name nobody who has left for long, though nobody publishes to them, and a kept one is filled again when it is needed", () => {
    const router = new Router<Subscriber>();
    const routes = Array.from({ length: 20 }, (_, index) => {
      const subscriber = { routeMark: 0 };
      const held = router.subscribe([`t/${index}`, `t/${index}/#`], subscriber);
      const route = router.route(`t/${index}`);
      expect(route.targets).toEqual([subscriber]);
      router.unsubscribe(held, subscriber);
      return route;
    });
    for (let count = 0; count <= LIMITS.routeSweepFilters + 20; count++) {
      const other = { routeMark: 0 };
      router.unsubscribe(router.subscribe(["other"], other), other);
    }
    expect(routes.flatMap(({ targets }) => targets)).toEqual([]);
    const again = { routeMark: 0 };
    router.subscribe(["t/3"], again);
    expect(router.refresh(routes[3] as (typeof routes)[number]).targets).toEqual([again]);
  });

  it("M10 of one filter share one list, and the lists of all together are bounded: those filled first are emptied, and filled again", () => {
    const router = new Router<Subscriber>();
    const crowd = Array.from({ length: 3000 }, () => ({ routeMark: 0 }));
    for (const one of crowd) router.subscribe(["a/#"], one);
    expect(router.route("a/1").targets).toBe(router.route("a/2").targets);
    for (const one of crowd) router.subscribe(["a/+"], one);
    const routes = Array.from({ length: 3000 }, (_, index) => router.route(`a/${index}`));
    const places = routes.reduce((sum, { targets }) => sum + targets.length, 0);
    expect(places).toBeLessThanOrEqual(LIMITS.routeMemoPlaces);
    expect(places).toBeGreaterThan(LIMITS.routeMemoPlaces / 2);
    expect(router.refresh(routes[0] as (typeof routes)[number]).targets).toHaveLength(3000);
  });
});
