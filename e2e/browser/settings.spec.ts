/** Owns the proof that settings are found, judged at the field, kept while the link is down, and do what they say. */
import { existsSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe.ts";
import { expect, test } from "./browser-test.ts";
import { openConsole, openScreen } from "./console-page.ts";
import type { Served } from "./serve.ts";

async function settingsOf(server: Served): Promise<Record<string, unknown>> {
  const answer = await fetch(`${server.admin}/settings`, { headers: { authorization: `Bearer ${server.adminKey}` } });
  return (await answer.json()) as Record<string, unknown>;
}

async function call(server: Served, method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${server.admin}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${method} ${path}`).toBe(true);
}

const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const row = (page: Page, id: string) => page.locator(`[data-setting="${id}"]`);

test.beforeEach(async ({ page, server }) => {
  await openConsole(page, server);
  await openScreen(page, "Settings");
});

test("every section is there, search finds by what a setting does, and says when nothing does", async ({ page }) => {
  for (const name of ["Network", "Limits", "Storage and retention", "Shortcuts", "Security", "About"]) {
    await expect(page.getByRole("heading", { name, level: 2, exact: true })).toBeVisible();
  }
  await page.keyboard.press("Control+f");
  await page.keyboard.type("unanswered ping");
  await expect(page.getByRole("heading", { level: 3 })).toHaveText(["Pause between pings"]);
  await page.keyboard.type(" nowhere");
  await expect(page.getByText("No setting by that name")).toBeVisible();
  await page.getByRole("button", { name: "Show all settings" }).click();
  await expect(page.getByRole("heading", { name: "Network", level: 2 })).toBeVisible();
});

test("what is not allowed is told at the field with what is; what is allowed is saved in its unit", {
  tag: "@desktop",
}, async ({ page, server }) => {
  const ping = field(page, "Pause between pings");
  await ping.fill("2 days");
  await expect(row(page, "pingIntervalMs").getByRole("alert")).toContainText("Between 100 ms and 1 h");
  await expect(row(page, "pingIntervalMs").getByRole("button", { name: "Save" })).toBeDisabled();
  await ping.press("Enter");
  expect((await settingsOf(server)).pingIntervalMs).toBe(30_000);

  await ping.fill("45 s");
  await ping.press("Enter");
  await expect(row(page, "pingIntervalMs").getByRole("button", { name: "Save" })).toHaveCount(0);
  await expect.poll(async () => (await settingsOf(server)).pingIntervalMs).toBe(45_000);
  await ping.fill("1 min");
  await ping.press("Escape");
  await expect(ping).toHaveValue("45 s");
});

test("a choice is sent as it is made; one that the broker refuses stays to be seen, with the reason", async ({
  page,
  server,
}) => {
  await page.getByRole("radio", { name: "Minimal" }).check();
  await expect.poll(async () => (await settingsOf(server)).enforcement).toBe("minimal");
  await page.getByRole("switch", { name: "Tags may overlap" }).press("Space");
  await expect.poll(async () => (await settingsOf(server)).allowOverlaps).toBe(true);
  await call(server, "POST", "/tags", { pattern: "home/#" });
  await call(server, "POST", "/tags", { pattern: "home/+/temp" });

  await page.getByRole("switch", { name: "Tags may overlap" }).press("Space");
  await expect(row(page, "allowOverlaps").getByRole("alert")).toContainText(/home/);
  expect((await settingsOf(server)).allowOverlaps).toBe(true);
  await row(page, "allowOverlaps").getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("switch", { name: "Tags may overlap" })).toBeChecked();
});

test("patterns for clients without a token are judged while typed and saved as a whole", async ({ page, server }) => {
  const anonymous = row(page, "anonymous");
  await anonymous.getByRole("button", { name: "Add a pattern" }).click();
  await field(page, "Pattern 1").fill("public/#/x");
  await expect(anonymous.getByRole("alert")).toContainText("public/#/x");
  await field(page, "Pattern 1").fill("public/#");
  await anonymous.getByText("readwrite").click();
  await anonymous.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(async () => (await settingsOf(server)).anonymous)
    .toEqual([{ pattern: "public/#", access: "readwrite" }]);
});

test("a box that is checked looks it", async ({ page }) => {
  const box = page.getByRole("checkbox", { name: "Export secrets too" });
  const ground = () => box.evaluate((element) => getComputedStyle(element).backgroundColor);
  const empty = await ground();
  await box.check();
  await expect.poll(ground).not.toBe(empty);
});

test("a dialog that is left gives the focus back", async ({ page }) => {
  await page.getByRole("button", { name: "Import…" }).click();
  await expect(page.getByRole("dialog", { name: "Import workspace" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Import…" })).toBeFocused();
});

test("a backup is made on the spot and says where it lies", async ({ page }) => {
  await page.getByRole("button", { name: "Back up now", exact: true }).click();
  const done = row(page, "backup").getByRole("status");
  await expect(done).toContainText(/KB in [\d.,]+ ms, revision \d+ with history/);
  expect(existsSync((await done.locator("code").textContent()) ?? "")).toBe(true);
  await expect(row(page, "data-folder")).toContainText("Backups");
});

test("the admin key is replaced: shown once, this console stays, another one logs in anew", async ({
  page,
  browser,
  server,
}) => {
  const other = await (await browser.newContext()).newPage();
  await openConsole(other, server);
  await page.getByRole("button", { name: "Replace the admin key…" }).click();
  const dialog = page.getByRole("dialog", { name: "Replace the admin key" });
  await dialog.getByRole("button", { name: "Replace the key" }).click();
  const key = (await dialog.locator("code").textContent()) ?? "";
  await expect(dialog.getByRole("button", { name: "Done" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog.locator("code")).toHaveText(key);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("button", { name: "Replace the admin key…" })).toBeFocused();
  await expect(other.getByLabel("Admin key")).toBeVisible();
  await other.getByLabel("Admin key").fill(server.adminKey);
  await other.getByRole("button", { name: "Log in" }).click();
  await expect(other.getByText("This is not the admin key of this broker.")).toBeVisible();
  await other.getByLabel("Admin key").fill(key);
  await other.getByRole("button", { name: "Log in" }).click();
  await expect(other.getByText("Running", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
});

test("keys are changed by pressing them, conflicts are named, and a reset brings the old ones back", async ({
  page,
}) => {
  const line = page.getByRole("row", { name: /^New token/ });
  await page.getByRole("button", { name: "Change New token" }).click();
  await page.keyboard.press("Control+j");
  await expect(line).toContainText("CtrlJ");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await page.keyboard.press("Control+j");
  await expect(page.getByRole("dialog", { name: "New token" })).toBeVisible();
  await page.keyboard.press("Escape");

  await openScreen(page, "Settings");
  await page.getByRole("button", { name: "Change New token" }).click();
  await page.keyboard.press("Control+k");
  await expect(line).toContainText("also Search or run a command");
  await page.getByRole("button", { name: "Change New token" }).click();
  await page.keyboard.press("Escape");
  await expect(line).toContainText("CtrlK");
  await page.getByRole("button", { name: "Reset all shortcuts" }).click();
  await expect(line).not.toContainText("also");
  await page.getByRole("heading", { name: "Settings", level: 1 }).click();
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: "New token" })).toBeVisible();
});

test("density, times and motion hold at once, after a reload and in another window", async ({
  page,
  context,
  server,
}) => {
  await call(server, "POST", "/tags", { pattern: "home/#" });
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByText("Running", { exact: true })).toBeVisible();
  await page.getByText("Compact", { exact: true }).click();
  await page.getByText("ISO 8601", { exact: true }).click();
  await page.getByText("Reduced", { exact: true }).click();
  for (const shown of [page, other]) {
    await expect(shown.locator("html")).toHaveAttribute("data-density", "compact");
    await expect(shown.locator("html")).toHaveAttribute("data-motion", "reduced");
    await expect(shown.locator("html")).toHaveAttribute("data-times", "iso");
  }
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await openScreen(page, "Access");
  await page.getByRole("button", { name: "Audit" }).click();
  await expect(page.getByText(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/).first()).toBeVisible();
});

test("the palette finds a setting by name and takes the person to it", async ({ page }) => {
  await openScreen(page, "Overview");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("largest frame");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await expect(field(page, "Largest frame")).toBeFocused();
});

for (const scheme of ["light", "dark"] as const) {
  test(`the screen is accessible in ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await field(page, "Largest frame").fill("lots");
    await expect(row(page, "maxFrameBytes").getByRole("alert")).toBeVisible();
    await expectAccessible(page, scheme);
  });
}
