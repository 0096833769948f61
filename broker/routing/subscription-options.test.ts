/** Subscriptions with options, shared groups and subscribers elsewhere: in the trie, in routes, in the counters. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "../contract/topics.ts";
import { Router, type Subscriber } from "./router.ts";
import { type SubscriptionOptions, sharedIn, sharedText } from "./subscription.ts";

const subscriber = (isElsewhere = false): Subscriber => ({ routeMark: 0, isElsewhere });
const matchedBy = (router: Router<Subscriber>, topic: string, who: Subscriber) => {
  const { targets, apart } = router.route(topic);
  return apart?.matched?.[targets.indexOf(who)] ?? null;
};

describe("subscriptions with options", () => {
  it("M20 a route says of each reader by which subscriptions it is reached, and nothing of those without options", () => {
    const router = new Router<Subscriber>();
    const [plain, one, both] = [subscriber(), subscriber(), subscriber()];
    router.subscribe(["a/b"], plain);
    expect(router.route("a/b").apart).toBeNull();
    router.subscribe(["a/b"], one, { qos: 1 });
    router.subscribe(["a/+"], both, { identifier: 7 });
    router.subscribe(["#"], both);
    expect(matchedBy(router, "a/b", plain)).toBeNull();
    expect(matchedBy(router, "a/b", one)).toEqual([{ filter: "a/b", options: { qos: 1 } }]);
    const matched = matchedBy(router, "a/b", both);
    expect(matched?.toSorted((a, b) => a.filter.localeCompare(b.filter))).toEqual([
      { filter: "#", options: {} },
      { filter: "a/+", options: { identifier: 7 } },
    ]);
    expect(router.route("x").apart).toBeNull();
  });

  it("M20 of one filter alone they are one list for all its topics", () => {
    const router = new Router<Subscriber>();
    router.subscribe(["a/#"], subscriber(), { qos: 1 });
    expect(router.route("a/1").apart?.matched).toBe(router.route("a/2").apart?.matched);
  });

  it("M20 M21 whatever comes, goes and asks again, a kept route says who hears it and by which options", () => {
    const filters = ["a/b", "a/+", "#", "b/#"];
    const anyOptions: fc.Arbitrary<SubscriptionOptions | null> = fc.constantFrom(
      null,
      { qos: 1 },
      { noLocal: true },
      { identifier: 3 },
    );
    const act = fc.record({
      who: fc.nat(3),
      filter: fc.constantFrom(...filters),
      options: anyOptions,
      group: fc.constantFrom(null, null, "g", "h"),
      leaves: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const router = new Router<Subscriber>();
        const people = [subscriber(), subscriber(), subscriber(), subscriber(true)];
        const held = new Map<string, SubscriptionOptions | null>();
        const kept = router.route("a/b");
        for (const { who, filter, options, group, leaves } of acts) {
          const person = people[who] as Subscriber;
          const key = `${who} ${group} ${filter}`;
          if (group === null) {
            if (leaves && held.has(key)) router.unsubscribe([filter], person);
            else if (!leaves && held.has(key)) router.setOptions(filter, person, options);
            else if (!leaves) router.subscribe([filter], person, options);
          } else if (leaves) expect(router.unshare({ group, filter }, person)).toBe(held.has(key));
          else expect(router.share({ group, filter }, person, options)).toBe(!held.has(key));
          if (leaves) held.delete(key);
          else held.set(key, options);

          const mine = (index: number, ofGroup: string | null) =>
            [...held].flatMap(([each, options]) => {
              const [owner, group, filter = ""] = each.split(" ");
              const isMine = Number(owner) === index && group === String(ofGroup) && matches(filter, "a/b");
              return isMine ? [{ filter, options: options ?? {} }] : [];
            });
          const { targets, apart } = router.refresh(kept);
          const bare = (matched: readonly { filter: string }[] | null | undefined) =>
            matched?.toSorted((one, other) => one.filter.localeCompare(other.filter)) ?? null;
          people.forEach((one, index) => {
            const expected = mine(index, null);
            expect(targets.filter((each) => each === one)).toHaveLength(expected.length > 0 ? 1 : 0);
            const hasOptions = expected.some(({ options }) => Object.keys(options).length > 0);
            if (expected.length === 0) return;
            expect(bare(apart?.matched?.[targets.indexOf(one)])).toEqual(hasOptions ? bare(expected) : null);
          });
          const members = (apart?.groups ?? []).flatMap((group) =>
            group.list().map((member) => `${people.indexOf(member)} ${group.name} ${group.filter}`),
          );
          const shared = [...held.keys()].filter((each) => {
            const [, group, filter = ""] = each.split(" ");
            return group !== "null" && matches(filter, "a/b");
          });
          expect(members.sort()).toEqual(shared.sort());
          const local = [...held.keys()].filter((each) => !each.startsWith("3 "));
          expect(router.subscriptions).toBe(local.length);
          const hearing = new Set(
            local.filter((each) => matches(each.split(" ")[2] ?? "", "a/b")).map((each) => each.split(" ")[0]),
          );
          expect(router.countHearers("a/b")).toBe(hearing.size);
          expect(router.hearers("a/b")).toHaveLength(hearing.size);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("M23 M26 who listens for filters hears of the first holder here and of the last, members of groups among them, and of none elsewhere", () => {
    const router = new Router<Subscriber>();
    const [one, two, node] = [subscriber(), subscriber(), subscriber(true)];
    const told: string[] = [];
    router.onFilter = (filter, isHeld) => void told.push(`${isHeld ? "+" : "-"}${filter}`);
    router.subscribe(["a"], node, {});
    router.subscribe(["a"], one);
    router.share({ group: "g", filter: "a" }, two);
    router.setOptions("a", one, { qos: 1 });
    router.unsubscribe(["a"], one);
    router.share({ group: "g", filter: "b" }, two);
    expect(told).toEqual(["+a", "+b"]);
    router.unshare({ group: "g", filter: "a" }, two);
    router.unshare({ group: "g", filter: "b" }, two);
    router.unsubscribe(["a"], node);
    expect(told.slice(2)).toEqual(["-a", "-b"]);
  });

  it("M10 what a route keeps of options counts among the routes that are remembered", () => {
    const router = new Router<Subscriber>();
    const crowd = Array.from({ length: 100 }, () => subscriber());
    for (const one of crowd) router.subscribe(["a/+"], one);
    for (const one of crowd) router.subscribe(["a/#"], one);
    const before = router.route("a/1").weight;
    for (const one of crowd) router.setOptions("a/+", one, { qos: 1 });
    expect(router.route("a/1").weight).toBeGreaterThan(before + 100 * 12);
  });
});

describe("shared groups", () => {
  it("M23 its members come by turns, those that leave and come too", () => {
    const router = new Router<Subscriber>();
    const shared = { group: "g", filter: "a/#" };
    const [one, two, three] = [subscriber(), subscriber(), subscriber()];
    for (const each of [one, two]) router.share(shared, each);
    const group = router.groupOf(shared);
    const next = () => group?.next(() => true);
    expect([next(), next(), next()]).toEqual([one, two, one]);
    router.share(shared, three);
    expect(new Set([next(), next(), next()])).toEqual(new Set([one, two, three]));
    router.unshare(shared, two);
    expect(new Set([next(), next()])).toEqual(new Set([one, three]));
    expect(group?.next((each) => each === two)).toBeUndefined();
    for (const each of [one, three]) router.unshare(shared, each);
    expect(router.groupOf(shared)).toBeUndefined();
    expect(router.subscriptions).toBe(0);
  });

  it("M23 one that is asked for by its name has parts, and a malformed one none", () => {
    expect(sharedIn("$share/g/a/#")).toEqual({ group: "g", filter: "a/#" });
    expect(sharedText({ group: "g", filter: "a/#" })).toBe("$share/g/a/#");
    expect(sharedIn("a/$share/g")).toBeNull();
    for (const asked of ["$share/g", "$share/g/", "$share//a", "$share/+/a", "$share/g#/a"]) {
      expect(sharedIn(asked)).toBe("malformed");
    }
  });
});
