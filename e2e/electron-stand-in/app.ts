/** Owns the stand-in's `app`: paths, the single-instance lock, and the order of quitting. */
import { EventEmitter } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desk } from "./desk-line.ts";
import { preventable } from "./preventable.ts";
import { isReady, whenReady } from "./readiness.ts";

interface Closable {
  close(): void;
  destroy(): void;
  isDestroyed(): boolean;
}

class StandInApp extends EventEmitter {
  readonly name = "Signalbox";
  readonly isPackaged = process.env.STAND_IN_PACKAGED !== "no";
  readonly #paths = new Map<string, string>([["userData", join(tmpdir(), `signalbox-stand-in-${process.pid}`)]]);
  #holdsLock = false;
  #quitting = false;
  readonly windows = new Set<Closable>();

  readonly commandLine = {
    hasSwitch: (name: string) => this.#switch(name) !== undefined,
    getSwitchValue: (name: string) => this.#switch(name) ?? "",
    appendSwitch: () => undefined,
  };

  constructor() {
    super();
    whenReady(() => this.emit("ready", preventable()));
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => this.quit());
    desk.serve("quit", () => this.quit());
    desk.serve("activate", () => this.emit("activate", preventable(), false));
    desk.serve("open-url", (url: string) => this.emit("open-url", preventable(), url));
    desk.serve("open-file", (path: string) => this.emit("open-file", preventable(), path));
  }

  #switch(name: string): string | undefined {
    const given = process.argv.find((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
    return given === undefined ? undefined : given.slice(name.length + 3);
  }

  isReady(): boolean {
    return isReady();
  }

  whenReady(): Promise<void> {
    return new Promise((resolve) => whenReady(resolve));
  }

  getVersion(): string {
    const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    return (manifest as { version: string }).version;
  }

  getName(): string {
    return this.name;
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    // Documented: "If the path specifies a directory that does not exist, an Error is thrown."
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    this.#paths.set(name, path);
  }

  /** Scoped to the user data folder, as documented; the second instance's arguments reach the first. */
  requestSingleInstanceLock(): boolean {
    if (this.#holdsLock) return true;
    const folder = this.getPath("userData");
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, "SingletonLock");
    const notes = join(folder, "SingletonNotes");
    const owner = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0;
    if (owner !== 0 && isAlive(owner)) {
      writeFileSync(join(notes, `${process.pid}.json`), JSON.stringify(process.argv));
      return false;
    }
    writeFileSync(lock, String(process.pid));
    rmSync(notes, { recursive: true, force: true });
    mkdirSync(notes);
    watch(notes, (_event, name) => this.#hearSecond(join(notes, String(name)))).unref();
    this.#holdsLock = true;
    return true;
  }

  hasSingleInstanceLock(): boolean {
    return this.#holdsLock;
  }

  #hearSecond(note: string): void {
    if (!existsSync(note)) return;
    const text = readFileSync(note, "utf8");
    if (text === "") return;
    rmSync(note);
    this.emit("second-instance", preventable(), JSON.parse(text), process.cwd(), undefined);
  }

  /** before-quit, then every window's close, then will-quit, then quit; the first that is prevented ends it. */
  quit(): void {
    const before = preventable();
    this.emit("before-quit", before);
    if (before.defaultPrevented) return;
    this.#quitting = true;
    for (const window of [...this.windows]) {
      window.close();
      if (!window.isDestroyed()) {
        this.#quitting = false;
        return;
      }
    }
    const will = preventable();
    this.emit("will-quit", will);
    if (will.defaultPrevented) return;
    this.#leave(0);
  }

  /** "All windows will be closed immediately without asking the user; before-quit and will-quit will not be emitted." */
  exit(code = 0): void {
    for (const window of [...this.windows]) window.destroy();
    this.#leave(code);
  }

  #leave(code: number): void {
    this.emit("quit", preventable(), code);
    if (this.#holdsLock) rmSync(join(this.getPath("userData"), "SingletonLock"), { force: true });
    if (!process.connected) process.exit(code);
    process.send?.({ kind: "tell", name: "exit", data: code }, () => process.exit(code));
  }

  windowGone(window: Closable): void {
    this.windows.delete(window);
    if (this.windows.size > 0 || this.#quitting) return;
    // Documented: without a listener the default is to quit.
    if (this.listenerCount("window-all-closed") === 0) this.quit();
    else this.emit("window-all-closed");
  }

  setAppUserModelId(): void {}

  setAsDefaultProtocolClient(scheme: string): boolean {
    desk.tell("protocol-client", scheme);
    return true;
  }

  /** "Relaunches the app when the current instance exits": by itself it ends nothing. */
  relaunch(): void {
    desk.tell("relaunch", null);
  }

  focus(): void {}
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export const app = new StandInApp();
