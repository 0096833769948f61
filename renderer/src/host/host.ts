/** Owns what this host can do, as capabilities: a component asks for the deed, never for the runtime. */

/** What the desktop's preload exposes as `window.signalboxHost`; absent in a plain browser. */
export interface SignalboxHost {
  readonly runtime: "desktop";
  readonly platform: string;
  /** Asks main for the console's port; it arrives as a window `message` of type `signalbox:console-port`. */
  requestConsolePort(): void;
  readonly openExternal?: (url: string) => void;
}

declare global {
  interface Window {
    readonly signalboxHost?: SignalboxHost;
  }
}

export interface Host {
  /** Where the console's pipe comes from. */
  readonly console: { readonly by: "port"; readonly request: () => void } | { readonly by: "socket" };
  /** How a person of this machine names the modifier of shortcuts. */
  readonly modifier: "Ctrl" | "⌘";
}

/** Reads the capabilities of `target` once, at start. */
export function hostOf(target: Window): Host {
  const desktop = target.signalboxHost;
  const platform = desktop?.platform ?? target.navigator.platform;
  return {
    console: desktop ? { by: "port", request: () => desktop.requestConsolePort() } : { by: "socket" },
    modifier: /mac|darwin/i.test(platform) ? "⌘" : "Ctrl",
  };
}
