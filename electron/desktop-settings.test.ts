/** Owns the proof of where the desktop's broker listens, and that a remembered port keeps the rest of the file. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readSettings, rememberPort } from "./desktop-settings.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-settings-"));
  file = join(folder, "desktop.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(environment: Record<string, string> = {}, flags: Record<string, string> = {}) {
  return readSettings({ file, environment, flag: (name) => flags[name] ?? "" });
}

it("listens on this machine's port 8001 unless told", () => {
  expect(read()).toEqual({ host: "127.0.0.1", port: 8001 });
});

it("takes the command line before the environment, and that before the file", () => {
  rememberPort(file, 9001);
  expect(read().port).toBe(9001);
  expect(read({ SIGNALBOX_PORT: "9002" }).port).toBe(9002);
  expect(read({ SIGNALBOX_PORT: "9002", SIGNALBOX_HOST: "0.0.0.0" }, { port: "9003" })).toEqual({
    host: "0.0.0.0",
    port: 9003,
  });
});

it("takes a value that is not allowed as not given", () => {
  expect(read({ SIGNALBOX_PORT: "70000" }, { port: "eight" }).port).toBe(8001);
  writeFileSync(file, `{"port":"x"}`);
  expect(read().port).toBe(8001);
});

it("remembers a port beside what else is in the file", () => {
  writeFileSync(file, `{"host":"127.0.0.1","kept":[1]}`);
  rememberPort(file, 8002);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ host: "127.0.0.1", kept: [1], port: 8002 });
});

it.each([
  ["empty", ""],
  ["cut", '{"port": 90'],
  ["rubbish", Buffer.from([0xff, 0xc0, 0x80, 0x01])],
])(
  "Y11 refuses a file that is %s by its name, at the start and before it is written over, and leaves it as it is",
  (_what, content) => {
    writeFileSync(file, content);
    const before = readFileSync(file);
    const refusal = new RegExp(`^The settings ${file} cannot be read .*: mend the file, or delete it\\.$`);
    expect(() => read()).toThrow(refusal);
    expect(() => rememberPort(file, 9000)).toThrow(refusal);
    expect(readFileSync(file)).toEqual(before);
  },
);

it("Y11 refuses a folder in the file's place by its name", () => {
  mkdirSync(file);
  expect(() => read()).toThrow(`The settings ${file} cannot be read`);
});
