/** Checks that an operator's edits of topics are audited in words, undone where nothing is lost, and refused with a reason otherwise. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { revertAudit } from "../edits/revert.ts";
import { Refused } from "../refused.ts";
import { pubSubEdits } from "./pubsub-edits.ts";
import { createTopic, deleteTopic, describeTopic } from "./registry.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const newest = () => under.newestAudit();
const undo = (id = newest().id) => revertAudit(under.corridor, id, "http");
const metadata = (name: string) => JSON.parse(under.core.topics.get(name)?.metadata ?? "null");

it("A5 a topic that was made is an edit in words, and undone and brought back", async () => {
  await createTopic(under.desk, { name: "home/hall", metadata: { unit: "°C" } }, "console");
  expect(newest()).toMatchObject({
    actor: "console",
    revertible: true,
    summary: [{ subject: "Topic home/hall", object: "topic", before: "none", after: "made" }],
  });
  undo();
  expect(under.core.topics.get("home/hall")).toBeUndefined();
  undo();
  expect(metadata("home/hall")).toEqual({ unit: "°C" });
});

it("A5 A2 what was written about a topic is taken back to what stood there, and writing the same again leaves no row", async () => {
  await createTopic(under.desk, { name: "a", metadata: { unit: "°C" } }, "http");
  await describeTopic(under.desk, "a", { metadata: { unit: "°F", note: "old" } }, "http");
  expect(newest().summary).toEqual([{ subject: "Topic a", object: "metadata", before: "unit", after: "unit, note" }]);
  const { revision } = under.core.policy.current;
  await describeTopic(under.desk, "a", { metadata: { unit: "°F", note: "old" } }, "http");
  expect(under.core.policy.current.revision).toBe(revision);
  undo();
  expect(metadata("a")).toEqual({ unit: "°C" });
});

it("A5 what would lose messages is refused with the reason", async () => {
  await createTopic(under.desk, { name: "a" }, "http");
  const made = newest().id;
  under.core.publish("a", "1");
  expect(() => undo(made)).toThrow("because what was published to it would be lost");
  await deleteTopic(under.desk, "a", "http");
  expect(newest()).toMatchObject({
    revertible: false,
    fixedBecause: "the messages went with it",
    summary: [{ subject: "Topic a", object: "topic", before: "1 message", after: "deleted" }],
  });
  expect(() => undo()).toThrow("cannot be undone, because the messages went with it");
});

it("A5 a count of messages is told as a person reads it", async () => {
  for (let number = 1; number <= 1000; number++) under.core.publish("a", String(number));
  await deleteTopic(under.desk, "a", "http");
  expect(newest().summary).toMatchObject([{ before: "1,000 messages" }]);
});

it("A5 a deleted topic to which nothing was published is brought back with its metadata", async () => {
  await createTopic(under.desk, { name: "a", metadata: { unit: "°C" } }, "http");
  await deleteTopic(under.desk, "a", "http");
  expect(newest()).toMatchObject({ revertible: true, summary: [{ before: "0 messages", after: "deleted" }] });
  undo();
  expect(metadata("a")).toEqual({ unit: "°C" });
});

it("A5 P13 an edit over the REST of pub/sub is refused with a sentence and a status when the store does not write", async () => {
  const edits = pubSubEdits(under.desk);
  expect(await edits.create("a", "{}")).toEqual({ ok: true });
  under.store.close();
  const refused = { ok: false, status: 500, text: expect.stringMatching(/\S/) };
  expect(await edits.create("b", "{}")).toEqual(refused);
  expect(await edits.delete("a")).toEqual(refused);
  expect([...under.core.topics.all()].map(({ name }) => name)).toEqual(["a"]);
});

it("A5 a store that refuses the audit row leaves the topic as it was", async () => {
  await createTopic(under.desk, { name: "a" }, "http");
  under.store.close();
  await expect(deleteTopic(under.desk, "a", "http")).rejects.toThrow(Refused);
  expect(under.core.topics.get("a")).toBeDefined();
});
