/** Whatever clients send, a broker with a small heap goes on serving. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { LIMITS } from "./contract/limits.ts";
import { heapLimit, smallHeapWarning, withinHeap } from "./heap-bounds.ts";
import { FILLS } from "./testing/fills.ts";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("./testing/fills.ts", import.meta.url));
/** Megabytes; each fill would need far more, were it kept. */
const HEAP = 160;
/** In the ordinary run one stands for all; `BOUNDS=all` runs each. */
const SHORT = ["topics that are none"];
const names = process.env.BOUNDS === "all" ? Object.keys(FILLS) : SHORT;

describe("a broker with a small heap", () => {
  for (const name of names) {
    it(`M10 goes on serving when it is filled with ${name}`, { timeout: 600_000 }, async () => {
      const { stdout } = await run(process.execPath, [`--max-old-space-size=${HEAP}`, SCRIPT, name]);
      expect(stdout).toBe("serves\n");
    });
  }

  it("M10 keeps less of capture and history than the settings say, and with an ordinary heap what they say", () => {
    const settings = { captureBytes: LIMITS.captureBytes, historyBytes: LIMITS.historyBytes };
    const small = withinHeap(settings, 64 * 1024 * 1024);
    expect(small).toEqual({ captureBytes: 16 * 1024 * 1024, historyBytes: 16 * 1024 * 1024 });
    expect(withinHeap(settings, 2 * 1024 ** 3)).toBe(settings);
  });

  it("M10 takes the size that Node was given for its heap, and not what V8 has for new objects on top of it", () => {
    expect(heapLimit(["--max-old-space-size=64"])).toBe(64 * 1024 * 1024);
    expect(heapLimit(["--max-old-space-size=300 --no-warnings", "--max_old_space_size=128"])).toBe(128 * 1024 * 1024);
    expect(heapLimit([])).toBeGreaterThan(256 * 1024 * 1024);
  });

  it("M10 says in one sentence that the heap is smaller than ordinary load needs", () => {
    expect(smallHeapWarning(64 * 1024 * 1024)).toBe(
      "the heap is 64 MB, and ordinary load needs 96 MB: start with --max-old-space-size=96 or more",
    );
    expect(smallHeapWarning(LIMITS.leastHeapBytes)).toBeUndefined();
  });

  it("M10 has a table of its bounds whose limits are there", () => {
    const table = readFileSync(fileURLToPath(new URL("../docs/bounds.md", import.meta.url)), "utf8");
    const named = [...table.matchAll(/^\|.*$/gm)].flatMap(([row]) =>
      [...row.matchAll(/`([a-z][A-Za-z]+)`/g)].map(([, word]) => word),
    );
    const known = new Set([...Object.keys(LIMITS), ...SETTINGS]);
    expect(named.filter((word) => word !== undefined && !known.has(word))).toEqual([]);
    expect(new Set(named).size).toBeGreaterThan(20);
  });
});

/** Settings that the table names beside limits. */
const SETTINGS = ["maxFrameBytes", "maxQueueBytes", "maxQueueFrames", "slowReader", "maxConnections"];
