/** Owns one open window: what waits for its page to listen, and what is told when it closes. Closing it does not stop the broker. */
import type { BrowserWindow, WebContents } from "electron";
import { CHANNELS, type HostRequest } from "./host-surface.ts";
import type { WindowState } from "./window-state.ts";

export class ConsoleWindow {
  readonly #window: BrowserWindow;
  #isListening = false;
  #waiting: HostRequest[] = [];

  /** `window` loads its page already; it is shown once there is something to see. */
  constructor(window: BrowserWindow, isMaximized: boolean) {
    this.#window = window;
    window.once("ready-to-show", () => {
      if (isMaximized) window.maximize();
      window.show();
    });
    // A page that is loaded anew has to say again that it listens.
    window.webContents.on("did-start-navigation", (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#isListening = false;
    });
  }

  get state(): WindowState {
    return { bounds: this.#window.getNormalBounds(), maximized: this.#window.isMaximized() };
  }

  is(window: BrowserWindow | null): boolean {
    return this.#window === window;
  }

  shows(contents: WebContents): boolean {
    return this.#window.webContents === contents;
  }

  /** Brings it to the front. */
  show(): void {
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** The page listens now: what waited for it goes out. Before that a message would reach nobody. */
  pageListens(): void {
    this.#isListening = true;
    for (const request of this.#waiting.splice(0)) this.#window.webContents.send(CHANNELS.command, request);
  }

  /** Hands the page a request, as soon as it listens. */
  ask(request: HostRequest): void {
    if (this.#isListening) this.#window.webContents.send(CHANNELS.command, request);
    else this.#waiting.push(request);
  }
}
