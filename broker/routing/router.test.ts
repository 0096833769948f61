import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "../contract/topics.ts";
import { Router, type Subscriber } from "./router.ts";
import { SubscriptionTrie } from "./subscription-trie.ts";

const level = fc.constantFrom("a", "b", "", "$x");
const topic = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join("/"))
  .filter((text) => text !== "");
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant("+")), { maxLength: 4 }), fc.boolean())
  .map(([levels, hash]) => [...levels, ...(hash || levels.length === 0 ? ["#"] : [])].join("/"))
  .filter((text) => text !== "");

describe("the trie of filters", () => {
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
      { numRuns: 2_000 },
    );
    for (const person of people) router.unsubscribe(held.get(person) ?? [], person);
    expect(router.subscriptions).toBe(0);
    expect(router.wildcardSubscriptions).toBe(0);
  });
});
