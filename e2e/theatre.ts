/** Owns the journey through the theatre: the sample house, a right taken away beside its clients, who goes and who stays. */
import { expect, type Locator, type Page } from "@playwright/test";

/** Its five clients are online: in the running sample they are, in an empty workspace the house is imported and started. */
export async function startHouse(page: Page): Promise<void> {
  await openSandbox(page);
  const start = page.getByRole("button", { name: "Start the sample house" });
  await start.or(card(page, "Hall dashboard")).waitFor();
  if (await start.isVisible()) {
    await start.click();
    await page.getByRole("button", { name: "Import and start" }).click();
  }
  for (const name of ["Hall dashboard", "Kitchen dashboard", "Phone 1", "Phone 2", "Hall node"]) {
    await expect(card(page, name)).toContainText("Online");
  }
}

export async function openSandbox(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Sandbox" }).click();
  await expect(page.getByRole("heading", { name: "Sandbox", level: 1 })).toBeVisible();
}

export function card(page: Page, name: string): Locator {
  return page.getByRole("article", { name, exact: true });
}

export function verdict(page: Page): Locator {
  return page.getByRole("status", { name: "Verdict" });
}

/** Sets one right in the panel; saving is another step. */
export async function setRight(page: Page, token: string, pattern: string, level: string): Promise<void> {
  await page
    .getByRole("group", { name: `${token}, ${pattern}` })
    .getByText(level, { exact: true })
    .click();
}

/** `page` shows a live console over an empty workspace, or over the running sample. */
export async function theatreJourney(page: Page): Promise<void> {
  await startHouse(page);
  await expect(verdict(page)).toContainText("5 online");
  await setRight(page, "Wall dashboard", "home/+/door", "none");
  const save = page.getByRole("button", { name: "Save: closes 2 of 5 connections" });
  await expect(save).toBeEnabled();
  await expect(page.getByRole("region", { name: "Pending edits" })).toContainText("Hall dashboard, Kitchen dashboard");
  await save.click();

  for (const name of ["Hall dashboard", "Kitchen dashboard"]) {
    const closed = card(page, name);
    await expect(closed).toContainText("4003");
    await expect(closed).toContainText(/[\d.,]+ ms/);
    await expect(closed).toContainText("permission revoked:");
    await expect(closed).toContainText("A retry gets 4003");
  }
  await expect(verdict(page)).toContainText(/2 closed in [\d.,]+ ms/);
  await expect(verdict(page)).toContainText("3 kept receiving");
  await expect(verdict(page)).toContainText("0 messages leaked");
  for (const name of ["Phone 1", "Phone 2", "Hall node"]) await expect(card(page, name)).toContainText("Online");
  await expect(page.getByRole("region", { name: "From commit to closed" })).toContainText(/Hall dashboard.*[\d.]+ ms/);
  await expect(page.getByRole("complementary", { name: "Permissions" })).toContainText("Removed, was read");

  await page.getByRole("button", { name: /^Undo revision/ }).click();
  await expect(page.getByRole("article", { name: "Hall dashboard" })).toContainText("A retry would be let in");
  await page.getByRole("button", { name: "Reconnect closed" }).click();
  await expect(verdict(page)).toContainText("5 online");
}
