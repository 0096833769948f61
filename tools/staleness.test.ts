/** Owns the proof that a start builds what it needs when it must, and only then. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONSOLE, DESKTOP, isStale, SERVER } from "./staleness.ts";

let root = "";
const write = (path: string, seconds: number) => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  utimesSync(file, seconds, seconds);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "signalbox-stale-"));
  write("renderer/src/app.tsx", 1000);
  write("broker/contract/nouns.ts", 1000);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("a built console", () => {
  it("is stale when there is none", () => {
    expect(isStale(root, CONSOLE)).toBe(true);
  });

  it("is fresh when no source is newer", () => {
    write("out/renderer/index.html", 2000);
    expect(isStale(root, CONSOLE)).toBe(false);
  });

  it.each(["renderer/src/app.tsx", "broker/contract/nouns.ts"])("is stale when %s is newer", (path) => {
    write("out/renderer/index.html", 2000);
    write(path, 3000);
    expect(isStale(root, CONSOLE)).toBe(true);
  });

  it("does not mind the engine's sources, which a built desktop app does", () => {
    write("out/renderer/index.html", 2000);
    write("out/main/main.js", 2000);
    expect(isStale(root, DESKTOP)).toBe(false);
    write("broker/engine.ts", 3000);
    expect(isStale(root, CONSOLE)).toBe(false);
    expect(isStale(root, DESKTOP)).toBe(true);
  });

  it.each(["broker/engine.ts", "broker/cli/main.js", "resources/sample-workspace.signalbox.json"])(
    "the server's bundle is stale when %s is newer, and minds no page",
    (path) => {
      write("out/server/main.js", 2000);
      write("renderer/src/app.tsx", 3000);
      expect(isStale(root, SERVER)).toBe(false);
      write(path, 3000);
      expect(isStale(root, SERVER)).toBe(true);
    },
  );
});
