/** Other processes on the same database: one that writes briefly, one that is a second broker. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LIMITS } from "../../../contract/limits.ts";
import { auditRow } from "../../../testing/policy-rows.ts";
import { openSqliteStore } from "../../sqlite-store.ts";
import { Child } from "./child.ts";
import { changeTo, policyAt } from "./revision-policy.ts";

let folder: string;
let path: string;
const children: Child[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-busy-"));
  path = join(folder, "signalbox.db");
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  rmSync(folder, { recursive: true });
});

async function start(script: string): Promise<Child> {
  const child = new Child(script, path);
  children.push(child);
  await child.untilLines(1);
  return child;
}

it("S6 a database locked by another process refuses the edit as busy after the wait, serves reads meanwhile, and works again afterwards", async () => {
  const store = openSqliteStore(path);
  try {
    store.commit(changeTo(1), auditRow(1));
    const holder = await start("holder.ts");

    const begun = performance.now();
    expect(() => store.commit(changeTo(2), auditRow(2))).toThrow(
      expect.objectContaining({ name: "StoreError", kind: "busy" }),
    );
    // It has waited for the lock; that it does not wait for ever is this test's own time limit.
    expect(performance.now() - begun).toBeGreaterThan(LIMITS.storeBusyMs / 2);
    expect(() => store.recordEffect("aud_1", { closed: 1, codes: [] })).toThrow(
      expect.objectContaining({ kind: "busy" }),
    );
    expect(store.load()).toEqual(policyAt(1));
    expect(store.listAudit({ limit: 10 })).toHaveLength(1);

    holder.say("let go");
    await holder.untilLines(2);
    store.commit(changeTo(2), auditRow(2));
    store.recordEffect("aud_2", { closed: 1, codes: [] });
    expect(store.load()).toEqual(policyAt(2));
  } finally {
    store.close();
  }
});

it("S6 a lock that goes in time is waited for", async () => {
  const store = openSqliteStore(path, { busyMs: 10_000 });
  try {
    store.commit(changeTo(1), auditRow(1));
    const holder = await start("holder.ts");
    // The commit holds the event loop while it waits; the word to let go is already in the pipe.
    holder.say("let go");
    store.commit(changeTo(2), auditRow(2));
    expect(store.load()).toEqual(policyAt(2));
  } finally {
    store.close();
  }
});

it("S6 a lock whose holder was killed is gone", async () => {
  const store = openSqliteStore(path, { busyMs: 50 });
  try {
    store.commit(changeTo(1), auditRow(1));
    const holder = await start("holder.ts");
    expect(() => store.commit(changeTo(2), auditRow(2))).toThrow(expect.objectContaining({ kind: "busy" }));
    await holder.kill();
    store.commit(changeTo(2), auditRow(2));
    expect(store.load()).toEqual(policyAt(2));
  } finally {
    store.close();
  }
});

it("S7 a second broker on the same database is refused with what to do, and may start once the first was killed", async () => {
  const first = await start("second-broker.ts");
  expect(() => openSqliteStore(path, { busyMs: 50 })).toThrow(
    expect.objectContaining({
      name: "StoreOpenError",
      kind: "locked",
      message: `The database ${path} is in use by another Signalbox: stop that one, or choose another data folder.`,
    }),
  );
  await first.kill();
  const store = openSqliteStore(path, { busyMs: 50 });
  store.commit(changeTo(1), auditRow(1));
  store.close();
});
