/** Owns `--scenario theatre`: from the click on Save to everybody red, in both views, beside a bare page in the same Chromium. */
import { loadavg } from "node:os";
import { type Browser, chromium, type Page } from "@playwright/test";
import { chromiumPath } from "../tools/chromium.ts";
import { numberAfter } from "./options.ts";
import { CpuShare } from "./run/cpu-share.ts";
import { FloorHouse } from "./theatre/floor.ts";
import { House, STAYING } from "./theatre/house.ts";
import { arm, redAfter } from "./theatre/red-clock.ts";

const CROWD = 100;
const DEFAULT_ROUNDS = 5;
/** Of each kind in a round; one more goes before them, unmeasured. */
const REVOCATIONS = 7;
/** Whoever presses Save has read whom it closes. */
const READING_MS = 500;
const SIZE = { width: 1440, height: 900 };

const KINDS = ["floor", "Theatre", "Table"] as const;
type Kind = (typeof KINDS)[number];
type Measured = Record<Kind, number[]>;

/** Prints p50 and p95 of all rounds. Each has a process, a browser and a profile of its own. */
export async function benchTheatre(args: readonly string[]): Promise<void> {
  const rounds = numberAfter(args, "--rounds") ?? DEFAULT_ROUNDS;
  const measured: Measured = { floor: [], Theatre: [], Table: [] };
  const busy = new CpuShare();
  for (let round = 0; round < rounds; round++) {
    await measureRound(measured);
    const newest = KINDS.map((kind) => `${kind} ${Math.round(quantile(measured[kind].slice(-REVOCATIONS), 0.5))}`);
    process.stderr.write(`  theatre round ${round + 1}: ${newest.join(", ")} ms\n`);
  }
  const load = (loadavg()[0] ?? 0).toFixed(1);
  console.log(`${CROWD} clients, ${measured.floor.length} revocations of each kind; load ${load}, ${busy.words()}`);
  console.log(told(`a bare page is told of ${CROWD} closed sockets`, measured.floor));
  console.log(told("theatre, click on Save to all red", measured.Theatre));
  console.log(told("table, click on Save to all red", measured.Table));
}

async function measureRound(measured: Measured): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
  try {
    measured.floor.push(...(await measureFloor(browser)));
    const house = await House.open(CROWD);
    try {
      const page = await browser.newPage({ viewport: SIZE });
      await page.goto(await house.link());
      await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Sandbox" }).click();
      measured.Theatre.push(...(await measureView(page, house, "Theatre", 'article[data-state="closed"]')));
      measured.Table.push(...(await measureView(page, house, "Table", 'tr[data-state="closed"]')));
    } finally {
      await house.close();
    }
  } finally {
    await browser.close();
  }
}

async function measureView(page: Page, house: House, view: Exclude<Kind, "floor">, red: string): Promise<number[]> {
  await page.getByRole("radiogroup", { name: "View" }).getByText(view, { exact: true }).click();
  return repeated(async () => {
    await house.fill();
    const verdict = page.getByRole("status", { name: "Verdict" });
    await verdict.getByText(`${CROWD + STAYING} online`).waitFor();
    await page.getByRole("group", { name: "Crowd, crowd/+/news" }).getByText("none", { exact: true }).click();
    const save = page.getByRole("button", { name: `Save: closes ${CROWD} of ` });
    await save.and(page.locator(":enabled")).waitFor();
    await page.waitForTimeout(READING_MS);
    await arm(page, red, CROWD);
    await save.click();
    return redAfter(page);
  });
}

async function measureFloor(browser: Browser): Promise<number[]> {
  const floor = await FloorHouse.open(CROWD);
  const page = await browser.newPage({ viewport: SIZE });
  try {
    await page.goto(floor.url);
    return await repeated(async () => {
      await floor.fill();
      await page
        .locator("div")
        .nth(CROWD - 1)
        .waitFor();
      await arm(page, '[data-state="closed"]', CROWD);
      await page.getByRole("button").click();
      return redAfter(page);
    });
  } finally {
    await page.close();
    floor.close();
  }
}

async function repeated(once: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let index = 0; index <= REVOCATIONS; index++) values.push(await once());
  return values.slice(1);
}

function told(name: string, values: readonly number[]): string {
  const [p50, p95] = [quantile(values, 0.5), quantile(values, 0.95)].map(Math.round);
  return `${name.padEnd(44)} p50 ${p50} ms, p95 ${p95} ms (${values.map(Math.round).join(", ")})`;
}

/** By nearest rank. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
