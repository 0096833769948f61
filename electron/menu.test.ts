/** Owns the proof that the menu follows each platform's manners. */
import type { MenuItemConstructorOptions } from "electron";
import { expect, it } from "vitest";
import { type MenuActions, menuTemplate } from "./menu.ts";

const actions: MenuActions = {
  command: () => {},
  openWindow: () => {},
  exportWorkspace: () => {},
  copyBrokerAddress: () => {},
  openInBrowser: () => {},
  revealFolder: () => {},
};

function rolesOf(items: readonly MenuItemConstructorOptions[]): string[] {
  return items.flatMap((item) => [
    ...(item.role === undefined ? [] : [item.role]),
    ...(Array.isArray(item.submenu) ? rolesOf(item.submenu) : []),
  ]);
}

it("has one way to quit on every platform, in the app menu on macOS", () => {
  for (const platform of ["linux", "win32", "darwin"] as const) {
    const template = menuTemplate({ platform, development: false, keys: {} }, actions);
    // On macOS the app menu brings it.
    const ways = rolesOf(template).filter((role) => role === "quit" || role === "appMenu");
    expect(ways, platform).toEqual([platform === "darwin" ? "appMenu" : "quit"]);
  }
});

it("shows developer tools to those who build the app only", () => {
  expect(rolesOf(menuTemplate({ platform: "linux", development: true, keys: {} }, actions))).toContain(
    "toggleDevTools",
  );
  expect(rolesOf(menuTemplate({ platform: "linux", development: false, keys: {} }, actions))).not.toContain(
    "toggleDevTools",
  );
});
