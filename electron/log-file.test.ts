/** Owns the proof that the log file holds whole lines in order and does not grow without bound. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LogFile } from "./log-file.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-log-"));
  file = join(folder, "logs", "signalbox.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("keeps the order of lines that come while it writes", async () => {
  const log = new LogFile(file);
  const lines = Array.from({ length: 50 }, (_, index) => `line ${index}\n`);
  for (const line of lines) log.write(line);

  await vi.waitFor(() => expect(readFileSync(file, "utf8")).toBe(lines.join("")));
});

it("turns a file that grew over its bound and keeps one before it", async () => {
  new LogFile(file);
  writeFileSync(file, "x".repeat(5 * 1024 * 1024 + 1));
  new LogFile(file).write("after\n");

  await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, "utf8")).toBe("after\n"));
  expect(existsSync(`${file}.1`)).toBe(true);
});
