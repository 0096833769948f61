/** Owns the measurement of Connections in a real browser: how long a key takes from the press to the painted list. */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { chromium, type Page } from "@playwright/test";
import { chromiumPath } from "../../tools/chromium.ts";
import { Fleet } from "./fleet.ts";
import { percentile } from "./interval.ts";
import type { Figures, PageJob } from "./job.ts";

/** Narrows 2000 rows to few and back, as a person does: each character asks for another list. */
const TYPED = 'token:"bench 1" -slow';
/** A fast typist's. */
const KEY_MS = 80;
const FIELD = '[aria-label="Filter connections"]';

export async function runPage(job: PageJob): Promise<Figures> {
  takeAllCores();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
  const fleet = new Fleet(job);
  try {
    await fleet.open();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.setContent('<input aria-label="Filter connections">');
    const floor = await typed(page, job.rounds);

    await page.goto(await loginLink(job));
    await page.getByText("Running", { exact: true }).waitFor();
    await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Connections" }).click();
    await page.locator(`[role="grid"][aria-rowcount="${job.connections + 1}"]`).waitFor();
    await page.mouse.move(0, 0);
    await typed(page, 1);
    const quiet = await typed(page, job.rounds);

    fleet.change(job.changesPerSecond);
    await pause(job.settleMs);
    const before = fleet.changes;
    const startedAt = performance.now();
    const busy = await typed(page, job.rounds);
    const seconds = (performance.now() - startedAt) / 1000;
    const changes = fleet.changes - before;
    fleet.rest();
    return {
      keys: busy.length,
      floorP50Ms: percentile(floor, 0.5),
      floorP95Ms: percentile(floor, 0.95),
      quietP50Ms: percentile(quiet, 0.5),
      quietP95Ms: percentile(quiet, 0.95),
      p50Ms: percentile(busy, 0.5),
      p95Ms: percentile(busy, 0.95),
      maxMs: busy.at(-1) ?? Number.NaN,
      changesPerSecond: changes / seconds,
      lost: fleet.lost,
    };
  } finally {
    fleet.close();
    await browser.close();
  }
}

/** Types the text and takes it back, `rounds` times; milliseconds of each key, sorted. */
async function typed(page: Page, rounds: number): Promise<number[]> {
  await page.evaluate(watchKeys);
  const field = page.locator(FIELD).first();
  await field.focus();
  for (let round = 0; round < rounds; round++) {
    for (const character of TYPED) await pressed(page, character === " " ? "Space" : character);
    for (let left = TYPED.length; left > 0; left--) await pressed(page, "Backspace");
    await field.fill("");
  }
  const times = await page.evaluate(takeKeys);
  return times.sort((a, b) => a - b);
}

/** One key, and the pause to the next: keys on one another's heels would wait for each other, and measure the queue. */
async function pressed(page: Page, key: string): Promise<void> {
  await Promise.all([page.keyboard.press(key), pause(KEY_MS)]);
}

/** A desk has all its cores for a window, so the browser is not held to the generator's. Without `taskset` nothing holds it. */
function takeAllCores(): void {
  if (process.platform !== "linux") return;
  spawnSync("taskset", ["-cp", `0-${cpus().length - 1}`, String(process.pid)]);
}

interface Watched {
  keyTimes?: number[];
}

/** In the page: notes when a key was pressed, and when the frame that shows its effect has been painted. */
function watchKeys(): void {
  const watched: Watched = window as Window & Watched;
  const isWatching = watched.keyTimes !== undefined;
  watched.keyTimes = [];
  if (isWatching) return;
  document.addEventListener(
    "keydown",
    (event) => {
      requestAnimationFrame(() => {
        // A message posted inside a frame is handled after its paint.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => watched.keyTimes?.push(performance.now() - event.timeStamp);
        channel.port2.postMessage(null);
      });
    },
    { capture: true },
  );
}

function takeKeys(): number[] {
  const watched: Watched = window as Window & Watched;
  return watched.keyTimes ?? [];
}

async function loginLink({ admin, adminKey }: PageJob): Promise<string> {
  const answer = await fetch(`${admin}/login-link`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminKey}` },
  });
  const body: { url?: string } = await answer.json();
  if (body.url === undefined) throw new Error("The server gave no login link");
  return body.url;
}
