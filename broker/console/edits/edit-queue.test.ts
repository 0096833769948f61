/** Checks that edits are made one at a time, in order, and that a line of them has an end. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { createRoom } from "../chat/chat-rooms.ts";
import { conflict, Refused } from "../refused.ts";
import { createTag } from "./single-edits.ts";

let under: DeskUnderTest;
/** Edits that wait at the gate, in the order in which they came. */
let gates: PromiseWithResolvers<void>[];
let mayWait: boolean;

beforeEach(() => {
  gates = [];
  mayWait = true;
  under = new DeskUnderTest();
  under.beforeEdit = () => {
    if (!mayWait) return undefined;
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  };
});
afterEach(() => under.desk.close());

const tag = (pattern: string) => under.desk.edits.run((corridor) => createTag(corridor, { pattern }, "http"));
const room = (name: string) => under.desk.edits.run((corridor) => createRoom(corridor, { name }, "http"));
const patterns = () => [...under.core.policy.current.tags.values()].map(({ pattern }) => pattern);
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe("edits", () => {
  it("A23 are made before the call returns where nothing is to be waited for", async () => {
    mayWait = false;
    const made = tag("a");
    expect(patterns()).toEqual(["a"]);
    await expect(made).resolves.toMatchObject({ pattern: "a" });
  });

  it("A23 wait in the order in which they came, the ones that need not wait too", async () => {
    const all = [tag("a"), tag("b")];
    mayWait = false;
    all.push(tag("c"));
    await nextTurn();
    expect({ patterns: patterns(), asked: gates.length }).toEqual({ patterns: [], asked: 1 });
    mayWait = true;
    gates[0]?.resolve();
    await nextTurn();
    expect({ patterns: patterns(), asked: gates.length }).toEqual({ patterns: ["a"], asked: 2 });
    mayWait = false;
    gates[1]?.resolve();
    await Promise.all(all);
    expect(patterns()).toEqual(["a", "b", "c"]);
    expect((await tag("d")).revision).toBe(4);
  });

  it("A23 are planned when their turn comes, by the state of that moment", async () => {
    const [first, second] = [room("attic"), room("attic")];
    gates[0]?.resolve();
    await first;
    await nextTurn();
    gates[1]?.resolve();
    await expect(second).rejects.toThrow("There is a room attic already");
  });

  it("A23 that may not be made are refused, and hold up nobody", async () => {
    const [first, second] = [tag("a"), tag("b")];
    gates[0]?.reject(conflict("This is not the place for edits", {}));
    await expect(first).rejects.toThrow("This is not the place for edits");
    await nextTurn();
    gates[1]?.resolve();
    await second;
    expect(patterns()).toEqual(["b"]);
  });

  it("A23 are refused when too many wait, and there is place again when one was made", async () => {
    const waiting = Array.from({ length: LIMITS.editsWaiting }, (_, at) => tag(`t${at}`));
    const refused = await tag("one-more").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ refusal: { code: "TOO_MANY" } });
    mayWait = false;
    gates[0]?.resolve();
    await Promise.all(waiting);
    await tag("after");
    expect(patterns()).toEqual([...waiting.map((_, at) => `t${at}`), "after"]);
  });

  it("A23 do not wait in their turn: such a one does not compile", async () => {
    mayWait = false;
    // @ts-expect-error it would let another edit in between its plan and its commit
    await under.desk.edits.run(async (corridor) => createTag(corridor, { pattern: "a" }, "http"));
    expect(patterns()).toEqual(["a"]);
  });

  it("A23 that wait when the broker stops are refused", async () => {
    const [first, second] = [tag("a"), tag("b")];
    under.desk.close();
    gates[0]?.resolve();
    await expect(first).rejects.toMatchObject({ refusal: { code: "STOPPED" } });
    await nextTurn();
    gates[1]?.resolve();
    await expect(second).rejects.toMatchObject({ refusal: { code: "STOPPED" } });
    expect(patterns()).toEqual([]);
  });
});
