/** Owns the proof that the native menu's items do what they say: commands for the page, deeds of the host. */

import { openScreen } from "../browser/console-page.ts";
import type { Desktop } from "../electron-stand-in/desk.ts";
import type { MenuItemView } from "../electron-stand-in/menu.ts";
import { expect, test } from "./desktop-test.ts";
import { commandsOf } from "./host-page.ts";

function keysOf(items: readonly MenuItemView[]): string[] {
  return items.flatMap((item) => [...(item.accelerator ? [item.accelerator] : []), ...keysOf(item.submenu ?? [])]);
}

test("every screen of the page is in the menu under its number, and no key is given twice", async ({ launch }) => {
  const desktop = launch();
  const menu = await desktop.menu();
  const { page } = await desktop.page();

  const entries = page.getByRole("navigation", { name: "Screens" }).getByRole("button");
  await expect(entries.first()).toBeVisible();
  const screens = await entries.evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label")));
  const view = menu.find((item) => item.label === "View")?.submenu ?? [];
  expect(view.slice(0, screens.length).map(({ label, accelerator }) => [label, accelerator])).toEqual(
    screens.map((label, index) => [label, `CommandOrControl+${index + 1}`]),
  );
  const keys = keysOf(menu);
  expect(new Set(keys).size).toBe(keys.length);
});

test("keys that a person changes reach the menu at once, stay after a restart, and a reset takes them back", async ({
  launch,
}) => {
  const keyOf = async (desktop: Desktop, menu: string, label: string) =>
    (await desktop.menu()).find((item) => item.label === menu)?.submenu?.find((item) => item.label === label)
      ?.accelerator;
  const desktop = launch();
  const { page } = await desktop.page();
  await openScreen(page, "Settings");
  await page.getByRole("button", { name: "Change Connections" }).click();
  await page.keyboard.press("Control+Shift+L");
  await expect.poll(() => keyOf(desktop, "View", "Connections")).toBe("CommandOrControl+Shift+L");
  expect(await keyOf(desktop, "View", "Access")).toBe("CommandOrControl+2");

  await page.getByRole("button", { name: "Change Import workspace…" }).click();
  await page.keyboard.press("Backspace");
  await expect.poll(() => keyOf(desktop, "File", "Import workspace…")).toBeUndefined();
  await desktop.closeWindow();
  await desktop.tells("window-closed");
  expect(await desktop.quit()).toBe(0);

  const again = launch();
  const { page: next } = await again.page();
  await expect.poll(() => keyOf(again, "View", "Connections")).toBe("CommandOrControl+Shift+L");
  await openScreen(next, "Settings");
  await next.getByRole("button", { name: "Reset all shortcuts" }).click();
  await expect.poll(() => keyOf(again, "View", "Connections")).toBe("CommandOrControl+3");
  await expect.poll(() => keyOf(again, "File", "Import workspace…")).toBe("CommandOrControl+O");
});

test("a packaged app offers no developer tools", async ({ launch }) => {
  const text = JSON.stringify(await launch().menu());
  expect(text).not.toContain("toggleDevTools");
  expect(text).not.toContain("reload");
});

test("menu commands reach the page as messages", async ({ launch }) => {
  const desktop = launch();
  const { page } = await desktop.page();
  const commands = await commandsOf(page);

  await desktop.clickMenu("View", "Connections");
  await desktop.clickMenu("View", "Search or run a command");
  await desktop.clickMenu("Help", "Keyboard shortcuts");

  await expect
    .poll(commands)
    .toEqual(["screen.connections", "shell.palette", "shell.shortcuts"].map((id) => ({ kind: "command", id })));
});

test("a command while no window is open opens one on that screen", async ({ launch }) => {
  const desktop = launch();
  await desktop.page();
  await desktop.closeWindow();
  await desktop.tells("window-closed");

  await desktop.clickMenu("View", "Connections");
  const { page } = await desktop.page(2);
  await expect(page.getByRole("heading", { name: "Connections", level: 1 })).toBeVisible();
});

test("the broker menu copies the address and opens the console in a browser with a one-time link", async ({
  launch,
  port,
}) => {
  const desktop = launch();
  await desktop.page();

  await desktop.clickMenu("Broker", "Copy broker address");
  expect(await desktop.tells("clipboard")).toBe(`ws://127.0.0.1:${port}/ws/brocker/`);
  await desktop.clickMenu("Broker", "Open console in browser");
  expect(await desktop.tells("open-external")).toContain(`http://127.0.0.1:${port}/`);
  await desktop.clickMenu("Broker", "Show log folder");
  expect(await desktop.tells("open-path")).toMatch(/logs$/);
});
