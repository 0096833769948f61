/** The database's files go, or others take their place, while the broker writes: what is answered as done is there, the rest is refused. */
import { copyFileSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Store } from "../../../ports/store.ts";
import { auditRow } from "../../../testing/policy-rows.ts";
import { openSqliteStore } from "../../sqlite-store.ts";
import { changeTo, policyAt } from "./revision-policy.ts";

let root: string;
let folder: string;
let path: string;
let store: Store;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "signalbox-gone-"));
  folder = join(root, "data");
  path = join(folder, "signalbox.db");
  store = openSqliteStore(path);
  store.commit(changeTo(1), auditRow(1));
});
afterEach(() => {
  store.close();
  rmSync(root, { recursive: true });
});

const replace = (file: string) => {
  copyFileSync(file, `${file}.copy`);
  renameSync(`${file}.copy`, file);
};

it.each([
  ["the folder was deleted", () => rmSync(folder, { recursive: true })],
  ["the folder was moved", () => renameSync(folder, join(root, "elsewhere"))],
  ["the database was deleted", () => rmSync(path)],
  ["the database was replaced", () => replace(path)],
  ["its log was deleted", () => rmSync(`${path}-wal`)],
  ["its log was replaced", () => replace(`${path}-wal`)],
])("S14 when %s, every write is refused as gone, and reading goes on", (_what, change) => {
  change();
  const gone = expect.objectContaining({ name: "StoreError", kind: "gone", message: expect.stringContaining(path) });
  expect(() => store.commit(changeTo(2), auditRow(2))).toThrow(gone);
  expect(() => store.writeDocuments({ put: [], deleted: ["x"] })).toThrow(gone);
  expect(() => store.trimAudit({ keepRows: 1 })).toThrow(gone);
  const room = { name: "r", kind: "public", createdAt: "2026-01-01T00:00:00Z", members: [] } as const;
  expect(() => store.chat.addRoom(room)).toThrow(gone);
  const said = { room: "r", body: "hello", author: null, createdAt: "2026-01-01T00:00:00Z" };
  expect(() => store.chat.addMessages([said], 10, () => {})).toThrow(gone);
  expect(store.load()).toEqual(policyAt(1));
});

it("S14 what lies in the database can still be saved into another folder", async () => {
  rmSync(folder, { recursive: true });
  await store.backup(join(root, "saved.db"));
  const saved = openSqliteStore(join(root, "saved.db"));
  expect(saved.load()).toEqual(policyAt(1));
  saved.close();
});

it("S14 an ordinary life, with a log that is brought in and begun anew, refuses nothing", async () => {
  for (let revision = 2; revision < 40; revision++) store.commit(changeTo(revision), auditRow(revision));
  await store.backup(join(root, "copy.db"));
  store.commit(changeTo(40), auditRow(40));
  expect(store.load().revision).toBe(40);
});
