/** Owns the stand-in's webContents and frames: messages to the page, ports that move there, and what the page may not do. */
import { EventEmitter } from "node:events";
import { encode } from "./codec.ts";
import { desk } from "./desk-line.ts";
import { MessagePortMain, redirect } from "./ports.ts";
import { preventable } from "./preventable.ts";

type OpenHandler = (details: { url: string; frameName: string; disposition: string }) => { action: "allow" | "deny" };

/** What the page's side is sent; `document` names the document it is for. */
export type ToPage =
  | { readonly kind: "message"; readonly channel: string; readonly args: string; readonly ports: readonly string[] }
  | { readonly kind: "reply"; readonly id: number; readonly ok: boolean; readonly value: string }
  | { readonly kind: "port"; readonly port: string; readonly data: string }
  | { readonly kind: "port-closed"; readonly port: string };

export class WebContents extends EventEmitter {
  readonly id: number;
  url = "";
  readonly mainFrame: WebFrameMain;
  #open: OpenHandler | undefined;
  #lastPort = 0;
  readonly #ports = new Map<string, { end: { take(data: unknown): void; closed(): void }; document: string }>();
  document = "";

  constructor(id: number) {
    super();
    this.id = id;
    this.mainFrame = new WebFrameMain(this, null, () => this.url);
  }

  /** Documented: "The factor must be greater than 0.0." */
  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0");
    desk.tell("zoom", { window: this.id, factor });
  }

  getURL(): string {
    return this.url;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#open = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    this.mainFrame.send(channel, ...args);
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.mainFrame.postMessage(channel, message, transfer);
  }

  deliver(message: ToPage): void {
    desk.tell("to-page", { window: this.id, message });
  }

  /** Moves a port into the page: from now on its partner talks to the page. */
  movePort(port: MessagePortMain): string {
    if (!(port instanceof MessagePortMain)) throw new Error("Invalid value for transfer");
    this.#lastPort += 1;
    const name = `${this.id}.${this.#lastPort}`;
    const partner = port.handOver();
    redirect(partner, {
      take: (data) => this.deliver({ kind: "port", port: name, data: encode(data) }),
      closed: () => this.deliver({ kind: "port-closed", port: name }),
    });
    this.#ports.set(name, { end: partner, document: this.document });
    return name;
  }

  fromPort(name: string, data: unknown): void {
    this.#ports.get(name)?.end.take(data);
  }

  portClosed(name: string): void {
    this.#ports.get(name)?.end.closed();
    this.#ports.delete(name);
  }

  /** A new document is there: the ports of the one before are gone with it. */
  entered(document: string): void {
    if (document === this.document) return;
    this.document = document;
    this.gone();
  }

  gone(): void {
    for (const name of [...this.#ports.keys()]) this.portClosed(name);
  }

  /** True when the page may go there. */
  navigate(url: string, isMainFrame: boolean): boolean {
    const frame = preventable({ url, isMainFrame, isSameDocument: false });
    this.emit("will-frame-navigate", frame);
    if (frame.defaultPrevented) return false;
    if (!isMainFrame) return true;
    const main = preventable({ url, isMainFrame, isSameDocument: false });
    this.emit("will-navigate", main, url);
    return !main.defaultPrevented;
  }

  open(url: string): "allow" | "deny" {
    return this.#open?.({ url, frameName: "", disposition: "new-window" }).action ?? "allow";
  }
}

export class WebFrameMain {
  readonly #contents: WebContents;
  readonly #url: () => string;
  readonly parent: WebFrameMain | null;

  constructor(contents: WebContents, parent: WebFrameMain | null, url: () => string) {
    this.#contents = contents;
    this.#url = url;
    this.parent = parent;
  }

  get url(): string {
    return this.#url();
  }

  get top(): WebFrameMain {
    return this.parent?.top ?? this;
  }

  get origin(): string {
    const { protocol, host } = new URL(this.url);
    return `${protocol}//${host}`;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#contents.deliver({ kind: "message", channel, args: encode(structuredClone(args)), ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const args = encode(structuredClone([message]));
    const ports = transfer.map((port) => this.#contents.movePort(port));
    this.#contents.deliver({ kind: "message", channel, args, ports });
  }
}
