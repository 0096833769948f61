/** What is found at the path decides: opened, migrated with a copy beside it, or refused and left as it is. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { auditRow } from "../../../testing/policy-rows.ts";
import { openSqliteStore } from "../../sqlite-store.ts";
import { MIGRATIONS } from "../migrations.ts";
import { changeTo, policyAt } from "./revision-policy.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-open-"));
  path = join(folder, "signalbox.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const NEXT = [...MIGRATIONS, "ALTER TABLE token ADD COLUMN colour TEXT"];

/** A database at revision 3. */
function makeDatabase(at = path, migrations: readonly string[] = MIGRATIONS): void {
  const store = openSqliteStore(at, { migrations });
  for (const revision of [1, 2, 3]) store.commit(changeTo(revision), auditRow(revision));
  store.close();
}

const digest = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

function withDatabase<T>(file: string, run: (database: Database.Database) => T): T {
  const database = new Database(file);
  try {
    return run(database);
  } finally {
    database.close();
  }
}

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

const refused = (kind: string, ...parts: string[]) =>
  expect.objectContaining({
    name: "StoreOpenError",
    kind,
    message: expect.stringMatching(new RegExp(parts.map((part) => part.replaceAll(/[.()[\]]/g, "\\$&")).join(".*"))),
  });

it("S5 what was committed is there after closing and opening again, journal and all", () => {
  makeDatabase();
  const store = openSqliteStore(path);
  try {
    expect(store.load()).toEqual(policyAt(3));
    expect(store.listAudit({ limit: 10 }).map((row) => row.id)).toEqual(["aud_3", "aud_2", "aud_1"]);
    expect(store.getAudit("aud_3")?.undo).toEqual(changeTo(3).undo);
  } finally {
    store.close();
  }
});

it("S9 the database, its side files and the folder made for them are their owner's alone", () => {
  const deep = join(folder, "new", "data", "signalbox.db");
  const store = openSqliteStore(deep);
  try {
    store.commit(changeTo(1), auditRow(1));
    const made = readdirSync(join(folder, "new", "data")).sort();
    expect(made).toEqual(["signalbox.db", "signalbox.db-shm", "signalbox.db-wal", "signalbox.lock.db"]);
    for (const file of made) expect([file, modeOf(join(folder, "new", "data", file))]).toEqual([file, "600"]);
    expect(modeOf(join(folder, "new", "data"))).toBe("700");
  } finally {
    store.close();
  }
});

it("S8 an older database is copied beside itself before it is migrated", () => {
  makeDatabase();
  const store = openSqliteStore(path, { migrations: NEXT, now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) });
  try {
    expect(store.load()).toEqual(policyAt(3));
    store.commit(changeTo(4), auditRow(4));
  } finally {
    store.close();
  }
  const copy = `${path}.backup-v${MIGRATIONS.length}-20260102T030405.006Z`;
  expect(modeOf(copy)).toBe("600");
  const old = openSqliteStore(copy);
  expect(old.load()).toEqual(policyAt(3));
  old.close();
});

/** What takes each step after the first back. */
const BACK = [
  ["DROP TABLE document"],
  ["DROP TABLE chat_message", "DROP TABLE chat_member", "DROP TABLE chat_room"],
  ["token", "chat_member", "chat_message"].map((table) => `ALTER TABLE ${table} DROP COLUMN username`),
];

it.each(BACK.map((_, index) => index + 1))(
  "S8 a database of schema %i opens with everything that it held",
  (version) => {
    makeDatabase();
    const { application_id: ours } = withDatabase(path, (database) => {
      for (const step of BACK.slice(version - 1)
        .reverse()
        .flat())
        database.exec(step);
      database.pragma(`user_version = ${version}`);
      return { application_id: database.pragma("application_id", { simple: true }) };
    });
    const store = openSqliteStore(path);
    expect([store.load(), store.listDocuments(), store.chat.loadRooms()]).toEqual([policyAt(3), [], []]);
    store.close();
    const now = withDatabase(path, (database) => [
      database.pragma("application_id", { simple: true }),
      database.pragma("user_version", { simple: true }),
    ]);
    expect(now).toEqual([ours, MIGRATIONS.length]);
  },
);

it("S8 a database of our schema is opened without a copy", () => {
  makeDatabase();
  openSqliteStore(path).close();
  expect(readdirSync(folder).filter((file) => file.includes("backup"))).toEqual([]);
});

it("S8 a migration that fails leaves the old database as it was", () => {
  makeDatabase();
  const broken = [...NEXT, "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1)"];
  expect(() => openSqliteStore(path, { migrations: broken })).toThrow(refused("unreadable", path));
  const store = openSqliteStore(path);
  expect(store.load()).toEqual(policyAt(3));
  store.close();
});

it("S8 a newer database is refused with what to do, and not a byte of it is touched, not even of its WAL", () => {
  const elsewhere = join(folder, "elsewhere");
  const live = openSqliteStore(join(elsewhere, "signalbox.db"), { migrations: NEXT });
  live.commit(changeTo(1), auditRow(1));
  // Copied while it is open, as after a crash: the schema's number may still stand in the WAL alone. By another process, because
  // closing a file in this one would drop SQLite's locks on it.
  execFileSync("cp", [join(elsewhere, "signalbox.db"), join(elsewhere, "signalbox.db-wal"), folder]);
  live.close();
  const before = [path, `${path}-wal`].map(digest);
  expect(() => openSqliteStore(path)).toThrow(
    refused(
      "newer",
      `The database ${path} was written by a newer Signalbox (schema ${NEXT.length}, this one knows ${MIGRATIONS.length}): start that version`,
    ),
  );
  expect([path, `${path}-wal`].map(digest)).toEqual(before);
  // And that version finds everything.
  const newerStore = openSqliteStore(path, { migrations: NEXT });
  expect(newerStore.load()).toEqual(policyAt(1));
  newerStore.close();
});

it("S8 a file that is no database is refused as damaged and left as it is", () => {
  writeFileSync(path, "x".repeat(5000));
  expect(() => openSqliteStore(path)).toThrow(
    refused("corrupt", `The database ${path} is damaged`, "put a backup in its place"),
  );
  expect(readFileSync(path, "utf8")).toBe("x".repeat(5000));
});

it.each([
  ["overwritten", (file: string) => writeFileSync(file, Buffer.alloc(4096, 0xff), { flag: "r+", flush: true })],
  ["cut short", (file: string) => truncateSync(file, 4096 * 3)],
])("S8 a database that was %s is refused as damaged", (_how, damage) => {
  makeDatabase();
  damage(path);
  expect(() => openSqliteStore(path)).toThrow(refused("corrupt", path));
});

it("S8 a database with a damaged page inside is refused as damaged before anything is served", () => {
  makeDatabase();
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096 * 2, 4096 * 4);
  writeFileSync(path, bytes);
  expect(() => openSqliteStore(path)).toThrow(refused("corrupt", path));
});

it("S8 a database of another program is refused and left as it is", () => {
  const other = new Database(path);
  other.exec("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
  other.close();
  const before = digest(path);
  expect(() => openSqliteStore(path)).toThrow(refused("unreadable", path, "another program"));
  expect(digest(path)).toBe(before);
});

it("S8 a file of zero bytes is refused, and left as it is: whatever was in it is lost", () => {
  writeFileSync(path, "");
  expect(() => openSqliteStore(path)).toThrow(refused("corrupt", path, "0 bytes", "put a backup in its place"));
  expect(readFileSync(path)).toHaveLength(0);
});

it("S8 Y11 a log whose database is not there is not emptied: it holds the newest edits", () => {
  writeFileSync(`${path}-wal`, "the newest edits");
  expect(() => openSqliteStore(path)).toThrow(
    refused("corrupt", `The database ${path} is not there, but its log ${path}-wal is`, "put the database back"),
  );
  expect(readdirSync(folder)).toEqual(["signalbox.db-wal"]);
  expect(readFileSync(`${path}-wal`, "utf8")).toBe("the newest edits");
});

it("S8 a database that could not be made leaves no empty file behind", () => {
  expect(() => openSqliteStore(path, { migrations: ["no SQL"] })).toThrow(refused("unreadable", path));
  expect(existsSync(path)).toBe(false);
  openSqliteStore(path).close();
});

const ROW = "(1, 'tag_x', 'x', '', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')";
it.each([
  ["no row of the policy", "DELETE FROM policy", "policy's own row"],
  ["a revision that nothing follows", "UPDATE policy SET revision = 9223372036854775807", "revision"],
  ["a revision below zero", "UPDATE policy SET revision = -1", "revision -1"],
  ["settings that are none", `UPDATE policy SET settings = '{"pingIntervalMs": "soon"}'`, "settings .*pingIntervalMs"],
  ["an expiry that is no time", "UPDATE token SET expires_at = 'tomorrow'", 'token .*"tomorrow" is no time'],
  [
    "a tag that is no pattern",
    `DELETE FROM tag; DELETE FROM permission; INSERT INTO tag VALUES ${ROW}; UPDATE tag SET pattern = 'a/#/b'`,
    "tag tag_x",
  ],
  [
    "a permission of nobody",
    `INSERT INTO tag VALUES ${ROW.replace("1,", "99,")}; INSERT INTO permission VALUES (99, 'perm_x', 'tok_gone', 'tag_x', 'read')`,
    "row of permission",
  ],
  ["an access of another kind", "UPDATE permission SET access = 'admin'", "permission|CHECK"],
  ["a document of another kind", `INSERT INTO document VALUES (1, 'doc_x', '{"kind":"alien"}')`, "document doc_x"],
])("S8 a database with %s is refused in one sentence that names it, and left as it is", (_what, sql, named) => {
  makeDatabase();
  withDatabase(path, (database) =>
    database.exec(`PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1; ${sql}`),
  );
  const before = digest(path);
  expect(() => openSqliteStore(path)).toThrow(
    expect.objectContaining({
      kind: "corrupt",
      message: expect.stringMatching(
        new RegExp(`^The database .*signalbox.db is damaged \\(.*(${named}).*\\): put a backup in its place[^\n]*$`),
      ),
    }),
  );
  expect(digest(path)).toBe(before);
});

it("S4 a damaged row of the journal is listed as one, hides no other, and cannot be undone", () => {
  makeDatabase();
  withDatabase(path, (database) =>
    database.exec(
      `UPDATE audit SET summary = '{"a": 1}', effect = '[]' WHERE revision = 1; UPDATE audit SET undo = '{}', at = 'once' WHERE revision = 2`,
    ),
  );
  const store = openSqliteStore(path);
  const rows = store.listAudit({ limit: 10 });
  expect(rows.map(({ revision }) => revision)).toEqual([3, 2, 1]);
  expect(rows[2]).toMatchObject({ summary: [{ after: "damaged in the database" }], revertible: false, effect: null });
  expect(() => store.getAudit("aud_2")).toThrow("the audit row aud_2 cannot be read");
  store.close();
});

it.each([
  ["rubbish", Buffer.from("junk".repeat(1000))],
  ["zeros", Buffer.alloc(4096)],
  ["half a page", Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(100, 16)])],
])("S7 %s in the lock file, which holds nothing, is emptied; the lock holds as before", (_what, content) => {
  makeDatabase();
  const lock = join(folder, "signalbox.lock.db");
  writeFileSync(lock, content);
  const store = openSqliteStore(path);
  expect(store.load()).toEqual(policyAt(3));
  expect(() => openSqliteStore(path, { busyMs: 20 })).toThrow(refused("locked", "in use by another Signalbox"));
  store.close();
  expect(statSync(lock).size).toBe(0);
});

it("S7 a lock file that cannot be one is named, and the database is not called damaged", () => {
  makeDatabase();
  rmSync(join(folder, "signalbox.lock.db"));
  mkdirSync(join(folder, "signalbox.lock.db"));
  const lock = join(folder, "signalbox.lock.db");
  expect(() => openSqliteStore(path)).toThrow(
    refused("unreadable", `The lock file ${lock} cannot be used`, "delete it"),
  );
});

it("S8 a database of ours whose schema lost its number is refused as damaged, not as one that cannot be opened", () => {
  makeDatabase();
  withDatabase(path, (database) => database.pragma("user_version = 0"));
  const before = digest(path);
  expect(() => openSqliteStore(path)).toThrow(refused("corrupt", path, "its schema has no number", "put a backup"));
  expect(digest(path)).toBe(before);
});

it("S8 a path that cannot be a database is refused with its name", () => {
  mkdirSync(path);
  expect(() => openSqliteStore(path)).toThrow(refused("unreadable", path));
  writeFileSync(join(folder, "file"), "");
  const below = join(folder, "file", "signalbox.db");
  expect(() => openSqliteStore(below)).toThrow(refused("unreadable", below));
});

it("S7 a second store in the same process is refused, also by another name of the file", () => {
  const store = openSqliteStore(path);
  try {
    store.commit(changeTo(1), auditRow(1));
    const alias = join(folder, "alias.db");
    symlinkSync(path, alias);
    for (const name of [path, alias]) {
      expect(() => openSqliteStore(name, { busyMs: 20 })).toThrow(
        refused("locked", path, "in use by another Signalbox"),
      );
    }
    store.commit(changeTo(2), auditRow(2));
  } finally {
    store.close();
  }
  const next = openSqliteStore(path, { busyMs: 20 });
  expect(next.load()).toEqual(policyAt(2));
  next.close();
});

it("S7 a refused start holds nothing: the next one opens", () => {
  makeDatabase(path, NEXT);
  expect(() => openSqliteStore(path, { busyMs: 20 })).toThrow(refused("newer", path));
  const store = openSqliteStore(path, { busyMs: 20, migrations: NEXT });
  expect(store.load()).toEqual(policyAt(3));
  store.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});
