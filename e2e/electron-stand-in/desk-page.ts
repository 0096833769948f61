/** Owns one window's page in Chromium: the app's scheme over an https origin that leads nowhere, and the line to its app. */
import { randomUUID } from "node:crypto";
import type { Page, Route } from "@playwright/test";
import { pageScript } from "./page-script.ts";
import type { Wire } from "./wire.ts";

/** `app://signalbox/x` is `https://signalbox.app.invalid/x` here: Chromium knows no scheme that it was not built with. */
export function toChromium(url: string): string {
  const { protocol, host, pathname, search, hash } = new URL(url);
  if (protocol === "http:" || protocol === "https:") return url;
  return `https://${host}.${protocol.slice(0, -1)}.invalid${pathname}${search}${hash}`;
}

export function toApp(url: string): string {
  const match = /^https:\/\/([^/]+)\.([a-z]+)\.invalid(.*)$/.exec(url);
  return match === null ? url : `${match[2]}://${match[1]}${match[3]}`;
}

export class DeskPage {
  readonly #wire: Wire;
  readonly window: number;
  readonly page: Page;
  /** Requests that left the app's own scheme: what it asked the network for. */
  readonly outside: string[] = [];
  readonly problems: string[] = [];
  readonly loaded: Promise<void>;
  #loadedNow: () => void = () => {};
  #queue: object[] = [];
  #pumping = false;
  readonly #deliver = `deliver-${randomUUID()}`;
  #wanted = "";

  constructor(wire: Wire, window: number, page: Page) {
    this.#wire = wire;
    this.window = window;
    this.page = page;
    this.loaded = new Promise((resolve) => {
      this.#loadedNow = resolve;
    });
  }

  async load(url: string, preload: string | undefined): Promise<void> {
    const { page } = this;
    const binding = `binding${randomUUID().replaceAll("-", "")}`;
    const origin = new URL(toChromium(url)).origin;
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (line) => {
      if (line.type() === "error") this.problems.push(line.text());
    });
    page.on("load", () => void this.#wire.ask("page-loaded", { window: this.window }).then(this.#loadedNow, () => {}));
    await page.route("**/*", (route) => this.#answer(route));
    await page.exposeFunction(binding, (text: string) => this.#hear(text));
    await page.addInitScript(
      pageScript({ binding, deliver: this.#deliver, origin, platform: process.platform, preload }),
    );
    this.#wanted = toChromium(url);
    await page.goto(this.#wanted, { waitUntil: "commit" });
  }

  /** Order is kept: one call into the page at a time, with everything that waits. */
  deliver(message: object): void {
    this.#queue.push(message);
    if (!this.#pumping) void this.#pump();
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    while (this.#queue.length > 0) {
      const messages = this.#queue.splice(0);
      await this.page
        .evaluate(([name, batch]) => (Reflect.get(window, name) as ((batch: object[]) => void) | undefined)?.(batch), [
          this.#deliver,
          messages,
        ] as const)
        // The document went away: its messages go with it, as they do in a real window.
        .catch(() => undefined);
    }
    this.#pumping = false;
  }

  async #hear(text: string): Promise<void> {
    const { document, url, message } = JSON.parse(text) as { document: string; url: string; message: object };
    await this.#wire
      .ask("from-page", { window: this.window, document, url: toApp(url), message })
      .catch((error: unknown) => this.problems.push(String(error)));
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = request.url();
    const isMainFrame = request.isNavigationRequest() && request.frame() === this.page.mainFrame();
    if (request.isNavigationRequest() && url !== this.#wanted) {
      const allowed = await this.#wire.ask("navigate", { window: this.window, url: toApp(url), isMainFrame });
      if (allowed !== true) return route.abort("aborted");
    }
    if (isMainFrame) this.#wanted = "";
    if (toApp(url) === url) {
      this.outside.push(url);
      return route.abort("blockedbyclient");
    }
    const answer = (await this.#wire.ask("request", { url: toApp(url), method: request.method() })) as {
      status: number;
      headers: Record<string, string>;
      body: Uint8Array;
    };
    return route.fulfill({ status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) });
  }

  async close(): Promise<void> {
    if (!this.page.isClosed()) await this.page.close();
  }
}
