/** Owns `--scenario start`: from a process that is not there to a console on the screen, beside a bare server with a page of one sentence. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "@playwright/test";
import { z } from "zod";
import { SignalboxProcess } from "../broker/testing/signalbox-process.ts";
import { chromiumPath } from "../tools/chromium.ts";
import { BUNDLE } from "../tools/compile-ahead.ts";
import { numberAfter } from "./options.ts";

/** The least that a Node process can be which shows something. */
const FLOOR = `require("node:http").createServer((_request, response) => response.setHeader("content-type", "text/html")
  .end("<!doctype html><title>floor</title><p>One sentence.</p>")).listen(0, "127.0.0.1", function () { console.log(this.address().port) })`;
const DEFAULT_ROUNDS = 5;
const SYSTEMS = {
  floor: "floor: a bare Node server with a page of one sentence",
  cold: "cold: the first start ever, nothing compiled is kept",
  warm: "warm: the second start, on the same data folder",
} as const;

type System = keyof typeof SYSTEMS;

interface Shown {
  /** Spawn of the process to its first line; for ours that is the ready line. */
  readonly readyMs: number;
  /** Navigation to the first text or picture: of the console, its frame. */
  readonly paintMs: number;
  /** Navigation to the console with the broker's state in it; the floor has none. */
  readonly liveMs: number | null;
  /** Spawn to first paint, and to the broker's state. */
  readonly wholeMs: number;
  readonly wholeLiveMs: number | null;
}

interface Started {
  /** What is opened; ours asks the broker for a one-time link, which is part of getting there. */
  link(): Promise<string>;
  stop(): Promise<unknown>;
}

/** Prints medians of fresh processes, the three systems one after the other in each round. */
export async function benchStart(args: readonly string[]): Promise<void> {
  const rounds = numberAfter(args, "--rounds") ?? DEFAULT_ROUNDS;
  const measured: Record<System, Shown[]> = { floor: [], cold: [], warm: [] };
  for (let round = 0; round < rounds; round++) {
    measured.floor.push(await show(startFloor, undefined));
    const folder = mkdtempSync(join(tmpdir(), "signalbox-start-"));
    try {
      measured.cold.push(await show(() => startOurs(folder), "Running"));
      measured.warm.push(await show(() => startOurs(folder), "Running"));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    process.stderr.write(`  start round ${round + 1}: ${Math.round(measured.cold.at(-1)?.wholeMs ?? 0)} ms cold\n`);
  }
  for (const system of Object.keys(SYSTEMS) as System[]) report(SYSTEMS[system], measured[system]);
}

function report(title: string, rounds: readonly Shown[]): void {
  console.log(title);
  const told = (name: string, pick: (shown: Shown) => number | null) => {
    const values = rounds.flatMap((shown) => pick(shown) ?? []);
    if (values.length === 0) return;
    console.log(`  ${name.padEnd(36)} ${Math.round(median(values))} ms (${values.map(Math.round).join(", ")})`);
  };
  told("process started to listening", ({ readyMs }) => readyMs);
  told("navigation to first paint", ({ paintMs }) => paintMs);
  told("navigation to the live broker", ({ liveMs }) => liveMs);
  told("process started to first paint", ({ wholeMs }) => wholeMs);
  told("process started to the live broker", ({ wholeLiveMs }) => wholeLiveMs);
}

/** With the sample house; what Node compiles is kept in `folder`, so that the first start of a folder finds nothing. */
async function startOurs(folder: string): Promise<Started> {
  const args = ["--port", "0", "--data", join(folder, "data"), "--sample", "--log-level", "warn"];
  const server = await SignalboxProcess.start(args, { NODE_COMPILE_CACHE: join(folder, "compiled") }, BUNDLE);
  return {
    link: async () => z.object({ url: z.string() }).parse((await server.call("POST", "/login-link")).body).url,
    stop: () => server.stop(),
  };
}

async function startFloor(): Promise<Started> {
  const child = spawn(process.execPath, ["--eval", FLOOR], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  return {
    link: async () => `http://127.0.0.1:${port}/`,
    stop: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}

/**
 * In a browser of its own, so that nothing is in its caches; it waits with an empty page before the process is started, since a desk has one
 * open. `live`: text that says that the page is whole.
 */
async function show(start: () => Promise<Started>, live: string | undefined): Promise<Shown> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // The page itself looks at every frame: asking from outside would add its own round trips.
    await page.addInitScript((text) => {
      const look = () => {
        if (text === undefined || document.body?.textContent?.includes(text)) {
          Reflect.set(window, "benchLiveAt", performance.now());
        } else requestAnimationFrame(look);
      };
      look();
    }, live);
    const began = performance.timeOrigin + performance.now();
    const server = await start();
    const readyMs = performance.timeOrigin + performance.now() - began;
    try {
      await page.goto(await server.link());
      const liveAt = await page.waitForFunction(() => Reflect.get(window, "benchLiveAt") as number | undefined);
      const paint = await page.waitForFunction(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      );
      const paintMs = Number(await paint.jsonValue());
      const liveMs = live === undefined ? null : Number(await liveAt.jsonValue());
      // Both clocks are this machine's.
      const before = (await page.evaluate(() => performance.timeOrigin)) - began;
      return {
        readyMs,
        paintMs,
        liveMs,
        wholeMs: before + paintMs,
        wholeLiveMs: liveMs === null ? null : before + liveMs,
      };
    } finally {
      await server.stop();
    }
  } finally {
    await browser.close();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
