/** Owns how a desktop test gets its app: a fresh user data folder, a free port, and an end to every process it started. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { Desktop, type LaunchOptions } from "../electron-stand-in/desk.ts";

interface Fixtures {
  readonly userData: string;
  /** A port that nobody listens on. */
  readonly port: number;
  readonly launch: (options?: Partial<LaunchOptions>) => Desktop;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
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
