/** Owns the surface between page and main process: every channel, and what travels on it. No code beyond names. */
import type { ChangedKeys } from "../broker/contract/chords.ts";
import type { CommandId } from "../broker/contract/commands.ts";
import type { Screen } from "../broker/contract/screens.ts";

/** Names of the IPC channels; there are no others. */
export const CHANNELS = {
  consolePort: "signalbox:console-port",
  command: "signalbox:command",
  commandsReady: "signalbox:commands-ready",
  copy: "signalbox:copy",
  revealFolder: "signalbox:reveal-folder",
  openExternal: "signalbox:open-external",
  notify: "signalbox:notify",
  openWindow: "signalbox:open-window",
  setZoom: "signalbox:set-zoom",
  setKeys: "signalbox:set-keys",
  backUp: "signalbox:back-up",
  changePort: "signalbox:change-port",
  restart: "signalbox:restart",
} as const;

/** Errors travel as data: what is thrown through IPC arrives with its message only. */
export type HostAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: HostError };

export interface HostError {
  readonly code: "BAD_REQUEST" | "FORBIDDEN" | "INTERNAL";
  readonly message: string;
  /** Path of the field that is wrong, empty for the whole input. */
  readonly field?: string;
}

export type Folder = "data" | "logs";

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** What main asks of the page; arrives there as a window message `{type: "signalbox:command", command}`. */
export type HostRequest =
  /** A native menu's item, by its id in the table of commands. */
  | { readonly kind: "command"; readonly id: CommandId }
  /** A link. */
  | { readonly kind: "show"; readonly screen: Screen; readonly filter: string | null }
  /** A workspace file that was opened with the app: shown with what it would close, never imported by itself. */
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | { readonly kind: "trouble"; readonly message: string };

/** What became of a wish for another port. */
export type PortAnswer =
  | { readonly state: "kept"; readonly port: number }
  | { readonly state: "busy"; readonly port: number; readonly free: number | null };

/** What became of a backup to a place of the person's choice; the engine's storage tells where it lies. */
export type BackupAnswer =
  | { readonly state: "done" }
  | { readonly state: "cancelled" }
  | { readonly state: "refused"; readonly message: string };

/** `window.signalboxHost`, as the page sees it. */
export interface SignalboxHost {
  readonly runtime: "desktop";
  readonly platform: string;
  readonly version: string;
  /** Asks for a fresh pipe to the engine; it arrives as a window message `{type: "signalbox:console-port"}`, in `ports[0]`. */
  requestConsolePort(): void;
  /** Says that the page listens for commands now: those that waited for it arrive. */
  commandsReady(): void;
  copy(text: string): Promise<HostAnswer<null>>;
  revealFolder(folder: Folder): Promise<HostAnswer<null>>;
  /** Opens an https address of the allow-list in the person's browser. */
  openExternal(url: string): Promise<HostAnswer<null>>;
  notify(notice: Notice): Promise<HostAnswer<null>>;
  /** One more window of this app. */
  openWindow(): Promise<HostAnswer<null>>;
  /** Percent of the drawn size, 50 to 200, of this window. */
  setZoom(percent: number): Promise<HostAnswer<null>>;
  /** The keys of this person that differ from the table of commands; the native menu takes them at once. */
  setKeys(changed: ChangedKeys): Promise<HostAnswer<null>>;
  /** Lets the person choose a folder, and copies the databases into a new one in it. */
  backUp(): Promise<HostAnswer<BackupAnswer>>;
  /** Keeps the port for the next start, unless another program has it. */
  changePort(port: number): Promise<HostAnswer<PortAnswer>>;
  /** Ends the app as quitting does, and starts it again. */
  restart(): Promise<HostAnswer<null>>;
}
