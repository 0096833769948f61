/** Owns the proof of the benchmark's plumbing: every message sent is counted once. It asserts no speed. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkGenerator } from "./check.ts";
import type { Results } from "./report/results-file.ts";
import { pinning } from "./run/machine.ts";
import { SYSTEMS } from "./systems.ts";

const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the benchmark as a person would. @returns its exit code, and its words for a failing test */
function bench(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const script = fileURLToPath(new URL("main.ts", import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--no-warnings", script, ...args]);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve({ code, output }));
  });
}

describe("a smoke run", () => {
  const path = join(folder, "results.json");
  let run: { code: number | null; output: string } = { code: null, output: "" };
  let results: Results;

  beforeAll(async () => {
    run = await bench(["--quick", "--systems", "ours,aedes", "--json", path]);
    results = JSON.parse(readFileSync(path, "utf8"));
  }, 120_000);

  it("measures every scenario on every system that can do it", () => {
    expect(run.code, run.output).toBe(0);
    expect(results.failures).toEqual([]);
    const measured = results.measurements.map(({ scenario, system }) => `${scenario} ${system}`);
    for (const scenario of ["fan100", "fan1000w", "fan1000b", "fanin200", "pairs200", "lat_fan_20k", "handshakes"]) {
      for (const system of ["floor", "ours", "aedes"]) expect(measured).toContain(`${scenario} ${system}`);
    }
    expect(measured).toEqual(expect.arrayContaining(["match ours", "revoke100 ours"]));
  });

  it("counts what it sent: nothing lost, nothing twice, in order", () => {
    for (const { scenario, system, figures } of results.measurements) {
      const name = `${scenario} ${system}`;
      expect(figures.lost, name).toBe(0);
      if (figures.sent === undefined) continue;
      const each = scenario.startsWith("fan1") || scenario.startsWith("lat_fan") ? 20 : 1;
      expect(figures.delivered, name).toBe(figures.sent * each);
      expect([figures.uneven, figures.misordered], name).toEqual([0, 0]);
      // More than the first message of each publisher, with which a run opens.
      expect(figures.sent, name).toBeGreaterThan(each === 20 ? 1 : 20);
    }
  });

  it("closes every client of a revoked permission with its code and leaks nothing", () => {
    const revoked = results.measurements.find(({ scenario }) => scenario === "revoke100");
    expect(revoked?.figures).toMatchObject({ lost: 0, wrongCode: 0, leaked: 0 });
  });
});

describe("the generator", () => {
  it("sends what real ws clients beside it receive in order, intact", async () => {
    const lines = await checkGenerator([SYSTEMS.floor, SYSTEMS.coalesced, SYSTEMS.ours], pinning(), 500);
    expect(lines).toHaveLength(3);
  }, 60_000);
});

describe("the command line", () => {
  it("names what it does not know, with exit code 2", async () => {
    const wrong = await bench(["--scenario", "fan7"]);
    expect(wrong.code).toBe(2);
    expect(wrong.output).toContain("There is no scenario fan7");
  });

  it("names a commit that is not there, with exit code 2", async () => {
    const wrong = await bench(["--against", "no-such-commit"]);
    expect(wrong.code).toBe(2);
    expect(wrong.output).toContain("There is no commit no-such-commit here");
  });
});

describe("against another commit", () => {
  it("measures both in turns and judges each figure, with the verdict as its exit code", async () => {
    const options = ["--scenario", "fanin200", "--rounds", "1", "--seconds", "0.2"];
    const { code, output } = await bench(["--against", "HEAD", ...options]);
    const row = output.split("\n").find((line) => line.startsWith("fanin200  us CPU")) ?? "";
    expect(row, output).toMatch(/ \d+\.\d{3}x .* [13] +(ok|SLOWER)$/);
    expect(code).toBe(row.endsWith("ok") ? 0 : 1);
    expect(execFileSync("git", ["worktree", "list"], { encoding: "utf8" })).not.toContain("signalbox-against-");
  }, 120_000);
});
