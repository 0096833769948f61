/** Owns the fixed options of every window, and what its page may not do. */
import type { BrowserWindowConstructorOptions, Session, WebContents } from "electron";
import type { WindowState } from "./window-state.ts";

/** Where a page may go, and how its links open outside. */
export interface Confines {
  readonly isOwnUrl: (url: string) => boolean;
  readonly mayOpenOutside: (url: string) => boolean;
  readonly openOutside: (url: string) => void;
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
export function confine(contents: WebContents, tools: Confines): void {
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
