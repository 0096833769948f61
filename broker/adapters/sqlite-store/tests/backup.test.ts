/** A copy of the store taken while it serves. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Store } from "../../../ports/store.ts";
import { auditRow, change, tokenRow } from "../../../testing/policy-rows.ts";
import { openSqliteStore } from "../../sqlite-store.ts";
import { changeTo, policyAt } from "./revision-policy.ts";

let folder: string;
let copy: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-backup-"));
  copy = join(folder, "copies.db");
  store = openSqliteStore(join(folder, "signalbox.db"));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

it("S10 a backup is a store of its own with everything in it, for its owner's eyes alone", async () => {
  for (const revision of [1, 2, 3]) store.commit(changeTo(revision), auditRow(revision));
  await store.backup(copy);
  expect((statSync(copy).mode & 0o777).toString(8)).toBe("600");
  store.commit(changeTo(4), auditRow(4));
  const copied = openSqliteStore(copy);
  expect(copied.load()).toEqual(policyAt(3));
  expect(copied.listAudit({ limit: 10 })).toHaveLength(3);
  copied.close();
});

it("S10 edits go on while a backup runs, and the copy is exactly one committed revision", async () => {
  const many = Array.from({ length: 1500 }, (_, index) => tokenRow(`t${index}`, { note: "1 ".repeat(2000) }));
  store.commit(change(1, { tokens: many }), auditRow(1));
  let revision = 1;
  let running = true;
  const done = store.backup(copy).finally(() => {
    running = false;
  });
  while (running) {
    revision++;
    const edited = many.map((token) => ({ ...token, name: `at ${revision}` })).filter((_, index) => index % 50 === 0);
    store.commit(change(revision, { tokens: edited }), auditRow(revision));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
  expect(revision).toBeGreaterThan(2);
  const copied = openSqliteStore(copy);
  const policy = copied.load();
  copied.close();
  const names = new Set(policy.tokens.filter((_, index) => index % 50 === 0).map((token) => token.name));
  expect(policy.tokens).toHaveLength(1500);
  expect([...names]).toEqual([`at ${policy.revision}`]);
});

it("S10 a file that exists is not overwritten", async () => {
  writeFileSync(copy, "precious");
  await expect(store.backup(copy)).rejects.toThrow(expect.objectContaining({ name: "StoreError", kind: "failed" }));
  expect(readFileSync(copy, "utf8")).toBe("precious");
});

it("S10 a backup into a folder that is not there is refused, and the store goes on", async () => {
  await expect(store.backup(join(folder, "nowhere", "copy.db"))).rejects.toThrow(
    expect.objectContaining({ name: "StoreError" }),
  );
  store.commit(changeTo(1), auditRow(1));
  expect(store.load()).toEqual(policyAt(1));
});

it("S10 a store that is closed while its backup runs refuses the backup and leaves no half of it", async () => {
  store.commit(change(1, { tokens: [tokenRow("t1", { note: "x".repeat(3_000_000) })] }), auditRow(1));
  const backup = store.backup(copy);
  store.close();
  await expect(backup).rejects.toThrow(expect.objectContaining({ name: "StoreError", kind: "failed" }));
  expect(existsSync(copy)).toBe(false);
});
