/** Owns the page's half of the stand-in: runs the preload as the CommonJS script it is, and carries messages and ports. */
import { decode, encode } from "./codec.ts";

/** What the desk puts in: the preload's source as a function, what the process object says, and the name of the binding. */
interface PageSetup {
  readonly binding: string;
  readonly deliver: string;
  readonly origin: string;
  readonly platform: string;
  readonly preload:
    | ((exports: object, require: (name: string) => unknown, module: object, process: object) => void)
    | undefined;
}

type ToPage =
  | { readonly kind: "message"; readonly channel: string; readonly args: string; readonly ports: readonly string[] }
  | { readonly kind: "reply"; readonly id: number; readonly ok: boolean; readonly value: string }
  | { readonly kind: "port"; readonly port: string; readonly data: string }
  | { readonly kind: "port-closed"; readonly port: string };

type Listener = (event: object, ...args: unknown[]) => void;

export function setUpPage(setup: PageSetup): void {
  // Preloads run in the top frame of the app's own pages; the blank page before the first load is not one.
  if (window !== window.top || location.origin !== setup.origin) return;
  const send = Reflect.get(window, setup.binding) as (message: string) => void;
  Reflect.deleteProperty(window, setup.binding);
  const document = crypto.randomUUID();
  const toApp = (message: object) => send(JSON.stringify({ document, url: location.href, message }));

  const listeners = new Map<string, Listener[]>();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const ports = new Map<string, MessagePort>();
  let lastCall = 0;

  const ipcRenderer = {
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    send: (channel: string, ...args: unknown[]) => toApp({ kind: "send", channel, args: encode(args) }),
    invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      lastCall += 1;
      const id = lastCall;
      toApp({ kind: "invoke", id, channel, args: encode(args) });
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
  };

  function openPort(name: string): MessagePort {
    const { port1, port2 } = new MessageChannel();
    ports.set(name, port1);
    port1.addEventListener("message", (event) => toApp({ kind: "port", port: name, data: encode(event.data) }));
    port1.addEventListener("close", () => {
      if (ports.delete(name)) toApp({ kind: "port-closed", port: name });
    });
    port1.start();
    return port2;
  }

  function deliver(message: ToPage): void {
    switch (message.kind) {
      case "message": {
        const event = { sender: ipcRenderer, ports: message.ports.map(openPort) };
        for (const listener of listeners.get(message.channel) ?? [])
          listener(event, ...(decode(message.args) as unknown[]));
        return;
      }
      case "reply": {
        const call = waiting.get(message.id);
        waiting.delete(message.id);
        const value = decode(message.value);
        if (message.ok) call?.resolve(value);
        else call?.reject(new Error(String(value)));
        return;
      }
      case "port":
        ports.get(message.port)?.postMessage(decode(message.data));
        return;
      case "port-closed":
        ports.get(message.port)?.close();
        ports.delete(message.port);
    }
  }

  Object.defineProperty(window, setup.deliver, {
    value: (messages: ToPage[]) => {
      for (const message of messages) deliver(message);
    },
  });

  // The bridge copies values, wraps functions and freezes: the page gets nothing of the preload's world itself.
  function bridged(value: unknown): unknown {
    if (typeof value === "function") {
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, undefined, args.map(cloned));
        return result instanceof Promise ? result.then(cloned) : cloned(result);
      };
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bridged(item)])));
  }
  const cloned = (value: unknown): unknown => (value === undefined ? undefined : structuredClone(value));

  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      if (Object.hasOwn(window, name)) throw new Error(`Cannot bind an API on top of an existing property: ${name}`);
      Object.defineProperty(window, name, { value: bridged(api), enumerable: true });
    },
  };

  window.open = (url) => {
    toApp({ kind: "open", url: new URL(String(url ?? "about:blank"), location.href).href });
    return null;
  };

  toApp({ kind: "hello" });
  const require = (name: string) => {
    if (name === "electron" || name === "electron/renderer") return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
  const process = {
    platform: setup.platform,
    type: "renderer",
    sandboxed: true,
    contextIsolated: true,
    versions: {},
    argv: [],
  };
  const module = { exports: {} };
  try {
    setup.preload?.(module.exports, require, module, process);
  } catch (error) {
    toApp({ kind: "preload-error", message: error instanceof Error ? error.message : String(error) });
  }
}
