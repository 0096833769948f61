import { expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { Refused } from "../refused.ts";
import { createTopic } from "./registry.ts";

it("O8 the operator is refused one topic beyond the bound, and nothing is forgotten for it", async () => {
  const desk = new DeskUnderTest();
  const { topics } = desk.core;
  for (let index = 0; index < LIMITS.topicsMade; index++) topics.register(`t/${index}`, "console");
  await expect(createTopic(desk.desk, { name: "one/more" }, "http")).rejects.toThrow(Refused);
  expect(topics.size).toBe(LIMITS.topicsMade);
  topics.delete("t/0");
  await expect(createTopic(desk.desk, { name: "one/more" }, "http")).resolves.toMatchObject({ source: "console" });
  desk.desk.close();
});
