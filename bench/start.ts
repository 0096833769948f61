/** Owns `--scenario start`: from nothing to a console on the screen, beside a page of one sentence in the same Chromium. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { z } from "zod";
import { SignalboxProcess } from "../broker/testing/signalbox-process.ts";
import { chromiumPath } from "../tools/chromium.ts";

const SENTENCE = "<!doctype html><title>floor</title><p>One sentence.</p>";
const DEFAULT_ROUNDS = 5;

interface Shown {
  /** Milliseconds from the navigation to the first text or picture. */
  readonly paintMs: number;
  /** To the console with the broker's state in it; the floor has none. */
  readonly liveMs: number | null;
}

interface Round {
  /** From the spawn of the process to its ready line, on a data folder of its own with the sample in it. */
  readonly readyMs: number;
  readonly console: Shown;
  readonly floor: Shown;
}

/** Prints medians of fresh processes: server, browser, profile. */
export async function benchStart(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--rounds");
  const rounds = at >= 0 ? Number(args[at + 1]) : DEFAULT_ROUNDS;
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    measured.push(await measureRound());
    process.stderr.write(`  start round ${round + 1}: ${Math.round(measured.at(-1)?.console.paintMs ?? 0)} ms\n`);
  }
  const told = (name: string, values: readonly number[]) =>
    console.log(`${name.padEnd(58)} ${Math.round(median(values))} ms (${values.map(Math.round).join(", ")})`);
  told(
    "process started to listening",
    measured.map(({ readyMs }) => readyMs),
  );
  told(
    "a page of one sentence, navigation to first paint",
    measured.map(({ floor }) => floor.paintMs),
  );
  told(
    "the console, navigation to first paint",
    measured.map(({ console: shown }) => shown.paintMs),
  );
  told(
    "the console, navigation to the live broker",
    measured.map(({ console: shown }) => shown.liveMs ?? 0),
  );
}

async function measureRound(): Promise<Round> {
  const data = mkdtempSync(join(tmpdir(), "signalbox-start-"));
  const began = performance.now();
  const server = await SignalboxProcess.start(["--port", "0", "--data", data, "--sample", "--log-level", "warn"]);
  const readyMs = performance.now() - began;
  const floor = createServer((_request, response) => response.setHeader("content-type", "text/html").end(SENTENCE));
  await new Promise<void>((resolve) => floor.listen(0, "127.0.0.1", resolve));
  try {
    const { url } = z.object({ url: z.string() }).parse((await server.call("POST", "/login-link")).body);
    const { port } = floor.address() as AddressInfo;
    return {
      readyMs,
      floor: await show(`http://127.0.0.1:${port}/`, undefined),
      console: await show(url, "Running"),
    };
  } finally {
    floor.close();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** In a browser of its own: nothing is in its caches. `live`: text that says that the page is whole. */
async function show(url: string, live: string | undefined): Promise<Shown> {
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
    await page.goto(url);
    const liveAt = await page.waitForFunction(() => Reflect.get(window, "benchLiveAt") as number | undefined);
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    );
    return {
      paintMs: Number(await paint.jsonValue()),
      liveMs: live === undefined ? null : Number(await liveAt.jsonValue()),
    };
  } finally {
    await browser.close();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
