/** Checks that what the schema library finds is told in words of ours, at its place. */
import { expect, it } from "vitest";
import { z } from "zod";
import { explainIssues } from "./validation.ts";

const Input = z.object({
  name: z.string().min(1).max(3),
  count: z.int().min(2).max(4).optional(),
  list: z.array(z.string()).max(1).optional(),
  isOn: z.boolean().optional(),
  kind: z.enum(["a", "b"]).optional(),
  own: z.string().min(5, "five letters or more").optional(),
});

it.each([
  [{}, "name: is missing"],
  [{ name: "" }, "name: is empty"],
  [{ name: "long" }, "name: at most 3 characters"],
  [{ name: 1 }, "name: must be text"],
  [{ name: "x", count: 1 }, "count: at least 2"],
  [{ name: "x", count: 2.5 }, "count: must be a whole number"],
  [{ name: "x", list: ["a", "b"] }, "list: at most 1 entry"],
  [{ name: "x", list: [1] }, "list.0: must be text"],
  [{ name: "x", isOn: 1 }, "isOn: must be true or false"],
  [{ name: "x", own: "four" }, "own: five letters or more"],
  [{ name: "x", kind: "c" }, 'kind: Invalid option: expected one of "a"|"b"'],
])("A12 %j is refused with: %s", (input, message) => {
  expect(explainIssues(Input.safeParse(input).error?.issues ?? []).message).toBe(message);
});
