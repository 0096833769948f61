/** Owns the small modules of the stand-in that only reach the person or the system: each call is told to the desk. */
import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import type { Display, MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from "electron";
import { desk } from "./desk-line.ts";
import { mustBeReady } from "./readiness.ts";

export const dialog = {
  async showMessageBox(...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    mustBeReady("dialog.showMessageBox");
    const options = args.at(-1) as MessageBoxOptions;
    return (await desk.ask("message-box", options)) as { response: number; checkboxChecked: boolean };
  },
  async showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    const filePaths = (await desk.ask("open-dialog", args.at(-1) as OpenDialogOptions)) as string[];
    return { canceled: filePaths.length === 0, filePaths };
  },
  async showSaveDialog(...args: unknown[]): Promise<{ canceled: boolean; filePath: string }> {
    const filePath = (await desk.ask("save-dialog", args.at(-1) as SaveDialogOptions)) as string;
    return { canceled: filePath === "", filePath };
  },
  /** May be called before ready, as documented. */
  showErrorBox(title: string, content: string): void {
    desk.tell("error-box", { title, content });
  },
};

export const shell = {
  async openExternal(url: string): Promise<void> {
    desk.tell("open-external", url);
  },
  async openPath(path: string): Promise<string> {
    desk.tell("open-path", path);
    return existsSync(path) ? "" : `Failed to open ${path}`;
  },
  showItemInFolder(path: string): void {
    desk.tell("show-item", path);
  },
};

export const clipboard = {
  async writeText(text: string): Promise<void> {
    desk.tell("clipboard", text);
  },
};

export class Notification extends EventEmitter {
  readonly #options: { title?: string; body?: string };

  constructor(options: { title?: string; body?: string } = {}) {
    super();
    this.#options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    desk.tell("notification", this.#options);
  }
}

export const screen = {
  getAllDisplays(): Pick<Display, "id" | "workArea" | "bounds">[] {
    mustBeReady("The 'screen' module");
    const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
    return [{ id: 1, bounds, workArea: bounds }];
  },
};

type PermissionRequest = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean },
) => void;
type PermissionCheck = (contents: unknown, permission: string, origin: string, details: object) => boolean;

let request: PermissionRequest | null = null;
let check: PermissionCheck | null = null;

const defaultSession = {
  setPermissionRequestHandler(handler: PermissionRequest | null): void {
    request = handler;
  },
  setPermissionCheckHandler(handler: PermissionCheck | null): void {
    check = handler;
  },
  setDevicePermissionHandler(): void {},
};

export const session = {
  get defaultSession() {
    mustBeReady("Session");
    return defaultSession;
  },
};

/** Without handlers Electron grants what a page asks for. */
desk.serve("permission", ({ permission, url }: { permission: string; url: string }) => {
  let requested = request === null;
  request?.(
    null,
    permission,
    (granted) => {
      requested = granted;
    },
    { requestingUrl: url, isMainFrame: true },
  );
  return {
    requested,
    checked: check?.(null, permission, `${new URL(url).protocol}//${new URL(url).host}`, {}) ?? true,
  };
});
