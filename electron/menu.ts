/** Owns the native menu: what it holds, its keys, and which command or host action each item is. */
import type { MenuItemConstructorOptions } from "electron";
import { acceleratorOf } from "../broker/contract/chords.ts";
import { type CommandId, commandRow, screenCommand } from "../broker/contract/commands.ts";
import { SCREENS } from "../broker/contract/screens.ts";

export interface MenuActions {
  command(id: CommandId): void;
  openWindow(): void;
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

/** Label and key are the table's, so that menu, page and sheet say the same. `deed` is for what main itself does. */
function item(
  id: CommandId,
  actions: MenuActions,
  deed: () => void = () => actions.command(id),
): MenuItemConstructorOptions {
  const { label, keys } = commandRow(id);
  const accelerator = acceleratorOf(keys[0]);
  return { label, ...(accelerator === undefined ? {} : { accelerator }), click: deed };
}

function fileMenu(mac: boolean, actions: MenuActions): MenuItemConstructorOptions {
  const quit: MenuItemConstructorOptions[] = mac
    ? []
    : [{ type: "separator" }, { role: "quit", label: "Quit and stop serving" }];
  return {
    label: "&File",
    submenu: [
      item("window.new", actions, () => actions.openWindow()),
      { type: "separator" },
      item("workspace.import", actions),
      item("workspace.export", actions, () => actions.exportWorkspace()),
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
      ...SCREENS.map((screen) => item(screenCommand(screen), actions)),
      { type: "separator" },
      item("shell.palette", actions),
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
      item("broker.copy-address", actions, () => actions.copyBrokerAddress()),
      { label: "Open console in browser", click: () => actions.openInBrowser() },
      { type: "separator" },
      item("broker.toggle", actions),
      item("storage.back-up", actions),
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
    submenu: [item("shell.tour", actions), item("shell.shortcuts", actions), ...about],
  };
}
