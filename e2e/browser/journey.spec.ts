/** Owns the proof that the whole journey works in a browser against a headless server. */
import { revocationJourney } from "../journey.ts";
import { expect, test } from "./browser-test.ts";

test("from the one-time link to a client closed with 4003 and its milliseconds", async ({ page, server }) => {
  await page.goto(await server.loginLink());
  await expect(page.getByText("Running", { exact: true })).toBeVisible();

  await revocationJourney(page, server.broker);
});

test("the one-time link works once, and without a login the console asks for the key", async ({ browser, server }) => {
  const link = await server.loginLink();
  const first = await browser.newContext();
  await (await first.newPage()).goto(link);

  const second = await browser.newContext();
  const page = await second.newPage();
  await page.goto(link);
  await page.goto(server.url);
  await expect(page.getByLabel("Admin key")).toBeVisible();
  await page.getByLabel("Admin key").fill(server.adminKey);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
});
