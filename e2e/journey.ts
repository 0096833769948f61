/** Owns the journey that the product is for: a right is given, a real client uses it, it is taken away, and the client goes. */
import { expect, type Page } from "@playwright/test";
import { WebSocket } from "ws";

/** A name and a pattern that no sample has. */
const TOKEN = "Greenhouse";
const PATTERN = "greenhouse/+/temp";

/**
 * `page` shows a live console of `broker`. Makes token and tag, gives the right, connects a client from
 * Node, takes the right away, and sees the client go in red with 4003 and its milliseconds.
 */
export async function revocationJourney(page: Page, broker: string): Promise<void> {
  await openScreen(page, "Access");
  const secret = await createToken(page);
  await createTag(page);
  const cell = page.getByRole("gridcell", { name: new RegExp(`^${TOKEN}, ${escaped(PATTERN)}, `) });

  await cell.click();
  await expect(cell).toHaveAccessibleName(`${TOKEN}, ${PATTERN}, read, was none`);
  await page.getByRole("button", { name: "Save: closes nobody" }).click();
  await expect(cell).toHaveAccessibleName(`${TOKEN}, ${PATTERN}, read`);

  const client = new WebSocket(broker, { headers: { authorization: `Token ${secret}`, tag: PATTERN } });
  const closed = new Promise<number>((resolve) => client.once("close", resolve));
  try {
    await openScreen(page, "Connections");
    const row = page.getByRole("row").filter({ hasText: TOKEN });
    await expect(row).toContainText("Online");

    await openScreen(page, "Access");
    await cell.click();
    await cell.click();
    await expect(cell).toHaveAccessibleName(`${TOKEN}, ${PATTERN}, none, was read, closes 1`);
    const save = page.getByRole("button", { name: /^Save: closes 1 of \d+ connections?/ });
    await expect(save).toBeEnabled();
    expect(client.readyState).toBe(WebSocket.OPEN);
    await save.click();

    await expect(page.getByRole("status", { name: "What saving did" })).toContainText(/1 closed in [\d.,]+ ms/);
    await openScreen(page, "Connections");
    await expect(row).toContainText("Closed");
    await expect(row).toContainText("4003");
    await expect(row).toContainText(/[\d.,]+ ms/);
    expect(await closed).toBe(4003);
  } finally {
    client.terminate();
  }
}

async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

async function createToken(page: Page): Promise<string> {
  await page.getByRole("button", { name: /^New token/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(TOKEN);
  await dialog.getByRole("button", { name: "Create token" }).click();
  const secret = (await dialog.locator("code").textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  return secret;
}

async function createTag(page: Page): Promise<void> {
  await page.getByRole("button", { name: "New tag" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Pattern").fill(PATTERN);
  await dialog.getByRole("button", { name: "Create tag" }).click();
  await expect(dialog).toBeHidden();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
