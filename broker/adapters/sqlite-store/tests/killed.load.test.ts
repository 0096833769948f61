/** A broker that is killed in the middle of its commits loses none that it answered. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqliteStore } from "../../sqlite-store.ts";
import { Child } from "./child.ts";
import { policyAt } from "./revision-policy.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-killed-"));
  path = join(folder, "signalbox.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const ROUNDS = 10;

it(`S5 in ${ROUNDS} kills amid a storm of commits every answered commit survives, whole, and the database is intact`, async () => {
  for (let round = 1; round <= ROUNDS; round++) {
    const child = new Child("storm-writer.ts", path);
    // Somewhere among the commits, and while one is under way: the child does not wait for us.
    await child.untilLines(3 + Math.floor(Math.random() * 150));
    await child.kill();
    const answered = child.lines.slice(2).map(Number);
    const last = answered.at(-1) ?? 0;

    const store = openSqliteStore(path);
    try {
      const policy = store.load();
      // One commit may have become durable before its number was printed.
      expect([last, last + 1], `round ${round}`).toContain(policy.revision);
      expect(policy).toEqual(policyAt(policy.revision));
      const journal = store.listAudit({ limit: policy.revision + 1 }).map((row) => row.revision);
      expect(journal).toEqual(Array.from({ length: policy.revision }, (_, index) => policy.revision - index));
      expect(answered.every((revision) => journal.includes(revision))).toBe(true);
    } finally {
      store.close();
    }
    expect(integrityOf(path)).toBe("ok");
  }
});

it("S5 a broker killed while it opens or makes its database leaves one that opens", async () => {
  for (let round = 0; round < 6; round++) {
    const child = new Child("storm-writer.ts", path);
    // Even rounds: as it begins to open; odd rounds: as it has.
    await child.untilLines(1 + (round % 2));
    await child.kill();
    const store = openSqliteStore(path);
    const policy = store.load();
    store.close();
    if (policy.revision > 0) expect(policy).toEqual(policyAt(policy.revision));
    expect(integrityOf(path)).toBe("ok");
  }
});

it(`S5 H3 in ${ROUNDS} kills amid a storm of chat messages every settled one survives`, async () => {
  for (let round = 1; round <= ROUNDS; round++) {
    const child = new Child("chat-writer.ts", path);
    await child.untilLines(3 + Math.floor(Math.random() * 300));
    await child.kill();
    const settled = child.lines.slice(2).map(Number);
    const store = openSqliteStore(path);
    const stored = new Set(store.chat.messages({ room: "lobby", limit: 1_000_000 }).map(({ id }) => id));
    store.close();
    expect(
      settled.filter((id) => !stored.has(id)),
      `round ${round}`,
    ).toEqual([]);
    expect(integrityOf(path)).toBe("ok");
  }
});

function integrityOf(file: string): unknown {
  const database = new Database(file, { readonly: true });
  try {
    return database.pragma("integrity_check", { simple: true });
  } finally {
    database.close();
  }
}
