/** Owns the stand-in's ipcMain: sends, invokes and their replies; an error that a handler throws arrives with its message only. */
import { EventEmitter } from "node:events";
import { contentsOf } from "./browser-window.ts";
import { decode, encode } from "./codec.ts";
import { desk } from "./desk-line.ts";
import { preventable } from "./preventable.ts";
import { WebFrameMain } from "./web-contents.ts";

type Handler = (event: object, ...args: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}

export const ipcMain = new IpcMain();

/** What the page's side sends. `frame` is there only when a test plays a frame that is not the page's top one. */
export interface FromPage {
  readonly window: number;
  readonly document: string;
  readonly url: string;
  readonly frame?: { readonly url: string; readonly isTop: boolean } | "gone";
  readonly message:
    | { readonly kind: "hello" }
    | { readonly kind: "send"; readonly channel: string; readonly args: string }
    | { readonly kind: "invoke"; readonly id: number; readonly channel: string; readonly args: string }
    | { readonly kind: "port"; readonly port: string; readonly data: string }
    | { readonly kind: "port-closed"; readonly port: string }
    | { readonly kind: "open"; readonly url: string }
    | { readonly kind: "preload-error"; readonly message: string };
}

desk.serve("from-page", async (data: FromPage) => {
  const contents = contentsOf(data.window);
  if (contents === undefined) return undefined;
  if (data.frame === undefined) {
    contents.entered(data.document);
    contents.url = data.url;
  }
  const { message } = data;
  switch (message.kind) {
    case "hello":
      return undefined;
    case "port":
      return contents.fromPort(message.port, decode(message.data));
    case "port-closed":
      return contents.portClosed(message.port);
    case "open":
      return contents.open(message.url);
    case "preload-error":
      contents.emit("preload-error", preventable(), "", new Error(message.message));
      return undefined;
    case "send":
      ipcMain.emit(message.channel, eventFrom(data), ...(decode(message.args) as unknown[]));
      return undefined;
    case "invoke": {
      const reply = await invoke(data, message.channel, decode(message.args) as unknown[]);
      if (data.frame === undefined) contents.deliver({ kind: "reply", id: message.id, ...reply });
      return reply;
    }
  }
});

async function invoke(data: FromPage, channel: string, args: unknown[]): Promise<{ ok: boolean; value: string }> {
  const handler = ipcMain.handlers.get(channel);
  try {
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return { ok: true, value: encode(structuredClone(await handler(eventFrom(data), ...args))) };
  } catch (error) {
    return { ok: false, value: encode(`Error invoking remote method '${channel}': ${String(error)}`) };
  }
}

function eventFrom({ window, frame }: FromPage): object {
  const sender = contentsOf(window);
  if (sender === undefined) throw new Error("a message from a window that is gone");
  const senderFrame =
    frame === undefined
      ? sender.mainFrame
      : frame === "gone"
        ? null
        : new WebFrameMain(sender, frame.isTop ? null : sender.mainFrame, () => frame.url);
  return preventable({
    sender,
    senderFrame,
    type: "frame",
    ports: [],
    processId: 1,
    frameId: 1,
    returnValue: undefined,
  });
}
