/** Owns the set of open windows: which one is meant, how a further one is opened, and where they stood when they closed. */
import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from "electron";
import { ConsoleWindow } from "./console-window.ts";
import type { HostRequest } from "./host-surface.ts";
import { type Confines, confine, windowOptions } from "./window.ts";
import { shifted, type WindowState } from "./window-state.ts";

export interface WindowTools extends Confines {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly focused: () => BrowserWindow | null;
  readonly preload: string;
  readonly icon: string;
  readonly url: string;
  readonly restore: () => readonly WindowState[];
  readonly save: (states: readonly WindowState[]) => void;
  /** No window is open any more. */
  readonly onLastClosed: () => void;
}

export class Windows {
  readonly #tools: WindowTools;
  /** The one that was opened or shown last comes last. */
  #open: ConsoleWindow[] = [];
  #isQuitting = false;

  constructor(tools: WindowTools) {
    this.#tools = tools;
  }

  /** Brings a window to the front; without one, opens those that were open last. */
  show(): void {
    const current = this.#current();
    if (current === undefined) for (const state of this.#tools.restore()) this.#make(state);
    else current.show();
  }

  /** Opens one more, beside the one in front. */
  openAnother(): void {
    const current = this.#current();
    if (current === undefined) this.show();
    else this.#make(shifted(current.state));
  }

  /** Hands the page in front a request, and shows it; opens a window when there is none. */
  ask(request: HostRequest): void {
    this.show();
    this.#current()?.ask(request);
  }

  /** The page that sent this listens now. */
  pageListens(contents: WebContents): void {
    this.#open.find((window) => window.shows(contents))?.pageListens();
  }

  /** The app quits: the windows close one after the other, and all of them are to come back. */
  quitting(): void {
    if (this.#isQuitting || this.#open.length === 0) return;
    this.#isQuitting = true;
    this.#save(this.#open);
  }

  #current(): ConsoleWindow | undefined {
    const focused = this.#tools.focused();
    return this.#open.find((window) => window.is(focused)) ?? this.#open.at(-1);
  }

  #make(state: WindowState): void {
    const { create, preload, icon, url, onLastClosed } = this.#tools;
    const frame = create(windowOptions(state, preload, icon));
    confine(frame.webContents, this.#tools);
    const window = new ConsoleWindow(frame, state.maximized);
    this.#open.push(window);
    frame.on("close", () => {
      if (this.#isQuitting) return;
      // One of several is put away; the last one is to come back where it was.
      const others = this.#open.filter((other) => other !== window);
      this.#save(others.length > 0 ? others : [window]);
    });
    frame.on("closed", () => {
      this.#open = this.#open.filter((other) => other !== window);
      if (this.#open.length === 0) onLastClosed();
    });
    void frame.loadURL(url);
  }

  #save(windows: readonly ConsoleWindow[]): void {
    this.#tools.save(windows.map(({ state }) => state));
  }
}
