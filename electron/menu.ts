/** Owns the native menu: what it holds, its keys, and which command or host action each item is. */
import type { MenuItemConstructorOptions } from "electron";
import { type HostCommand, SCREENS, type Screen } from "./host-surface.ts";

export interface MenuActions {
  command(command: HostCommand): void;
  importWorkspace(): void;
  exportWorkspace(): void;
  copyBrokerAddress(): void;
  openInBrowser(): void;
  revealFolder(folder: "data" | "logs"): void;
}

export interface MenuSurroundings {
  readonly platform: NodeJS.Platform;
  /** Reload and developer tools are for people who build this app. */
  readonly development: boolean;
}

const LABELS: Readonly<Record<Screen, string>> = {
  overview: "Overview",
  access: "Access",
  connections: "Connections",
  sandbox: "Sandbox",
  topics: "Topics",
  traffic: "Traffic",
  rooms: "Rooms",
  settings: "Settings",
};

/** The whole menu as a template; keys are the ones the page itself knows, so that both say the same. */
export function menuTemplate(
  { platform, development }: MenuSurroundings,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const mac = platform === "darwin";
  return [
    ...(mac ? [{ role: "appMenu" } as const] : []),
    fileMenu(mac, actions),
    { role: "editMenu" },
    viewMenu(development, actions),
    brokerMenu(actions),
    { role: "windowMenu" },
    helpMenu(mac, actions),
  ];
}

function fileMenu(mac: boolean, actions: MenuActions): MenuItemConstructorOptions {
  const quit: MenuItemConstructorOptions[] = mac
    ? []
    : [{ type: "separator" }, { role: "quit", label: "Quit and stop serving" }];
  return {
    label: "&File",
    submenu: [
      {
        label: "Import workspace…",
        accelerator: "CommandOrControl+O",
        click: () => actions.importWorkspace(),
      },
      {
        label: "Export workspace…",
        accelerator: "CommandOrControl+Shift+E",
        click: () => actions.exportWorkspace(),
      },
      { type: "separator" },
      { role: "close", label: "Close window, keep serving" },
      ...quit,
    ],
  };
}

function viewMenu(development: boolean, actions: MenuActions): MenuItemConstructorOptions {
  const builders: MenuItemConstructorOptions[] = development
    ? [{ type: "separator" }, { role: "reload" }, { role: "toggleDevTools" }]
    : [];
  return {
    label: "&View",
    submenu: [
      ...SCREENS.map(
        (screen, index): MenuItemConstructorOptions => ({
          label: LABELS[screen],
          accelerator: `CommandOrControl+${index + 1}`,
          click: () => actions.command({ name: "screen", screen }),
        }),
      ),
      { type: "separator" },
      {
        label: "Command palette",
        accelerator: "CommandOrControl+K",
        click: () => actions.command({ name: "palette" }),
      },
      { type: "separator" },
      { role: "resetZoom" },
      { role: "zoomIn" },
      { role: "zoomOut" },
      { role: "togglefullscreen" },
      ...builders,
    ],
  };
}

function brokerMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: "&Broker",
    submenu: [
      {
        label: "Copy broker address",
        accelerator: "CommandOrControl+Shift+C",
        click: () => actions.copyBrokerAddress(),
      },
      { label: "Open console in browser", click: () => actions.openInBrowser() },
      { type: "separator" },
      { label: "Show data folder", click: () => actions.revealFolder("data") },
      { label: "Show log folder", click: () => actions.revealFolder("logs") },
    ],
  };
}

function helpMenu(mac: boolean, actions: MenuActions): MenuItemConstructorOptions {
  const about: MenuItemConstructorOptions[] = mac ? [] : [{ type: "separator" }, { role: "about" }];
  return {
    role: "help",
    label: "&Help",
    submenu: [{ label: "Keyboard shortcuts", click: () => actions.command({ name: "shortcuts" }) }, ...about],
  };
}
