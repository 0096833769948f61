/** A disk without room: a real one when this machine lets us mount it, and SQLite's own page limit everywhere. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { type Store, StoreError } from "../../../ports/store.ts";
import { auditRow, change, tagRow, tokenRow } from "../../../testing/policy-rows.ts";
import { openSqliteStore } from "../../sqlite-store.ts";
import { MIGRATIONS } from "../migrations.ts";
import { changeTo, policyAt } from "./revision-policy.ts";

interface Medium {
  readonly name: string;
  open(path: string): Store;
  /** Takes away what room is left. */
  fill(folder: string, store: Store): void;
  makeRoom(folder: string, store: Store): void;
}

const tmpfs: Medium = {
  name: "a disk of 1 MiB (tmpfs)",
  open: (path) => openSqliteStore(path),
  fill: (folder) => {
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, "filler"), Buffer.alloc(bavail * bsize));
  },
  makeRoom: (folder) => rmSync(join(folder, "filler")),
};

/** The limit is of the connection, so it is set in its last migration. Room is made as a person would: something is deleted. */
const pageLimit: Medium = {
  name: "a page limit of the database",
  open: (path) => openSqliteStore(path, { migrations: [...MIGRATIONS, "PRAGMA max_page_count = 120"] }),
  fill: (_folder, store) => {
    const { revision } = store.load();
    store.commit(
      change(revision + 1, { tags: [{ ...tagRow("filler", "filler"), description: "x".repeat(200_000) }] }),
      auditRow(revision + 1),
    );
    for (let next = revision + 2; next < revision + 100; next++) {
      try {
        store.commit(change(next, { tokens: [tokenRow(`filler${next}`, { note: "x".repeat(5000) })] }), auditRow(next));
      } catch (error) {
        if (error instanceof StoreError && error.kind === "full") return;
        throw error;
      }
    }
    throw new Error("the limit was never reached");
  },
  makeRoom: (_folder, store) => {
    const { revision } = store.load();
    store.commit(change(revision + 1, { deletedTags: ["filler"] }), auditRow(revision + 1));
  },
};

const mounted = mkdtempSync(join(tmpdir(), "signalbox-full-"));
const canMount =
  process.platform === "linux" && spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mounted]).status === 0;
afterAll(() => {
  if (canMount) spawnSync("umount", ["-l", mounted]);
  rmSync(mounted, { recursive: true });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-full-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each(canMount ? [tmpfs, pageLimit] : [pageLimit])(
  "S6 on $name without room an edit is refused as full, nothing of it is stored, and edits work again once there is room",
  (medium) => {
    const place = medium === tmpfs ? mounted : folder;
    const path = join(place, "data", "signalbox.db");
    mkdirSync(join(place, "data"));
    let store = medium.open(path);
    try {
      store.commit(change(1, { tokens: [tokenRow("t1")] }), auditRow(1));
      medium.fill(place, store);
      const before = { policy: store.load(), journal: store.listAudit({ limit: 1000 }) };
      const next = before.policy.revision + 1;
      const large = change(next, {
        tokens: [tokenRow("t1", { enabled: false })],
        tags: [{ ...tagRow("large", "large"), description: "y".repeat(300_000) }],
      });
      for (let attempt = 0; attempt < 3; attempt++) {
        expect(() => store.commit(large, auditRow(next))).toThrow(
          expect.objectContaining({ name: "StoreError", kind: "full" }),
        );
        expect({ policy: store.load(), journal: store.listAudit({ limit: 1000 }) }).toEqual(before);
      }
      medium.makeRoom(place, store);
      const revision = store.load().revision + 1;
      const small = change(revision, { tokens: [tokenRow("t1", { enabled: false })] });
      store.commit(small, auditRow(revision));
      expect(store.load().tokens[0]?.enabled).toBe(false);
      const after = store.load();
      store.close();
      store = medium.open(path);
      expect(store.load()).toEqual(after);
    } finally {
      store.close();
    }
  },
);

it("S6 the policy that a run into the page limit left is exactly one committed revision", () => {
  const path = join(folder, "signalbox.db");
  const store = pageLimit.open(path);
  try {
    let revision = 1;
    const run = (): void => {
      for (; revision < 1000; revision++) store.commit(changeTo(revision), auditRow(revision));
    };
    expect(run).toThrow(expect.objectContaining({ kind: "full" }));
    expect(revision).toBeGreaterThan(1);
    expect(store.load()).toEqual(policyAt(revision - 1));
  } finally {
    store.close();
  }
});
