import { expect, it } from "vitest";
import { faultsText, withoutFaults, workspaceFaults } from "../workspace-faults.ts";

const read = (pattern: string) => ({ pattern, access: "read" });
const token = (fields: object, ...patterns: string[]) => ({ ...fields, permissions: patterns.map(read) });

/** Rows as another server keeps them. */
const FILE = {
  signalbox: 1,
  tags: [{ pattern: "home/+light" }, { pattern: "home/+/light" }, { pattern: "" }, { pattern: "home/+/light" }],
  tokens: [
    token({ name: "just", secret: "asd" }, "home/+/light"),
    token({ name: "", secret: "schl\u00fcssel" }, "home/+light", "home/+/light"),
    token({ name: "blank", secret: "a b" }, "home/+/light"),
    token({ name: "twice", secret: "asd" }),
    token({ name: "x".repeat(121), secret: "ok" }, "none", "home/+/light"),
    token({ name: "empty", secret: "" }),
  ],
};

it("J6 every wrong row of a file is named at once, and no secret is repeated", () => {
  const faults = workspaceFaults(FILE);
  expect(faults.map(({ field }) => field).sort()).toEqual([
    "tags.0.pattern",
    "tags.2.pattern",
    "tags.3.pattern",
    "tokens.1.name",
    "tokens.2.secret",
    "tokens.3.secret",
    "tokens.4.name",
    "tokens.4.permissions.0.pattern",
    "tokens.5.secret",
    "tokens.5.secret",
  ]);
  expect(faultsText(faults)).toContain('tags.0.pattern: "home/+light": In "+light", + must be the whole level.');
  expect(faultsText(faults)).not.toContain("a b");
});

it("J6 without them the file holds the rest: names go, wrong tags go with their permissions", () => {
  const rest = withoutFaults(FILE, workspaceFaults(FILE));
  expect(workspaceFaults(rest)).toEqual([]);
  expect(rest).toEqual({
    signalbox: 1,
    tags: [{ pattern: "home/+/light" }],
    tokens: [
      token({ name: "just", secret: "asd" }, "home/+/light"),
      token({ secret: "schl\u00fcssel" }, "home/+/light"),
      token({ secret: "ok" }, "home/+/light"),
    ],
  });
});

it("J6 what is wrong beside tags and tokens stays wrong", () => {
  for (const file of [
    null,
    [],
    "x",
    { ...FILE, signalbox: 9 },
    { ...FILE, settings: { unknown: 1 } },
    { signalbox: 1 },
  ]) {
    expect(workspaceFaults(withoutFaults(file, workspaceFaults(file)))).not.toEqual([]);
  }
});
