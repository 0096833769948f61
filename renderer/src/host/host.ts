/** Owns what this host can do, as capabilities: a component asks for the deed, never for the runtime. */
import type { ChangedKeys } from "../../../broker/contract/chords.ts";
import { type HostRequest, requestIn } from "./host-request.ts";

/** Errors of the desktop's main process travel as data. */
type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly message: string } };

/** What became of a wish for another port: kept for the next start, or taken by another program. */
export type PortAnswer =
  | { readonly state: "kept"; readonly port: number }
  | { readonly state: "busy"; readonly port: number; readonly free: number | null };

/** What became of a backup to a place that the person chose. */
export type BackupAnswer =
  | { readonly state: "done" }
  | { readonly state: "cancelled" }
  | { readonly state: "refused"; readonly message: string };

/** The part of the preload's `window.signalboxHost` that the console uses; absent in a plain browser. */
export interface SignalboxHost {
  readonly runtime: "desktop";
  readonly platform: string;
  /** Asks main for the console's port; it arrives as a window `message` of type `signalbox:console-port`. */
  requestConsolePort(): void;
  copy(text: string): Promise<unknown>;
  /** Says that the page listens for main's requests now; those that waited for it arrive. */
  commandsReady(): void;
  notify(notice: { readonly title: string; readonly body: string }): Promise<Answer<null>>;
  revealFolder(folder: "data" | "logs"): Promise<Answer<null>>;
  openWindow(): Promise<Answer<null>>;
  setZoom(percent: number): Promise<Answer<null>>;
  setKeys(changed: ChangedKeys): Promise<Answer<null>>;
  backUp(): Promise<Answer<BackupAnswer>>;
  changePort(port: number): Promise<Answer<PortAnswer>>;
  restart(): Promise<Answer<null>>;
}

declare global {
  interface Window {
    readonly signalboxHost?: SignalboxHost;
  }
}

/** What only a desktop can do; each rejects with the reason in one sentence. */
export interface DesktopDeeds {
  revealFolder(folder: "data" | "logs"): Promise<void>;
  openWindow(): Promise<void>;
  /** Percent of the drawn size, for this person's windows. */
  setZoom(percent: number): Promise<void>;
  /** Tells the native menu this person's keys. */
  setKeys(changed: ChangedKeys): Promise<void>;
  /** Asks the person for a folder and backs up into it. */
  backUp(): Promise<BackupAnswer>;
  /** Keeps the port for the next start, unless another program has it. */
  changePort(port: number): Promise<PortAnswer>;
  /** Ends the app and starts it again; clients get 1001. */
  restart(): Promise<void>;
}

export interface Host {
  /** Where the console's pipe comes from. */
  readonly console: { readonly by: "port"; readonly request: () => void } | { readonly by: "socket" };
  /** Whether this keyboard has ⌘ where others have Ctrl. */
  readonly isMac: boolean;
  /** Puts `text` on the clipboard; rejects when the host does not let us. */
  copy(text: string): Promise<void>;
  /** Shows a notice through the system; false when the person or the system does not let us. */
  notify(notice: { readonly title: string; readonly body: string }): Promise<boolean>;
  /** Asks the person for the right to show notices, where one is needed. */
  allowNotices(): Promise<boolean>;
  /** null in a browser. */
  readonly desktop: DesktopDeeds | null;
  /** Calls back with each request of the host: a menu's command, a link, a file; answers how to stop. */
  onRequest(listener: (request: HostRequest) => void): () => void;
}

/** Reads the capabilities of `target` once, at start. */
export function hostOf(target: Window): Host {
  const desktop = target.signalboxHost;
  const platform = desktop?.platform ?? target.navigator.platform;
  return {
    console: desktop ? { by: "port", request: () => desktop.requestConsolePort() } : { by: "socket" },
    isMac: /mac|darwin/i.test(platform),
    copy: desktop ? async (text) => void (await desktop.copy(text)) : (text) => browserCopy(target, text),
    notify: desktop ? async (notice) => (await desktop.notify(notice)).ok : async (notice) => browserNotice(notice),
    allowNotices: async () => desktop !== undefined || (await browserAllowsNotices()),
    desktop: desktop ? deedsOf(desktop) : null,
    onRequest: (listener) => {
      if (!desktop) return () => undefined;
      const onMessage = (event: MessageEvent<unknown>) => {
        const request = event.source === target ? requestIn(event.data) : undefined;
        if (request) listener(request);
      };
      target.addEventListener("message", onMessage);
      desktop.commandsReady();
      return () => target.removeEventListener("message", onMessage);
    },
  };
}

function deedsOf(desktop: SignalboxHost): DesktopDeeds {
  return {
    revealFolder: async (folder) => void valueIn(await desktop.revealFolder(folder)),
    openWindow: async () => void valueIn(await desktop.openWindow()),
    setZoom: async (percent) => void valueIn(await desktop.setZoom(percent)),
    setKeys: async (changed) => void valueIn(await desktop.setKeys(changed)),
    backUp: async () => valueIn(await desktop.backUp()),
    changePort: async (port) => valueIn(await desktop.changePort(port)),
    restart: async () => void valueIn(await desktop.restart()),
  };
}

function valueIn<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new Error(answer.error.message);
}

/** The clipboard API needs a secure context; a console on http://192.168.… has none and takes the older way. */
async function browserCopy(target: Window, text: string): Promise<void> {
  if (target.isSecureContext) return target.navigator.clipboard.writeText(text);
  const field = target.document.createElement("textarea");
  field.value = text;
  target.document.body.append(field);
  field.select();
  const isCopied = target.document.execCommand("copy");
  field.remove();
  if (!isCopied) throw new Error("This browser does not let the page copy.");
}

/** Notices need a secure context too; without one the class is not there. */
async function browserAllowsNotices(): Promise<boolean> {
  return "Notification" in globalThis && (await Notification.requestPermission()) === "granted";
}

function browserNotice({ title, body }: { readonly title: string; readonly body: string }): boolean {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return false;
  new Notification(title, { body });
  return true;
}
