/** Tests chat messages between their commit and the disk: unread until it has them, and taken back when it refuses them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Store, StoreError } from "../../../ports/store.ts";
import { openSqliteStore } from "../../sqlite-store.ts";
import { type LogSync, openLogSync } from "../log-sync.ts";

const AT = "2026-01-01T00:00:00.000Z";

/** A sync that a test ends. */
class HeldSync implements LogSync {
  readonly #waiting: ((error: Error | null) => void)[] = [];
  readonly sync: LogSync["sync"] = (done) => void this.#waiting.push(done);

  get waits(): number {
    return this.#waiting.length;
  }

  land(): void {
    this.#waiting.shift()?.(null);
  }

  fail(): void {
    this.#waiting.shift()?.(Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" }));
  }

  close(): void {
    this.land();
  }
}

let folder: string;
let path: string;
let disk: HeldSync;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-settling-"));
  path = join(folder, "signalbox.db");
  disk = new HeldSync();
  store = openSqliteStore(path, { busyMs: 20, logSync: () => disk });
  store.chat.addRoom({ name: "lobby", kind: "public", createdAt: AT, members: [] });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const drafts = (...texts: readonly string[]) =>
  texts.map((body) => ({ room: "lobby", body, author: null, createdAt: AT }));
/** What they are told, with their ids. */
function add(...texts: readonly string[]) {
  const told: (StoreError | null)[] = [];
  const { messages } = store.chat.addMessages(drafts(...texts), 100, (error) => void told.push(error));
  return { told, ids: messages.map(({ id }) => id) };
}
const read = () => store.chat.messages({ room: "lobby", limit: 100 }).map(({ body }) => body);
const failed = expect.objectContaining({ name: "StoreError", kind: "failed" });

/** What lies in the database, settled or not. */
function rows(): unknown[] {
  const other = new Database(path, { readonly: true });
  try {
    return other.prepare("SELECT body FROM chat_message ORDER BY id").pluck().all();
  } finally {
    other.close();
  }
}

it("H3 a message is committed at once, and neither read nor counted until the disk has it", () => {
  store.chat.addMessagesNow(drafts("before"), 100);
  const { told } = add("one", "two");
  expect(rows()).toEqual(["before", "one", "two"]);
  expect(disk.waits).toBe(1);
  expect(read()).toEqual(["before"]);
  expect(store.chat.messages({ room: "lobby", before: 1000, limit: 10 })).toHaveLength(1);
  expect(store.chat.loadRooms()).toMatchObject([{ messages: 1, last: { body: "before" } }]);
  expect(told).toEqual([]);
  disk.land();
  expect(told).toEqual([null]);
  expect(read()).toEqual(["two", "one", "before"]);
  expect(store.chat.loadRooms()).toMatchObject([{ messages: 3, last: { body: "two" } }]);
});

it("H3 messages that the disk refuses are taken back with their ids, and the next ones are stored", () => {
  const refused = add("lost", "lost too");
  disk.fail();
  expect(refused.told).toEqual([failed]);
  expect(rows()).toEqual([]);
  const { ids } = add("kept");
  disk.land();
  expect(read()).toEqual(["kept"]);
  expect(ids[0]).toBeGreaterThan(refused.ids[1] ?? Number.NaN);
});

it("H3 what cannot be taken back is not read, and nothing is stored before it is gone", () => {
  const { told } = add("lost");
  const other = new Database(path);
  other.exec("BEGIN IMMEDIATE");
  disk.fail();
  expect(told).toEqual([failed]);
  expect(rows()).toEqual(["lost"]);
  expect(read()).toEqual([]);
  const busy = expect.objectContaining({ name: "StoreError", kind: "busy" });
  expect(() => add("too early")).toThrow(busy);
  expect(() => store.chat.addMessagesNow(drafts("too early"), 100)).toThrow(busy);
  other.exec("ROLLBACK");
  other.close();
  store.chat.addMessagesNow(drafts("kept"), 100);
  expect(rows()).toEqual(["kept"]);
  expect(read()).toEqual(["kept"]);
});

it("H3 a commit that waited for the disk stands for what settled before it, whatever becomes of that wait", () => {
  const { told } = add("one");
  store.chat.addMessagesNow(drafts("two"), 100);
  disk.fail();
  expect(told).toEqual([]);
  expect(read()).toEqual(["two", "one"]);
});

it("H3 a store may be closed while messages settle; they are there again", async () => {
  store.close();
  store = openSqliteStore(path, { logSync: openLogSync });
  const { told } = add("last words");
  store.close();
  await vi.waitFor(() => expect(told).toEqual([null]));
  store = openSqliteStore(path);
  expect(read()).toEqual(["last words"]);
});
