/** Owns one scheme's pictures: a browser on a running server, and how a screen is opened and kept. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { z } from "zod";
import type { SignalboxProcess } from "../../broker/testing/signalbox-process.ts";
import { chromiumPath } from "../chromium.ts";

export type Scheme = "light" | "dark";

const OUT = "docs/images";
const SIZE = { width: 1440, height: 900 };
/** What moves in has moved in, and the list of effects stands. */
const STILL_MS = 2_000;

export class Pictures {
  readonly page: Page;
  readonly #scheme: Scheme;
  readonly #close: () => Promise<void>;

  private constructor(page: Page, scheme: Scheme, close: () => Promise<void>) {
    this.page = page;
    this.#scheme = scheme;
    this.#close = close;
  }

  /** A logged-in page that shows the server's console. */
  static async open(server: SignalboxProcess, scheme: Scheme): Promise<Pictures> {
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
    const page = await browser.newPage({ viewport: SIZE, colorScheme: scheme, reducedMotion: "reduce" });
    const link = z.object({ url: z.string() }).parse((await server.call("POST", "/login-link")).body);
    await page.goto(link.url);
    await page.getByText("Running", { exact: true }).waitFor();
    mkdirSync(OUT, { recursive: true });
    return new Pictures(page, scheme, () => browser.close());
  }

  async screen(name: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
    await this.page.getByRole("heading", { name, level: 1 }).waitFor();
  }

  /** `docs/images/<name>-<scheme>.png`, after everything stands still or after `stillMs`. */
  async keep(name: string, stillMs = STILL_MS): Promise<void> {
    await this.page.waitForTimeout(stillMs);
    const path = join(OUT, `${name}-${this.#scheme}.png`);
    await this.page.screenshot({ path });
    console.log(path);
  }

  async close(): Promise<void> {
    await this.#close();
  }
}
