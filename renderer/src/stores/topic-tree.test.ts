import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TopicRow } from "../../../broker/contract/topic-views.ts";
import { TopicTree } from "./topic-tree.ts";

const row = (name: string, messages = 1, rate = 0): TopicRow => [name, messages, rate, null, null];
const drawn = (tree: TopicTree, test: ((name: string) => boolean) | null = null) =>
  tree.lines(() => true, test).map(({ node, level }) => `${" ".repeat(level - 1)}${node.label}`);

describe("the tree of topics", () => {
  it("stands by levels, in order, numbers by value, a topic may have topics below it", () => {
    const tree = new TopicTree();
    for (const name of ["b", "a/10", "a/9", "a", "/x"]) tree.put(row(name));
    expect(drawn(tree)).toEqual(["", " x", "a", " 9", " 10", "b"]);
    expect(tree.lines(() => false, null).map(({ node }) => node.path)).toEqual(["", "a", "b"]);
    expect(tree.size).toBe(5);
  });

  it("shows what a filter finds and what leads to it, open", () => {
    const tree = new TopicTree();
    for (const name of ["home/kitchen/temp", "home/hall/door", "fw/x"]) tree.put(row(name));
    expect(
      tree
        .lines(
          () => false,
          (name) => name.includes("temp"),
        )
        .map(({ node }) => node.path),
    ).toEqual(["home", "home/kitchen", "home/kitchen/temp"]);
    expect(drawn(tree, () => false)).toEqual([]);
  });

  it("pulses when a message arrived, and not when only its rate fell", () => {
    const tree = new TopicTree();
    tree.put(row("a", 5, 1));
    tree.put(row("a", 5, 0));
    expect(tree.get("a")?.pulse).toBe(0);
    tree.put(row("a", 7, 0.2));
    expect(tree.get("a")?.pulse).toBe(1);
  });

  it("whatever comes and goes, sums are those of the topics that are there, and no bare branch stays", () => {
    const name = fc
      .array(fc.constantFrom("a", "b", "", "c"), { minLength: 1, maxLength: 4 })
      .map((levels) => levels.join("/"));
    const step = fc.record({ name, messages: fc.integer({ min: 0, max: 50 }), isGone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const tree = new TopicTree();
        const oracle = new Map<string, number>();
        for (const one of steps) {
          if (one.isGone) {
            expect(tree.remove(one.name)).toBe(oracle.delete(one.name));
            continue;
          }
          expect(tree.put(row(one.name, one.messages))).toBe(!oracle.has(one.name));
          oracle.set(one.name, one.messages);
        }
        for (const { node } of tree.lines(() => true, null)) {
          const below = [...oracle].filter(([topic]) => topic === node.path || topic.startsWith(`${node.path}/`));
          expect(node.topics).toBe(below.length);
          expect(node.messages).toBe(below.reduce((sum, [, messages]) => sum + messages, 0));
          expect(below.length).toBeGreaterThan(0);
        }
        expect(tree.root.topics).toBe(oracle.size);
      }),
    );
  });
});
