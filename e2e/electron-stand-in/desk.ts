/** Owns the test's side: starts a built main bundle on the stand-in and plays the screen, the person and Chromium for it. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "@playwright/test";
import type {
  BrowserWindowConstructorOptions,
  MessageBoxOptions,
  OpenDialogOptions,
  SaveDialogOptions,
} from "electron";
import { decode, encode } from "./codec.ts";
import { DeskPage } from "./desk-page.ts";
import type { MenuItemView } from "./menu.ts";
import { Wire, type WireMessage } from "./wire.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface LaunchOptions {
  readonly context: BrowserContext;
  readonly userData: string;
  /** The bundle to run; the built one unless told. */
  readonly main?: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What the person answers; a question nobody expects fails the app's call. */
  readonly onMessageBox?: (options: MessageBoxOptions) => { response: number; checkboxChecked: boolean };
  readonly onOpenDialog?: (options: OpenDialogOptions) => string[];
  readonly onSaveDialog?: (options: SaveDialogOptions) => string;
}

/** One thing the app did. */
interface Deed {
  readonly name: string;
  readonly data: unknown;
}

/** A host call as data: what `ipcMain.handle` answered, or the message of what it threw. */
export interface Reply {
  readonly ok: boolean;
  readonly value: unknown;
}

export class Desktop {
  readonly #child: ChildProcess;
  readonly #wire: Wire;
  readonly #deeds: Deed[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #pages = new Map<number, DeskPage>();
  /** Resolves with the exit code once the process is gone. */
  readonly exited: Promise<number | null>;
  /** Everything the process wrote. */
  output = "";

  constructor(options: LaunchOptions) {
    const args = [`--user-data-dir=${options.userData}`, ...(options.args ?? [])];
    this.#child = fork(options.main ?? at("../../out/main/main.js"), args, {
      execArgv: ["--disable-warning=ExperimentalWarning", "--import", at("./register.ts")],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, ...options.environment },
    });
    this.exited = new Promise((resolve) => this.#child.once("exit", (code) => resolve(code)));
    void this.exited.then(() => this.#note({ name: "gone", data: undefined }));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (data: Buffer) => {
        this.output += data.toString();
        this.#note({ name: "output", data: this.output });
      });
    }
    this.#wire = new Wire((message) => {
      // A child that is leaving may hear nothing more: `exited` tells, and an unheard message is no fault.
      if (this.#child.connected) this.#child.send(message, () => undefined);
    });
    this.#child.on("message", (message) => {
      const heard = message as WireMessage;
      if (heard.kind === "tell") this.#note({ name: heard.name, data: heard.data });
      this.#wire.receive(heard);
    });
    this.#serve(options);
  }

  #serve({ context, onMessageBox, onOpenDialog, onSaveDialog }: LaunchOptions): void {
    const wire = this.#wire;
    wire.serve("message-box", (options: MessageBoxOptions) => {
      this.#note({ name: "message-box", data: options });
      if (onMessageBox === undefined) throw new Error(`nobody expected the question "${options.message}"`);
      return onMessageBox(options);
    });
    wire.serve("open-dialog", (options: OpenDialogOptions) => onOpenDialog?.(options) ?? []);
    wire.serve("save-dialog", (options: SaveDialogOptions) => onSaveDialog?.(options) ?? "");
    wire.serve("load", async ({ window, url, preload }: { window: number; url: string; preload?: string }) => {
      const page = new DeskPage(wire, window, await context.newPage());
      this.#pages.set(window, page);
      this.#note({ name: "page", data: window });
      await page.load(url, preload);
    });
    wire.serve("to-page", ({ window, message }: { window: number; message: object }) =>
      this.#pages.get(window)?.deliver(message),
    );
    wire.serve("window-closed", ({ window }: { window: number }) => {
      void this.#pages.get(window)?.close();
      this.#pages.delete(window);
    });
  }

  #note(deed: Deed): void {
    this.#deeds.push(deed);
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** What the app told by that name, oldest first. */
  told<T>(name: string): T[] {
    return this.#deeds.filter((deed) => deed.name === name).map((deed) => deed.data as T);
  }

  /** Waits until the app told that name `count` times and answers the last of them. */
  async tells<T>(name: string, count = 1): Promise<T> {
    for (;;) {
      const last = this.told<T>(name)[count - 1];
      if (this.told(name).length >= count) return last as T;
      if (this.told("gone").length > 0) throw new Error(`the app left without telling "${name}": ${this.output}`);
      await this.#nextDeed();
    }
  }

  /** Waits until the process wrote `text`. */
  async prints(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.told("gone").length > 0) throw new Error(`the app left without writing "${text}": ${this.output}`);
      await this.#nextDeed();
    }
  }

  #nextDeed(): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  /** The page of the window that was opened `count`-th, loaded. */
  async page(count = 1): Promise<DeskPage> {
    const window = await this.tells<number>("page", count);
    const page = this.#pages.get(window);
    if (page === undefined) throw new Error("that window is closed");
    await page.loaded;
    return page;
  }

  async windowOptions(): Promise<BrowserWindowConstructorOptions> {
    return (await this.tells<{ options: BrowserWindowConstructorOptions }>("window-created")).options;
  }

  async menu(): Promise<MenuItemView[]> {
    await this.tells("menu-set");
    return (await this.#wire.ask("menu", undefined)) as MenuItemView[];
  }

  async clickMenu(...path: string[]): Promise<void> {
    await this.tells("menu-set");
    await this.#wire.ask("click-menu", path);
  }

  async clickTray(): Promise<void> {
    await this.#wire.ask("click-tray", undefined);
  }

  async clickTrayMenu(...path: string[]): Promise<void> {
    await this.#wire.ask("click-tray-menu", path);
  }

  /** The person closes the window with its button. */
  async closeWindow(count = 1): Promise<void> {
    const page = await this.page(count);
    await this.#wire.ask("close-window", { window: page.window });
  }

  /** A frame that is not the page's top one calls the host, as a page that was taken over would. */
  async fromFrame(
    frame: { url: string; isTop: boolean } | "gone",
    channel: string,
    ...args: unknown[]
  ): Promise<Reply> {
    const page = await this.page();
    const message = { kind: "invoke", id: 0, channel, args: encode(args) };
    const reply = (await this.#wire.ask("from-page", {
      window: page.window,
      document: "",
      url: "",
      frame,
      message,
    })) as {
      ok: boolean;
      value: string;
    };
    return { ok: reply.ok, value: decode(reply.value) };
  }

  async permission(permission: string, url: string): Promise<{ requested: boolean; checked: boolean }> {
    return (await this.#wire.ask("permission", { permission, url })) as { requested: boolean; checked: boolean };
  }

  async request(
    url: string,
    method = "GET",
  ): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const answer = (await this.#wire.ask("request", { url, method })) as {
      status: number;
      headers: Record<string, string>;
      body: Uint8Array;
    };
    return { ...answer, body: Buffer.from(answer.body) };
  }

  async openFile(path: string): Promise<void> {
    await this.#wire.ask("open-file", path);
  }

  async openUrl(url: string): Promise<void> {
    await this.#wire.ask("open-url", url);
  }

  /** Asks the app to quit and waits until its process is gone. */
  async quit(): Promise<number | null> {
    this.#wire.tell("quit", undefined);
    return this.exited;
  }

  /** SIGTERM, as a system that shuts down sends it. */
  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  /** Ends the process whatever state it is in; for the end of a test. */
  async dispose(): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL");
    await this.exited;
    for (const page of this.#pages.values()) await page.close();
  }
}
