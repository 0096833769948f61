/** Owns how a desktop test gets its app: a fresh user data folder, a free port, and an end to every process it started. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { Desktop, type LaunchOptions } from "../electron-stand-in/desk.ts";
import { freePort } from "./free-port.ts";

interface Fixtures {
  readonly userData: string;
  /** A port that nobody listens on. */
  readonly port: number;
  readonly launch: (options?: Partial<LaunchOptions>) => Desktop;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern.
  userData: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-desktop-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  port: async ({}, use) => use(await freePort()),
  launch: async ({ context, userData, port }, use) => {
    const started: Desktop[] = [];
    await use((options = {}) => {
      const desktop = new Desktop({ context, userData, args: [`--port=${port}`], ...options });
      started.push(desktop);
      return desktop;
    });
    for (const desktop of started) await desktop.dispose();
  },
});

export { expect } from "@playwright/test";
