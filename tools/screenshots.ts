/** Owns `npm run screenshots`: the pictures of the README, taken from the running product. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { z } from "zod";
import { SignalboxProcess } from "../broker/testing/signalbox-process.ts";
import { chromiumPath } from "./chromium.ts";
import { knockWrongly, largerHouse, moveIn } from "./screenshots/larger-house.ts";

const OUT = "docs/images";
const SIZE = { width: 1440, height: 900 };
/** Long enough for the charts to have a line. */
const SETTLE_MS = 20_000;

const data = mkdtempSync(join(tmpdir(), "signalbox-pictures-"));
try {
  for (const scheme of ["light", "dark"] as const) await take(scheme);
} finally {
  rmSync(data, { recursive: true, force: true });
}

/** One server, one story, three pictures. */
async function take(scheme: "light" | "dark"): Promise<void> {
  const file = join(data, `${scheme}.signalbox.json`);
  writeFileSync(file, JSON.stringify(largerHouse(Date.now())));
  const args = ["--port", "0", "--data", join(data, scheme), "--workspace", file, "--log-level", "warn"];
  const server = await SignalboxProcess.start(args);
  const moveOut = await moveIn(server.ready.broker);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
  try {
    await knockWrongly(server.ready.broker);
    await revoke(server, "Guest tablet", "home/+/door");
    const page = await browser.newPage({ viewport: SIZE, colorScheme: scheme, reducedMotion: "reduce" });
    const link = z.object({ url: z.string() }).parse((await server.call("POST", "/login-link")).body);
    await page.goto(link.url);
    await page.getByText("Running", { exact: true }).waitFor();
    await page.waitForTimeout(SETTLE_MS);
    mkdirSync(OUT, { recursive: true });

    await open(page, "Overview");
    await shot(page, `overview-${scheme}`);
    await open(page, "Access");
    await pend(page, "Light controllers, home/\\+/motion", "0");
    await pend(page, "Phone app, home/\\+/setpoint", "0");
    await pend(page, "CI simulator, energy/#", "1");
    await page.getByRole("button", { name: /^Save: closes [1-9]/ }).waitFor();
    await shot(page, `access-${scheme}`);
    await page.getByRole("button", { name: /^Save: closes [1-9]/ }).click();
    await page.getByText(/closed in/).waitFor();
    await open(page, "Connections");
    const closed = page.getByRole("row").filter({ hasText: "permission revoked" }).first();
    await closed.click();
    await shot(page, `connections-${scheme}`);
  } finally {
    await browser.close();
    moveOut();
    await server.stop();
  }
}

async function open(page: Page, screen: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: screen }).click();
  await page.getByRole("heading", { name: screen, level: 1 }).waitFor();
}

/** Makes a pending edit as a person at the keyboard would. */
async function pend(page: Page, cell: string, key: "0" | "1" | "2"): Promise<void> {
  await page.getByRole("gridcell", { name: new RegExp(`^${cell}, `) }).focus();
  await page.keyboard.press(key);
}

async function shot(page: Page, name: string): Promise<void> {
  // Two seconds: what moves in has moved in, and the list of effects stands.
  await page.waitForTimeout(2000);
  await page.screenshot({ path: join(OUT, `${name}.png`) });
  console.log(join(OUT, `${name}.png`));
}

/** Takes a right away, so that there is a last revocation to show. */
async function revoke(server: SignalboxProcess, token: string, pattern: string): Promise<void> {
  const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
  const all = async (path: string) => Items.parse((await server.call("GET", path)).body).items;
  const tokenId = (await all("/tokens")).find(({ name }) => name === token)?.id;
  const tagId = (await all("/tags")).find((tag) => tag.pattern === pattern)?.id;
  const permission = (await all(`/permissions?tokenId=${tokenId}`)).find((one) => one.tagId === tagId);
  await server.call("DELETE", `/permissions/${permission?.id}`);
}
