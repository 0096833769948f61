/** Checks backups and what is told of the disk, on a real data folder. */
import { copyFileSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqliteHistory } from "../../adapters/sqlite-history.ts";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";
import { TemporaryFolder } from "../../testing/temporary-folder.ts";
import { Refused } from "../refused.ts";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

let folder: TemporaryFolder;
let stand: EngineUnderTest;
beforeEach(async () => {
  folder = new TemporaryFolder();
  stand = await startEngine({ dataFolder: folder.path });
});
afterEach(async () => {
  await stand.stop();
  folder.remove();
});

it("Y4 a backup is a folder with whole databases, for its owner alone, and its answer says where and how large", async () => {
  const { id } = await stand.token({ "a/#": "read" }, { name: "App" });
  await stand.api("POST", "/messages", { topic: "a/b", message: 1 });
  const answer = await stand.api("POST", "/storage/backups");
  expect(answer.status).toBe(201);
  const { folder: made, bytes, revision, tookMs, hasHistory } = answer.body;
  expect(dirname(made)).toBe(join(folder.path, "backups"));
  expect(readdirSync(made).sort()).toEqual(["history.db", "signalbox.db"]);
  const sizes = readdirSync(made).map((name) => statSync(join(made, name)).size);
  expect([hasHistory, bytes]).toEqual([true, sizes.reduce((sum, size) => sum + size, 0)]);
  const modes = [made, dirname(made), join(made, "signalbox.db"), join(made, "history.db")].map(modeOf);
  expect(modes).toEqual(["700", "700", "600", "600"]);
  expect(tookMs).toBeGreaterThanOrEqual(0);
  const copy = openSqliteStore(join(made, "signalbox.db"));
  expect(copy.load()).toMatchObject({ revision, tokens: [{ id, name: "App" }] });
  copy.close();
});

it("Y4 what was published before a backup began is in it, though it was not written yet", async () => {
  for (let message = 1; message <= 500; message++) await stand.api("POST", "/messages", { topic: "a/b", message });
  const { folder: made } = (await stand.api("POST", "/storage/backups")).body;
  const { store } = await openSqliteHistory(join(made, "history.db"));
  const { topics } = await store.load();
  await store.close();
  const kept = topics.find(({ topic }) => topic.name === "a/b")?.kept.map(({ content }) => content) ?? [];
  expect([kept.length, kept.at(-1)]).toEqual([500, "500"]);
});

it("Y4 the program around the engine may choose the place; one that cannot be written is refused and nothing is left", async () => {
  const elsewhere = new TemporaryFolder();
  try {
    const backup = await stand.engine.backUp(elsewhere.path);
    expect(dirname(backup.folder)).toBe(elsewhere.path);
    expect(existsSync(join(backup.folder, "signalbox.db"))).toBe(true);
    await expect(stand.engine.backUp(elsewhere.file("nowhere"))).rejects.toThrow(Refused);
    expect(readdirSync(elsewhere.path)).toEqual([basename(backup.folder)]);
    expect((await stand.api("GET", "/storage")).body.backup).toMatchObject({ state: "failed" });
  } finally {
    elsewhere.remove();
  }
});

it("Y8 a backup that is put back into the data folder of a stopped broker brings back policy and messages", async () => {
  const { id, secret } = await stand.token({ "a/#": "readwrite" }, { name: "App" });
  for (const message of [1, 2, 3]) await stand.api("POST", "/messages", { topic: "a/b", message });
  const { folder: made } = (await stand.api("POST", "/storage/backups")).body;
  await stand.api("DELETE", `/tokens/${id}`);
  await stand.api("POST", "/messages", { topic: "a/b", message: 4 });
  await stand.stop();

  for (const name of ["signalbox.db", "history.db"]) {
    for (const side of ["-wal", "-shm"]) rmSync(folder.file(name + side), { force: true });
    copyFileSync(join(made, name), folder.file(name));
  }
  stand = await startEngine({ dataFolder: folder.path });
  const { items } = (await stand.api("GET", "/messages?topic=a%2Fb")).body;
  expect(items.map(({ json }: { json: string }) => json)).toEqual(["3", "2", "1"]);
  expect((await stand.api("GET", `/tokens/${id}/secret`)).body.secret).toBe(secret);
  await stand.connect({ secret, filters: ["a/b"] });
  expect(await stand.connections()).toMatchObject([{ tokenId: id }]);
});

it("Y4 a later backup replaces nothing, also within one second", async () => {
  const [first, second] = [await stand.api("POST", "/storage/backups"), await stand.api("POST", "/storage/backups")];
  expect(first.body.folder).not.toBe(second.body.folder);
  expect([first.body.folder, second.body.folder].map(existsSync)).toEqual([true, true]);
  expect((await stand.api("GET", "/storage")).body.backup).toEqual({ state: "done", backup: second.body });
});

it("Y5 while one backup runs another one is refused", async () => {
  const answers = await Promise.all([1, 2].map(() => stand.api("POST", "/storage/backups")));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.message).toContain("under way");
});

it("Y5 a broker that keeps everything in memory has nothing to back up, and says so", async () => {
  const memory = await startEngine();
  const answer = await memory.api("POST", "/storage/backups");
  expect([answer.status, answer.body.code]).toEqual([409, "CONFLICT"]);
  expect(answer.body.message).toContain("in memory");
  expect((await memory.api("GET", "/storage")).body).toMatchObject({
    folder: null,
    files: [],
    backup: { state: "none" },
  });
  await memory.stop();
});

it("Y6 the data folder's files are told with kind and bytes", async () => {
  await stand.token({ "a/#": "read" });
  await stand.api("POST", "/storage/backups");
  const { folder: path, files, audit } = (await stand.api("GET", "/storage")).body;
  expect(path).toBe(folder.path);
  const kinds = new Map(files.map((file: { name: string; kind: string }) => [file.name, file.kind]));
  expect(kinds.get("signalbox.db")).toBe("database");
  expect(kinds.get("signalbox.key")).toBe("key");
  expect([...kinds.values()]).toContain("backup");
  expect(files.find((file: { name: string }) => file.name === "signalbox.db").bytes).toBe(
    statSync(folder.file("signalbox.db")).size,
  );
  expect(audit).toMatchObject({ rows: 3, oldestAt: expect.any(String) });
});
