/** Owns the proof that another port is kept for the next start, that a taken one is named, and that the broker never moves by itself. */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./desktop-test.ts";
import { freePort } from "./free-port.ts";

async function openNetwork(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Settings" }).click();
  await expect(page.getByRole("textbox", { name: "Port" })).toBeVisible();
}

test("a free port is kept for the next start, and the running broker stays where it is", async ({
  launch,
  userData,
  port,
}) => {
  const wished = await freePort();
  const desktop = launch();
  const { page } = await desktop.page();
  await openNetwork(page);

  await page.getByRole("textbox", { name: "Port" }).fill(String(wished));
  await page.getByRole("button", { name: `Use port ${wished}` }).click();
  await expect(page.getByText(`Port ${wished} is kept for the next start`)).toBeVisible();
  expect(JSON.parse(readFileSync(join(userData, "desktop.json"), "utf8"))).toMatchObject({ port: wished });
  await expect(page.getByTitle("Copy address")).toContainText(`127.0.0.1:${port}/`);

  await page.getByRole("button", { name: /^Restart now: closes \d+ connections?$/ }).click();
  expect(await desktop.exited).toBe(0);
  expect(desktop.told("relaunch")).toHaveLength(1);
});

test("a taken port is named with the next free one, and what cannot be a port is told at the field", async ({
  launch,
  userData,
}) => {
  const taken = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(taken, "127.0.0.1", resolve));
  const { page } = await launch().page();
  await openNetwork(page);

  await page.getByRole("textbox", { name: "Port" }).fill("99999");
  await expect(page.getByText("A whole number from 1 to 65,535.")).toBeVisible();
  await page.getByRole("textbox", { name: "Port" }).fill(String(taken));
  await page.getByRole("button", { name: `Use port ${taken}` }).click();
  await expect(page.getByText(`Port ${taken} is in use by another program`)).toBeVisible();
  expect(() => readFileSync(join(userData, "desktop.json"))).toThrow();
  await page.getByRole("button", { name: /^Use port / }).click();
  await expect(page.getByText(/^Port \d+ is kept for the next start$/)).toBeVisible();
  other.close();
});
