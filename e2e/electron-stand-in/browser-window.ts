/** Owns the stand-in's BrowserWindow: its state, its close, and the page that the desk opens for it in Chromium. */
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { Script } from "node:vm";
import type { BrowserWindowConstructorOptions } from "electron";
import { app } from "./app.ts";
import { desk } from "./desk-line.ts";
import { preventable } from "./preventable.ts";
import { schemeOf } from "./protocol.ts";
import { mustBeReady } from "./readiness.ts";
import { WebContents } from "./web-contents.ts";

const windows = new Map<number, BrowserWindow>();
let focusOrder: BrowserWindow[] = [];
let lastId = 0;

export function contentsOf(id: number): WebContents | undefined {
  return windows.get(id)?.webContents;
}

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #options: BrowserWindowConstructorOptions;
  #visible: boolean;
  #destroyed = false;
  #maximized = false;
  #minimized = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    mustBeReady("Cannot create BrowserWindow: it");
    lastId += 1;
    this.id = lastId;
    this.#options = options;
    this.#visible = options.show !== false;
    this.webContents = new WebContents(this.id);
    windows.set(this.id, this);
    app.windows.add(this);
    desk.tell("window-created", { window: this.id, options: JSON.parse(JSON.stringify(options)) });
    app.emit("browser-window-created", preventable(), this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  /** The one that was shown or focused last; none while no window is visible. */
  static getFocusedWindow(): BrowserWindow | null {
    return focusOrder.findLast((window) => window.#visible && !window.#destroyed) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    const { protocol } = new URL(url);
    const scheme = schemeOf(protocol);
    if (protocol !== "http:" && protocol !== "https:" && scheme?.privileges?.standard !== true) {
      throw new Error(`the stand-in loads only standard schemes, not ${protocol}`);
    }
    const preload = this.#preload();
    if (preload.error !== undefined) {
      this.webContents.emit("preload-error", preventable(), preload.path, new Error(preload.error));
      desk.tell("preload-error", { window: this.id, message: preload.error });
    }
    this.webContents.url = url;
    await desk.ask("load", { window: this.id, url, preload: preload.error === undefined ? preload.source : undefined });
  }

  /** A sandboxed preload is a CommonJS script: an ES module does not run there, whatever its ending. */
  #preload(): { path: string; source: string; error?: string } {
    const path = this.#options.webPreferences?.preload ?? "";
    if (path === "") return { path, source: "" };
    const source = readFileSync(path, "utf8");
    const sandboxed = this.#options.webPreferences?.sandbox !== false;
    if (!sandboxed) return { path, source, error: "the stand-in runs sandboxed windows only" };
    if (extname(path) === ".mjs") return { path, source, error: "Cannot use import statement outside a module" };
    try {
      new Script(`(function (exports, require, module, process) {${source}\n})`);
      return { path, source };
    } catch (error) {
      return { path, source, error: error instanceof Error ? error.message : String(error) };
    }
  }

  loaded(): void {
    this.webContents.emit("dom-ready");
    this.webContents.emit("did-finish-load");
    this.emit("ready-to-show");
  }

  show(): void {
    this.#visible = true;
    this.#minimized = false;
    this.focus();
    this.#tellState();
  }

  hide(): void {
    this.#visible = false;
    this.#tellState();
  }

  focus(): void {
    focusOrder = [...focusOrder.filter((window) => window !== this), this];
    desk.tell("window-focused", { window: this.id });
  }

  restore(): void {
    this.#minimized = false;
  }

  minimize(): void {
    this.#minimized = true;
  }

  maximize(): void {
    this.#maximized = true;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width = 800, height = 600 } = this.#options;
    return { x, y, width, height };
  }

  getBounds(): { x: number; y: number; width: number; height: number } {
    return this.getNormalBounds();
  }

  close(): void {
    if (this.#destroyed) return;
    const event = preventable();
    this.emit("close", event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this.id);
    focusOrder = focusOrder.filter((window) => window !== this);
    this.webContents.gone();
    desk.tell("window-closed", { window: this.id });
    this.emit("closed");
    app.windowGone(this);
  }

  #tellState(): void {
    desk.tell("window-state", { window: this.id, visible: this.#visible });
  }
}

desk.serve("page-loaded", ({ window }: { window: number }) => windows.get(window)?.loaded());
desk.serve("close-window", ({ window }: { window: number }) => windows.get(window)?.close());
desk.serve("navigate", ({ window, url, isMainFrame }: { window: number; url: string; isMainFrame: boolean }) =>
  contentsOf(window)?.navigate(url, isMainFrame),
);
desk.serve("bounds", ({ window }: { window: number }) => windows.get(window)?.getBounds());
