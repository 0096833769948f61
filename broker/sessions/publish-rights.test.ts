/** What is remembered of publishing is about topics, and within bounds. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import { DeskUnderTest } from "../testing/desk-harness.ts";
import { MemoBound, type Rememberer } from "./publish-memo.ts";
import type { PublishRights } from "./publish-rights.ts";

let under: DeskUnderTest;
beforeEach(async () => {
  under = new DeskUnderTest();
  await under.start();
});
afterEach(() => under.desk.close());

function rightsOf(tokenId: string): PublishRights {
  const session = under.core.registry.anyOf(tokenId);
  if (session === undefined) throw new Error("nobody is connected");
  return session.rights;
}

describe("what a token may publish", () => {
  it("M10 is remembered of topics, and nothing of a text that is none, however long", () => {
    const { id, secret } = under.token({ "a/#": "readwrite" });
    const client = under.connect(secret, "a/b");
    const rights = rightsOf(id);
    for (const tag of ["x".repeat(LIMITS.topicBytes + 1), "a/+", "half \ud800", ""]) client.publish(tag, 1);
    expect([under.core.counters.refused, rights.remembered]).toEqual([4, 0]);
    client.publish("a/b", 1);
    const one = rights.remembered;
    expect(one).toBeGreaterThan(0);
    client.publish("a/b", 1);
    expect(rights.remembered).toBe(one);
    client.publish("x".repeat(LIMITS.topicBytes), 1);
    expect(rights.remembered).toBeGreaterThan(one + 2 * LIMITS.topicBytes - 1);
  });

  it("M10 is forgotten with the policy that it was decided under", () => {
    const { id, secret } = under.token({ "a/#": "readwrite" });
    under.connect(secret, "a/b").publish("a/b", 1);
    under.edit({ kind: "tag.create", tag: { pattern: "other" } });
    const rights = rightsOf(id);
    rights.refresh();
    expect(rights.remembered).toBe(0);
  });
});

describe("the bound of what all remember", () => {
  class Holder implements Rememberer {
    remembered = 0;
    forgotten = 0;
    forgetAll(): void {
      this.forgotten++;
    }
  }

  it("M10 whoever began first forgets everything, and begins anew behind the others", () => {
    const bound = new MemoBound(100);
    const [a, b] = [new Holder(), new Holder()];
    bound.grew(a, 60);
    bound.grew(b, 40);
    expect([a.forgotten, b.forgotten]).toEqual([0, 0]);
    bound.grew(b, 10);
    expect([a.forgotten, a.remembered, b.forgotten, b.remembered]).toEqual([1, 0, 0, 50]);
    bound.grew(a, 60);
    expect([b.forgotten, a.remembered]).toEqual([1, 60]);
    bound.forgot(a);
    bound.grew(b, 100);
    expect([a.remembered, b.remembered, b.forgotten]).toEqual([0, 100, 1]);
  });
});
