/** Owns how a browser test gets into the console and from screen to screen. */
import { expect, type Page } from "@playwright/test";
import type { Served } from "./serve.ts";

/** Logs in by a fresh link; resolves when the console is live. */
export async function openConsole(page: Page, server: Pick<Served, "loginLink">): Promise<void> {
  await page.goto(await server.loginLink());
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
}

export async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}
