/** Owns the one window: its fixed options, what its page may not do, and that closing it does not stop the broker. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Session, WebContents } from "electron";
import { CHANNELS, type HostCommand } from "./host-surface.ts";
import type { WindowState } from "./window-state.ts";

export interface WindowTools {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly preload: string;
  readonly icon: string;
  readonly url: string;
  readonly restore: () => WindowState;
  readonly save: (state: WindowState) => void;
  readonly isOwnUrl: (url: string) => boolean;
  readonly mayOpenOutside: (url: string) => boolean;
  readonly openOutside: (url: string) => void;
  readonly onClosed: () => void;
}

/** Everything that keeps the page away from Node is written out, defaults too: a default can change under us. */
export function windowOptions(state: WindowState, preload: string, icon: string): BrowserWindowConstructorOptions {
  return {
    ...state.bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: "Signalbox",
    icon,
    backgroundColor: "#14171b",
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: true,
    },
  };
}

/** Chromium asks before a page may reach this machine or its network; the sandbox's clients are such sockets. */
const OWN_NETWORK: ReadonlySet<string> = new Set(["loopback-network", "local-network", "local-network-access"]);

/**
 * No page of ours asks for a camera, a place or a device: all of it is denied without a question. What remains is our own page
 * reaching the broker of this machine; which addresses those are, the content security policy says.
 */
export function denyPermissions(session: Session, isOwnUrl: (url: string) => boolean): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(OWN_NETWORK.has(permission) && isOwnUrl(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => OWN_NETWORK.has(permission) && isOwnUrl(origin));
  session.setDevicePermissionHandler(() => false);
}

/** Keeps the page where it is: no navigation away, no second window, no webview. Links on the allow-list open outside. */
export function confine(
  contents: WebContents,
  tools: Pick<WindowTools, "isOwnUrl" | "mayOpenOutside" | "openOutside">,
): void {
  contents.on("will-frame-navigate", (event) => {
    if (!tools.isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on("will-redirect", (event) => {
    if (!tools.isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (tools.mayOpenOutside(url)) tools.openOutside(url);
    return { action: "deny" };
  });
}

export class ConsoleWindow {
  readonly #tools: WindowTools;
  #window: BrowserWindow | undefined;
  #listening = false;
  #waiting: HostCommand[] = [];

  constructor(tools: WindowTools) {
    this.#tools = tools;
  }

  /** The window while there is one; dialogs attach to it. */
  get current(): BrowserWindow | undefined {
    return this.#window;
  }

  /** Opens the window, or brings the open one to the front. */
  show(): void {
    if (this.#window === undefined) {
      this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** The page listens for commands: what waited for it goes out. Before that a message would reach nobody. */
  pageListens(): void {
    this.#listening = true;
    for (const command of this.#waiting.splice(0)) this.#window?.webContents.send(CHANNELS.command, command);
  }

  /** Shows the window and hands the page a command, as soon as it listens. */
  command(command: HostCommand): void {
    this.show();
    if (this.#listening) this.#window?.webContents.send(CHANNELS.command, command);
    else this.#waiting.push(command);
  }

  #open(): void {
    const tools = this.#tools;
    const state = tools.restore();
    const window = tools.create(windowOptions(state, tools.preload, tools.icon));
    this.#window = window;
    confine(window.webContents, tools);
    window.once("ready-to-show", () => {
      if (state.maximized) window.maximize();
      window.show();
    });
    window.on("close", () => {
      tools.save({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    });
    window.on("closed", () => {
      this.#window = undefined;
      this.#listening = false;
      this.#waiting = [];
      tools.onClosed();
    });
    void window.loadURL(tools.url);
  }
}
