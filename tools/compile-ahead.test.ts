import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { compileAhead } from "./compile-ahead.ts";
import { ROOT } from "./run.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("compiling ahead", () => {
  it("leaves what a start compiles, here from the sources, in the folder of Node's cache", async () => {
    const compiled = mkdtempSync(join(tmpdir(), "signalbox-compiled-"));
    folders.push(compiled);
    await compileAhead(join(ROOT, "broker/cli/main.js"), { NODE_COMPILE_CACHE: compiled });
    expect(readdirSync(compiled, { recursive: true }).length).toBeGreaterThan(500);
  });
});
