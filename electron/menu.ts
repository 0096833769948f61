/** Owns the native menu: what it holds, its keys, and which command or host action each item is. */
import type { MenuItemConstructorOptions } from "electron";
import { acceleratorOf, type ChangedKeys, keysOf } from "../broker/contract/chords.ts";
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
  /** The person's own, where they differ from the table. */
  readonly keys: ChangedKeys;
}

/** What every item is made from. */
interface MenuParts {
  readonly keys: ChangedKeys;
  readonly actions: MenuActions;
}

/** The whole menu as a template; keys are the ones the page itself knows, so that both say the same. */
export function menuTemplate(
  { platform, development, keys }: MenuSurroundings,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const parts = { keys, actions };
  const mac = platform === "darwin";
  return [
    ...(mac ? [{ role: "appMenu" } as const] : []),
    fileMenu(mac, parts),
    { role: "editMenu" },
    viewMenu(development, parts),
    brokerMenu(parts),
    { role: "windowMenu" },
    helpMenu(mac, parts),
  ];
}

/** Label and key are the page's, so that menu, page and sheet say the same. `deed` is for what main itself does. */
function item(
  id: CommandId,
  { keys, actions }: MenuParts,
  deed: () => void = () => actions.command(id),
): MenuItemConstructorOptions {
  const row = commandRow(id);
  const { label } = row;
  const accelerator = keysOf(row, keys)
    .map(acceleratorOf)
    .find((known) => known !== undefined);
  return { label, ...(accelerator === undefined ? {} : { accelerator }), click: deed };
}

function fileMenu(mac: boolean, parts: MenuParts): MenuItemConstructorOptions {
  const quit: MenuItemConstructorOptions[] = mac
    ? []
    : [{ type: "separator" }, { role: "quit", label: "Quit and stop serving" }];
  return {
    label: "&File",
    submenu: [
      item("window.new", parts, () => parts.actions.openWindow()),
      { type: "separator" },
      item("workspace.import", parts),
      item("workspace.export", parts, () => parts.actions.exportWorkspace()),
      { type: "separator" },
      { role: "close", label: "Close window, keep serving" },
      ...quit,
    ],
  };
}

function viewMenu(development: boolean, parts: MenuParts): MenuItemConstructorOptions {
  const builders: MenuItemConstructorOptions[] = development
    ? [{ type: "separator" }, { role: "reload" }, { role: "toggleDevTools" }]
    : [];
  return {
    label: "&View",
    submenu: [
      ...SCREENS.map((screen) => item(screenCommand(screen), parts)),
      { type: "separator" },
      item("shell.palette", parts),
      { type: "separator" },
      { role: "resetZoom" },
      { role: "zoomIn" },
      { role: "zoomOut" },
      { role: "togglefullscreen" },
      ...builders,
    ],
  };
}

function brokerMenu(parts: MenuParts): MenuItemConstructorOptions {
  return {
    label: "&Broker",
    submenu: [
      item("broker.copy-address", parts, () => parts.actions.copyBrokerAddress()),
      { label: "Open console in browser", click: () => parts.actions.openInBrowser() },
      { type: "separator" },
      item("broker.toggle", parts),
      item("storage.back-up", parts),
      { type: "separator" },
      { label: "Show data folder", click: () => parts.actions.revealFolder("data") },
      { label: "Show log folder", click: () => parts.actions.revealFolder("logs") },
    ],
  };
}

function helpMenu(mac: boolean, parts: MenuParts): MenuItemConstructorOptions {
  const about: MenuItemConstructorOptions[] = mac ? [] : [{ type: "separator" }, { role: "about" }];
  return {
    role: "help",
    label: "&Help",
    submenu: [item("shell.tour", parts), item("shell.shortcuts", parts), ...about],
  };
}
