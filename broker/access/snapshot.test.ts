/** Owns the tests of the snapshot: how it is compiled, and what a change shares with the one before. */
import { expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../contract/nouns.ts";
import { NO_ROWS, permissionRow, tagRow, tokenRow } from "../testing/policy-rows.ts";
import { Policy } from "./policy.ts";
import { applyRows, snapshotOf, tokenState } from "./snapshot.ts";
import { NOW_MS, policyOf } from "./testing/policies.ts";

it("R1 a token is expired from the very millisecond on, and disabled before all else", () => {
  const expiresAt = new Date(NOW_MS).toISOString();
  expect(tokenState(tokenRow("t", { expiresAt }), NOW_MS - 1)).toBe("enabled");
  expect(tokenState(tokenRow("t", { expiresAt }), NOW_MS)).toBe("expired");
  expect(tokenState(tokenRow("t", { expiresAt, enabled: false }), NOW_MS)).toBe("disabled");
  expect(tokenState(tokenRow("t"), NOW_MS)).toBe("enabled");
});

it("R4 an empty store has the default settings, and a right without its tag grants nothing", () => {
  const stored = { revision: 0, tokens: [tokenRow("t")], tags: [], permissions: [permissionRow("p", "t", "gone")] };
  const snapshot = snapshotOf({ ...stored, settings: null });
  expect(snapshot.settings).toEqual(DEFAULT_SETTINGS);
  expect(snapshot.grants.get("t")).toBeUndefined();
  expect(snapshot.tokensByHash.get("hash-of-t")?.id).toBe("t");
});

it("R7 a change shares the grants that it does not touch, and a description touches none", () => {
  const before = policyOf({ one: { a: "read" }, two: { b: "read" } });
  const after = applyRows(before, { ...NO_ROWS, tags: [tagRow("tag:a", "a/+")] }, 8);
  expect(after.grants.get("one")).toMatchObject([{ pattern: "a/+" }]);
  expect(after.grants.get("two")).toBe(before.grants.get("two"));
  const described = applyRows(before, { ...NO_ROWS, tags: [{ ...tagRow("tag:a", "a"), description: "new" }] }, 8);
  expect(described.grants).toBe(before.grants);
  expect(before.grants.get("one")).toMatchObject([{ pattern: "a" }]);
});

it("R4 deletes come before puts, so a row may come back under its id", () => {
  const before = policyOf({ one: { a: "read" } });
  const rows = {
    ...NO_ROWS,
    deletedPermissions: ["one a"],
    permissions: [permissionRow("one a", "one", "tag:a", "readwrite")],
  };
  expect(applyRows(before, rows, 8).grants.get("one")).toMatchObject([{ access: "readwrite" }]);
  expect(applyRows(before, { ...NO_ROWS, deletedPermissions: ["one a"] }, 8).grants.get("one")).toBeUndefined();
});

it("R5 the holder answers with the snapshot it was given last", () => {
  const [first, next] = [policyOf({}), policyOf({ one: {} })];
  const policy = new Policy(first);
  expect(policy.current).toBe(first);
  policy.replace(next);
  expect(policy.current).toBe(next);
});
