/** Owns what this host can do, as capabilities: a component asks for the deed, never for the runtime. */

/** The part of the preload's `window.signalboxHost` that the console uses; absent in a plain browser. */
export interface SignalboxHost {
  readonly runtime: "desktop";
  readonly platform: string;
  /** Asks main for the console's port; it arrives as a window `message` of type `signalbox:console-port`. */
  requestConsolePort(): void;
  copy(text: string): Promise<unknown>;
  /** Says that the page listens for the menu's commands now; those that waited for it arrive. */
  commandsReady(): void;
}

declare global {
  interface Window {
    readonly signalboxHost?: SignalboxHost;
  }
}

/** What a native menu may ask of the page: a command of the table, by its id. */
export interface HostCommand {
  readonly id: string;
}

export interface Host {
  /** Where the console's pipe comes from. */
  readonly console: { readonly by: "port"; readonly request: () => void } | { readonly by: "socket" };
  /** Whether this keyboard has ⌘ where others have Ctrl. */
  readonly isMac: boolean;
  /** Puts `text` on the clipboard; rejects when the host does not let us. */
  copy(text: string): Promise<void>;
  /** Calls back with each command of the native menu; answers how to stop. */
  onCommand(listener: (command: HostCommand) => void): () => void;
}

const COMMAND_MESSAGE = "signalbox:command";

/** Reads the capabilities of `target` once, at start. */
export function hostOf(target: Window): Host {
  const desktop = target.signalboxHost;
  const platform = desktop?.platform ?? target.navigator.platform;
  return {
    console: desktop ? { by: "port", request: () => desktop.requestConsolePort() } : { by: "socket" },
    isMac: /mac|darwin/i.test(platform),
    copy: desktop ? async (text) => void (await desktop.copy(text)) : (text) => browserCopy(target, text),
    onCommand: (listener) => {
      if (!desktop) return () => undefined;
      const onMessage = (event: MessageEvent<unknown>) => {
        const command = event.source === target ? commandIn(event.data) : undefined;
        if (command) listener(command);
      };
      target.addEventListener("message", onMessage);
      desktop.commandsReady();
      return () => target.removeEventListener("message", onMessage);
    },
  };
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

function commandIn(data: unknown): HostCommand | undefined {
  if (typeof data !== "object" || data === null || !("type" in data) || data.type !== COMMAND_MESSAGE) return undefined;
  const command = "command" in data ? data.command : undefined;
  if (typeof command !== "object" || command === null || !("id" in command)) return undefined;
  return typeof command.id === "string" ? { id: command.id } : undefined;
}
