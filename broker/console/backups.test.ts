/** Checks backups and what is told of the disk, on a real data folder. */
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqliteStore } from "../adapters/sqlite-store.ts";
import { type EngineUnderTest, startEngine } from "../testing/engine-harness.ts";
import { TemporaryFolder } from "../testing/temporary-folder.ts";

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

it("Y4 a backup is a whole database in the data folder, for its owner alone, and its answer says where and how large", async () => {
  const { id } = await stand.token({ "a/#": "read" }, { name: "App" });
  const answer = await stand.api("POST", "/storage/backups");
  expect(answer.status).toBe(201);
  const { file, bytes, revision, tookMs } = answer.body;
  expect(dirname(file)).toBe(join(folder.path, "backups"));
  expect(statSync(file)).toMatchObject({ size: bytes });
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  expect((statSync(dirname(file)).mode & 0o777).toString(8)).toBe("700");
  expect(tookMs).toBeGreaterThanOrEqual(0);
  const copy = openSqliteStore(file);
  expect(copy.load()).toMatchObject({ revision, tokens: [{ id, name: "App" }] });
  copy.close();
});

it("Y4 a later backup replaces nothing, also within one second", async () => {
  const [first, second] = [await stand.api("POST", "/storage/backups"), await stand.api("POST", "/storage/backups")];
  expect(first.body.file).not.toBe(second.body.file);
  expect([first.body.file, second.body.file].map(existsSync)).toEqual([true, true]);
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
