/** Owns a console window as a measured thing: Traffic open in a real Chromium, its frames counted, its heap weighed. */
import { setPriority } from "node:os";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type CDPSession, chromium, type Page } from "@playwright/test";
import { chromiumPath } from "../../tools/chromium.ts";

/** The page shares a core with the generator, whose clock latency is read from: it takes what is left. */
const NICENESS = 5;
const SIZE = { width: 1440, height: 900 };

const { values } = parseArgs({ options: { url: { type: "string", default: "" } } });
setPriority(NICENESS);
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: SIZE });
await page.goto(values.url);
await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Traffic" }).click();
await page.getByRole("heading", { name: "Traffic", level: 1 }).waitFor();
const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable", { timeDomain: "threadTicks" });

let heapBefore = 0;
let busyBefore = 0;
let began = 0;
const lines = createInterface({ input: process.stdin });
console.log("open");
for await (const line of lines) {
  if (line === "begin") await begin();
  else if (line === "end") console.log(JSON.stringify(await end()));
  if (line === "end") break;
}
await browser.close();
process.exit(0);

/** Counts the frames of each second from here on; what was loaded until now does not count as growth. */
async function begin(): Promise<void> {
  // Before the first frame is counted: weighing collects, and a collection of the whole heap holds frames up.
  heapBefore = await heapOf(devtools);
  await page.evaluate(() => {
    const seconds: number[] = [0];
    let from = performance.now();
    const tick = (now: number): void => {
      seconds[seconds.length - 1] = (seconds.at(-1) ?? 0) + 1;
      if (now - from >= 1000) {
        from = now;
        seconds.push(0);
      }
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { benchSeconds: seconds });
  });
  began = performance.now();
  busyBefore = (await metricsOf(devtools)).busySeconds;
  console.log("begun");
}

async function end() {
  const seconds = await page.evaluate((): number[] => Reflect.get(window, "benchSeconds"));
  // The last second is not over.
  const whole = seconds.slice(0, -1).sort((a, b) => a - b);
  const busy = ((await metricsOf(devtools)).busySeconds - busyBefore) / ((performance.now() - began) / 1000);
  const heapMb = (await heapOf(devtools)) / 1e6;
  return {
    fps: whole[Math.floor(whole.length / 2)] ?? 0,
    fpsLowest: whole[0] ?? 0,
    /** Share of a core that the window's main thread used, however often it was interrupted. */
    pageCore: busy,
    heapMb,
    heapGrowthMb: heapMb - heapBefore / 1e6,
    viewSkipped: await skippedOf(page),
  };
}

/** Bytes in use after a collection. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return (await metricsOf(session)).heapBytes;
}

/** `busySeconds` counts the main thread's own processor time: what others take of the core is not in it. */
async function metricsOf(session: CDPSession) {
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return { heapBytes: value("JSHeapUsedSize"), busySeconds: value("TaskDuration") };
}

/** What the window itself says that it left out. */
async function skippedOf(window: Page): Promise<number> {
  const text = await window.getByText(/View skipped/).textContent();
  return Number(/skipped ([\d,]+)/.exec(text ?? "")?.[1]?.replaceAll(",", "") ?? Number.NaN);
}
