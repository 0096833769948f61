import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { batch, keptMessage, topicRow } from "../../../testing/history-contract.ts";
import { openSqliteHistory } from "../../sqlite-history.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-history-"));
  path = join(folder, "data", "history.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const copyOf = (file: string): string => {
  copyFileSync(file, `${file}.copy`);
  return `${file}.copy`;
};
const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
const sizes = () => readdirSync(join(folder, "data")).map((name) => statSync(join(folder, "data", name)).size);
const written = (from: number, to: number, json: string) => [
  {
    topic: topicRow("a"),
    keptFrom: 0,
    added: Array.from({ length: to - from }, (_, index) => keptMessage(from + index, { content: json })),
  },
];

const HEAD = (numbers: string, times: string) =>
  `'{"numbers":[${numbers}],"times":[${times}],"ids":null,"publishers":[1,null,null,null]}' || char(31)`;
const BYTES = (cameAs: string) =>
  `'{"numbers":[1],"times":[1],"ids":null,"publishers":[1,null,null,null],"cameAs":"${cameAs}"}' || char(31)`;
/** What SQLite's own check does not see. */
const DAMAGES = {
  "a damaged row": "UPDATE chunk SET messages = '[1, 2'",
  "a row that is cut short": "UPDATE chunk SET messages = substr(messages, 1, 30)",
  "numbers that are texts": `UPDATE chunk SET messages = ${HEAD('"a"', '"b"')} || '1'`,
  "a time beyond all dates": `UPDATE chunk SET messages = ${HEAD("5", "9007199254740991")} || '1'`,
  "a message that is no JSON": `UPDATE chunk SET messages = ${HEAD("5", "1700000000000")} || '{"a":'`,
  "bytes that are no base64": `UPDATE chunk SET messages = ${BYTES("b")} || 'AP8'`,
  "bytes that are no text": `UPDATE chunk SET messages = ${BYTES("t")} || '5'`,
  "bytes of an unknown kind": `UPDATE chunk SET messages = ${BYTES("x")} || '5'`,
  "no seed": "DELETE FROM history",
  "a seed of another form": "UPDATE history SET seed = 'zz'",
  "metadata that is no JSON": "UPDATE topic SET metadata = '{'",
  "metadata that is no object": "UPDATE topic SET metadata = 'null'",
  "a topic that is a pattern": "UPDATE topic SET name = '#'",
  "a topic of a source that is none": "UPDATE topic SET source = 'alien'",
  "a topic made beyond all dates": "UPDATE topic SET created_at = 9007199254740991",
};

async function fill(): Promise<void> {
  const { store } = await openSqliteHistory(path);
  await store.write(batch({ written: written(0, 500, JSON.stringify("x".repeat(500))) }));
  await store.close();
}

describe("the history's file", () => {
  it("O18 it and its side files are their owner's alone", async () => {
    const { store } = await openSqliteHistory(path);
    await store.write(batch({ written: written(0, 10, "1") }));
    for (const name of readdirSync(join(folder, "data"))) {
      expect(statSync(join(folder, "data", name)).mode & 0o777, name).toBe(0o600);
    }
    await store.close();
  });

  it("O14 Y11 a log whose file is not there is set aside unchanged", async () => {
    mkdirSync(join(folder, "data"));
    writeFileSync(`${path}-wal`, "the newest messages");
    const { store, setAside } = await openSqliteHistory(path);
    await store.close();
    expect(setAside?.reason).toBe("it was not there, only its log");
    expect(readFileSync(`${setAside?.path}-wal`, "utf8")).toBe("the newest messages");
  });

  it("O24 it is copied while it is written; the copy is a history of what was written before, and replaces nothing", async () => {
    const { store } = await openSqliteHistory(path);
    await store.write(batch({ written: written(0, 500, JSON.stringify("x".repeat(2000))) }));
    const copy = join(folder, "copy.db");
    const shares: number[] = [];
    const copying = store.backup(copy, (share) => void shares.push(share));
    const writing = store.write(batch({ written: written(500, 501, "1") }));
    await Promise.all([copying, writing]);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    await expect(store.backup(copy)).rejects.toThrow(/exist/i);
    await store.write(batch({ written: written(501, 502, "1") }));
    await store.close();

    const { store: opened, setAside } = await openSqliteHistory(copy);
    expect(setAside).toBeNull();
    expect((await opened.load()).topics[0]?.kept).toHaveLength(500);
    await opened.close();
  });

  it("O12 with everything beside it, it stays within its bytes however much is written, and shrinks when the bound is lowered", async () => {
    const maxBytes = 4 * 1024 * 1024;
    const json = JSON.stringify("x".repeat(1000));
    const { store } = await openSqliteHistory(path);
    for (let from = 0; from < 20_000; from += 500) {
      await store.write(batch({ maxBytes, written: written(from, from + 500, json) }));
      expect(statSync(path).size).toBeLessThanOrEqual(maxBytes);
    }
    expect(statSync(path).size).toBeGreaterThan(maxBytes / 2);
    await store.write(batch({ maxBytes: 1024 * 1024, written: [] }));
    expect(statSync(path).size).toBeLessThanOrEqual(1024 * 1024);
    await store.close();
    expect(sizes().reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1024 * 1024);
  });

  it("O12 what leaves the history leaves the file", async () => {
    const { store } = await openSqliteHistory(path);
    await store.write(batch({ written: written(0, 20_000, JSON.stringify("x".repeat(1000))) }));
    await store.write(batch({ written: [{ topic: topicRow("a"), keptFrom: Number.MAX_SAFE_INTEGER, added: [] }] }));
    await store.close();
    expect(statSync(path).size).toBeLessThan(3 * 1024 * 1024);
  });

  it.each([
    ["a text", () => writeFileSync(path, "no database at all, but somebody's notes\n".repeat(100))],
    [
      "another program's database",
      () => new Database(path).exec("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)").close(),
    ],
    [
      "a newer Signalbox's",
      async () => {
        await fill();
        const database = new Database(path);
        database.pragma("user_version = 99");
        database.close();
      },
    ],
    [
      "one with damaged pages",
      async () => {
        await fill();
        const bytes = readFileSync(path);
        bytes.fill(0x5a, 4096 * 3, 4096 * 20);
        writeFileSync(path, bytes);
      },
    ],
    ...Object.entries(DAMAGES).map(([name, sql]): [string, () => Promise<void>] => [
      `one with ${name}`,
      async () => {
        await fill();
        new Database(path).exec(sql).close();
      },
    ]),
    ["a file of zero bytes", () => writeFileSync(path, "")],
  ])("O14 %s is set aside byte for byte, with the reason, and a new history is begun", async (_name, prepare) => {
    mkdirSync(join(folder, "data"));
    await prepare();
    const before = hash(path);
    const { store, setAside } = await openSqliteHistory(path);
    expect(setAside?.reason).toMatch(/./);
    expect(setAside?.path).toMatch(/history\.db\.unreadable-\d{8}T/);
    expect(hash(setAside?.path ?? "")).toBe(before);
    expect((await store.load()).topics).toEqual([]);
    await store.write(batch({ written: written(0, 3, "1") }));
    await store.close();
    const again = await openSqliteHistory(path);
    expect(again.setAside).toBeNull();
    expect((await again.store.load()).topics[0]?.kept).toHaveLength(3);
    await again.store.close();
  });

  it.each([
    ["deleted", () => rmSync(join(folder, "data"), { recursive: true })],
    ["replaced", () => renameSync(copyOf(path), path)],
  ])("O25 a history that is %s while it is open refuses what is written, and says why", async (_what, change) => {
    const { store } = await openSqliteHistory(path);
    await store.write(batch({ written: written(0, 3, "1") }));
    change();
    await expect(store.write(batch({ written: written(3, 6, "1") }))).rejects.toMatchObject({
      name: "HistoryError",
      message: expect.stringContaining(`${path} was moved, replaced or deleted`),
    });
    await store.close();
  });

  it("O26 a file of JSON alone is one that an earlier version opens; with the first bytes it is of the next schema", async () => {
    const schema = () => {
      const database = new Database(path, { readonly: true });
      const version = database.pragma("user_version", { simple: true });
      database.close();
      return version;
    };
    const { store } = await openSqliteHistory(path);
    await store.write(batch({ written: written(0, 3, "1") }));
    expect(schema()).toBe(1);
    const added = [keptMessage(3, { content: new Uint8Array([0, 255]) })];
    await store.write(batch({ written: [{ topic: topicRow("a"), keptFrom: 0, added }] }));
    expect(schema()).toBe(2);
    await store.close();
    const again = await openSqliteHistory(path);
    expect(again.setAside).toBeNull();
    const [found] = (await again.store.load()).topics;
    expect(found?.kept.map(({ content }) => content)).toEqual(["1", "1", "1", new Uint8Array([0, 255])]);
    await again.store.write(batch({ written: written(4, 5, "1") }));
    expect(schema()).toBe(2);
    await again.store.close();
  });

  it("O14 a folder that cannot be written refuses with its reason", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    chmodSync(file, 0o400);
    await expect(openSqliteHistory(join(file, "history.db"))).rejects.toMatchObject({ name: "HistoryError" });
  });
});
