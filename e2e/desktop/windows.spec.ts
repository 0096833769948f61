/** Owns the proof that there may be several windows: each with its own pipe, place and page, and one app behind them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./desktop-test.ts";

const OVERVIEW = { name: "Overview", level: 1 } as const;

test("a new window shows the same broker over a pipe of its own, and closing one leaves the other", async ({
  launch,
}) => {
  const desktop = launch();
  const { page: first } = await desktop.page();
  await expect(first.getByRole("heading", OVERVIEW)).toBeVisible();

  await desktop.clickMenu("File", "New window");
  const { page: second } = await desktop.page(2);
  await expect(second.getByRole("heading", OVERVIEW)).toBeVisible();
  await second.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Settings" }).click();
  await second.getByRole("textbox", { name: "Workspace name" }).fill("Barn");
  await second.keyboard.press("Enter");
  await expect(first.getByTitle("Workspace settings")).toHaveText("Barn");
  await expect(first.getByRole("heading", OVERVIEW)).toBeVisible();

  await desktop.closeWindow(1);
  await desktop.tells("window-closed");
  await expect(second.getByText("Running", { exact: true })).toBeVisible();
  expect(desktop.told("notification")).toEqual([]);
});

test("menu commands reach the window in front alone", async ({ launch }) => {
  const desktop = launch();
  const { page: first } = await desktop.page();
  await expect(first.getByRole("heading", OVERVIEW)).toBeVisible();
  await desktop.clickMenu("File", "New window");
  const { page: second } = await desktop.page(2);
  await expect(second.getByRole("heading", OVERVIEW)).toBeVisible();

  await desktop.clickMenu("View", "Connections");
  await expect(second.getByRole("heading", { name: "Connections", level: 1 })).toBeVisible();
  await expect(first.getByRole("heading", OVERVIEW)).toBeVisible();
});

test("the windows that were open at the end are there again, each in its place", async ({ launch, userData }) => {
  const first = launch();
  await first.page();
  await first.clickMenu("File", "New window");
  await first.page(2);
  await first.quit();
  const { windows } = JSON.parse(readFileSync(join(userData, "window-state.json"), "utf8"));
  expect(windows).toHaveLength(2);

  const second = launch();
  await second.page(2);
  const created = second.told<{ options: { x?: number; y?: number } }>("window-created");
  expect(created.map(({ options: { x, y } }) => ({ x, y }))).toEqual(
    windows.map(({ bounds: { x, y } }: { bounds: { x: number; y: number } }) => ({ x, y })),
  );
});

test("the page opens a window and sets its own zoom through the host", async ({ launch }) => {
  const desktop = launch();
  const { page, window: id } = await desktop.page();

  expect(await page.evaluate(() => window.signalboxHost.setZoom(120))).toEqual({ ok: true, value: null });
  expect(await desktop.tells("zoom")).toEqual({ window: id, factor: 1.2 });
  expect(await page.evaluate(() => window.signalboxHost.openWindow())).toEqual({ ok: true, value: null });
  await desktop.page(2);
});
