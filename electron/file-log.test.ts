/** Owns the proof that the log file holds whole lines in order, errors with their stacks, and does not grow without bound. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FileLog } from "./file-log.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-log-"));
  file = join(folder, "logs", "signalbox.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = () =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it("writes one JSON line a call, in order", async () => {
  const log = new FileLog(file);
  log.info({ port: 8001 }, "listening");
  log.warn({}, "slow");
  log.error({ error: new Error("broken") }, "failed");

  await vi.waitFor(() => expect(lines()).toHaveLength(3));
  expect(lines().map(({ level, message }) => [level, message])).toEqual([
    ["info", "listening"],
    ["warn", "slow"],
    ["error", "failed"],
  ]);
  expect(lines()[2]?.error).toContain("Error: broken");
});

it("turns a file that grew over its bound and keeps one before it", async () => {
  new FileLog(file);
  writeFileSync(file, "x".repeat(5 * 1024 * 1024 + 1));
  const log = new FileLog(file);
  log.info({}, "after");

  await vi.waitFor(() => expect(lines()).toHaveLength(1));
  expect(existsSync(`${file}.1`)).toBe(true);
});
