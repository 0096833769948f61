/** Owns the stand-in's Menu and Tray: templates are checked for what Electron refuses, and items can be clicked from the desk. */
import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import type { MenuItemConstructorOptions } from "electron";
import { desk } from "./desk-line.ts";
import { mustBeReady } from "./readiness.ts";

const ROLES = new Set(
  `undo redo cut copy paste pasteAndMatchStyle delete selectAll reload forceReload toggleDevTools resetZoom zoomIn zoomOut
   toggleSpellChecker togglefullscreen window minimize close help about services hide hideOthers unhide quit startSpeaking
   stopSpeaking zoom front appMenu fileMenu editMenu viewMenu shareMenu recentDocuments toggleTabBar selectNextTab
   selectPreviousTab showAllTabs mergeAllWindows clearRecentDocuments moveTabToNewWindow windowMenu`.split(/\s+/),
);
const ACCELERATOR =
  /^((Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)\+)*([!-~]|F([1-9]|1\d|2[0-4])|Plus|Space|Tab|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc)$/;

/** An item as a test sees it. */
export interface MenuItemView {
  readonly label: string;
  readonly role?: string;
  readonly accelerator?: string;
  readonly enabled: boolean;
  readonly submenu?: readonly MenuItemView[];
}

export class Menu {
  readonly template: readonly MenuItemConstructorOptions[];
  static #application: Menu | null = null;

  constructor(template: readonly MenuItemConstructorOptions[] = []) {
    this.template = template;
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    for (const item of template) check(item);
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    mustBeReady("Menu.setApplicationMenu");
    Menu.#application = menu;
    desk.tell("menu-set", undefined);
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  view(): MenuItemView[] {
    return viewOf(this.template);
  }

  /** Clicks the item at that path of labels (ampersands left out). */
  click(path: readonly string[]): void {
    let items: readonly MenuItemConstructorOptions[] = this.template;
    let found: MenuItemConstructorOptions | undefined;
    for (const label of path) {
      found = items.find((item) => labelOf(item) === label);
      if (found === undefined) throw new Error(`no menu item "${path.join(" > ")}"`);
      items = Array.isArray(found.submenu) ? found.submenu : [];
    }
    if (found?.enabled === false) throw new Error(`the menu item "${path.join(" > ")}" is disabled`);
    if (found?.click === undefined) throw new Error(`the menu item "${path.join(" > ")}" does nothing of ours`);
    // The real arguments (item, window, event) are of no use to a click handler that reads none.
    Reflect.apply(found.click, undefined, []);
  }
}

function labelOf(item: MenuItemConstructorOptions): string {
  return (item.label ?? item.role ?? "").replace("&", "");
}

function viewOf(items: readonly MenuItemConstructorOptions[]): MenuItemView[] {
  return items
    .filter((item) => item.type !== "separator")
    .map((item) => ({
      label: labelOf(item),
      enabled: item.enabled !== false,
      ...(item.role === undefined ? {} : { role: item.role }),
      ...(item.accelerator === undefined ? {} : { accelerator: String(item.accelerator) }),
      ...(Array.isArray(item.submenu) ? { submenu: viewOf(item.submenu) } : {}),
    }));
}

function check(item: MenuItemConstructorOptions): void {
  if (item.label === undefined && item.role === undefined && item.type !== "separator") {
    throw new TypeError("Invalid template for MenuItem: must have at least one of label, role or type");
  }
  if (item.role !== undefined && !ROLES.has(item.role)) throw new TypeError(`Unknown role ${item.role}`);
  if (item.accelerator !== undefined && !ACCELERATOR.test(String(item.accelerator))) {
    throw new TypeError(`Invalid accelerator ${item.accelerator}`);
  }
  if (Array.isArray(item.submenu)) for (const child of item.submenu) check(child);
}

const trays = new Set<Tray>();

export class Tray extends EventEmitter {
  #menu: Menu | null = null;

  constructor(image: string) {
    super();
    mustBeReady("Tray");
    if (!existsSync(image)) throw new Error(`Failed to load image from path '${image}'`);
    trays.add(this);
    desk.tell("tray", { image });
  }

  setToolTip(text: string): void {
    desk.tell("tray-tooltip", text);
  }

  setContextMenu(menu: Menu | null): void {
    this.#menu = menu;
    desk.tell("tray-menu", menu?.view());
  }

  get menu(): Menu | null {
    return this.#menu;
  }

  destroy(): void {
    trays.delete(this);
  }
}

desk.serve("menu", () => Menu.getApplicationMenu()?.view());
desk.serve("click-menu", (path: string[]) => Menu.getApplicationMenu()?.click(path));
desk.serve("click-tray-menu", (path: string[]) => {
  for (const tray of trays) tray.menu?.click(path);
});
desk.serve("click-tray", () => {
  for (const tray of trays) tray.emit("click");
});
