/** Histories that earlier versions wrote are read as they were meant: what their files hide by mistake is there again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keptMessage } from "../../../testing/history-contract.ts";
import { pack } from "../protocol.ts";
import { openInThread } from "./in-thread.ts";

/** As version 1 made its tables. */
const SCHEMA = `
  PRAGMA application_id = ${0x53474248};
  PRAGMA user_version = 1;
  CREATE TABLE history (id INTEGER PRIMARY KEY CHECK (id = 1), seed TEXT NOT NULL) STRICT;
  INSERT INTO history VALUES (1, '00112233aabb');
  CREATE TABLE topic (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, created_at INTEGER NOT NULL, last_at INTEGER,
    messages INTEGER NOT NULL, metadata TEXT NOT NULL, kept_from INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE chunk (
    id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, last_number INTEGER NOT NULL, last_at INTEGER NOT NULL, total INTEGER NOT NULL,
    kept_from INTEGER NOT NULL, messages TEXT NOT NULL
  ) STRICT;
`;

let folder: string;
let path: string;
let database: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-earlier-"));
  path = join(folder, "history.db");
  database = new Database(path);
  database.exec(SCHEMA);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As version 1 wrote a topic that is new. */
function put(name: string): number {
  const sql = `INSERT INTO topic (name, source, created_at, last_at, messages, metadata, kept_from) VALUES (?, 'console', 1767225600000, NULL, 0, '{}', 0)`;
  return Number(database.prepare(sql).run(name).lastInsertRowid);
}

/** As version 1 wrote a topic to which nothing was added: without messages it began at the largest number there is. */
function move(id: number, keptFrom: number, total = 0): void {
  database.prepare("DELETE FROM chunk WHERE topic_id = ? AND last_number < ?").run(id, keptFrom);
  database.prepare("UPDATE topic SET messages = ?, kept_from = ? WHERE id = ?").run(total, keptFrom, id);
}

/** As version 1 wrote messages. */
function add(id: number, total: number, keptFrom: number, ...numbers: number[]): void {
  const messages = numbers.map((number) => keptMessage(number));
  const last = messages.at(-1);
  const sql =
    "INSERT INTO chunk (topic_id, last_number, last_at, total, kept_from, messages) VALUES (?, ?, ?, ?, ?, ?)";
  database.prepare(sql).run(id, last?.number, last?.at, total, keptFrom, pack(messages));
}

async function found(): Promise<Record<string, number[]>> {
  const { store } = openInThread(path);
  const { topics } = await store.load();
  await store.close();
  return Object.fromEntries(topics.map(({ topic, kept }) => [topic.name, kept.map(({ number }) => number)]));
}

const EMPTY = Number.MAX_SAFE_INTEGER;

it("O10 messages of a topic that an operator or a subscriber had made first come back, and its later ones too", async () => {
  const made = put("made");
  move(made, EMPTY);
  add(made, 2, 0, 0, 1);
  add(made, 3, 0, 5);
  database.close();
  expect(await found()).toEqual({ made: [0, 1, 5] });
  expect(await found()).toEqual({ made: [0, 1, 5] });
});

it("O10 messages that came after a topic was emptied come back, and none that left before", async () => {
  const emptied = put("emptied");
  add(emptied, 2, 0, 0, 1);
  move(emptied, EMPTY, 2);
  add(emptied, 4, 7, 7, 8);
  add(emptied, 5, 8, 9);
  database.close();
  expect(await found()).toEqual({ emptied: [8, 9] });
});

it("O10 messages whose numbers began anew after a topic had given up its own come back", async () => {
  const silent = put("silent");
  add(silent, 9, 500, 500, 501);
  // Given up to stay below its bytes: the row remembered the beginning.
  database.exec(`UPDATE topic SET messages = 9, kept_from = 500; DELETE FROM chunk`);
  add(silent, 11, 0, 0, 1);
  database.close();
  expect(await found()).toEqual({ silent: [0, 1] });
});

it("O10 what had left a topic that still has messages stays away", async () => {
  const busy = put("busy");
  add(busy, 4, 0, 0, 1, 2, 3);
  move(busy, 2, 4);
  database.close();
  expect(await found()).toEqual({ busy: [2, 3] });
});
