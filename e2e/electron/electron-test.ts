/** Owns how a test gets the real app: its own user data folder, a free port, and a window that is loaded. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { _electron, test as base, type ElectronApplication, type Page } from "@playwright/test";
import { freePort } from "../desktop/free-port.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A second start over the same folder is another app. */
export async function launchDesktop(userData: string, port: number): Promise<ElectronApplication> {
  const executablePath = process.env.SIGNALBOX_ELECTRON ?? "electron";
  // A packaged app holds its own code; the bare binary is told where it lies.
  const code = process.env.ELECTRON_PATH ? [] : [ROOT];
  // As root, as in a container, Chromium's sandbox cannot start.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const args = [...asRoot, ...code, `--user-data-dir=${userData}`, `--port=${port}`];
  return _electron.launch({ executablePath, args });
}

interface RealDesktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly port: number;
  readonly userData: string;
}

export const test = base.extend<{ readonly desktop: RealDesktop }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern.
  desktop: async ({}, use) => {
    const userData = mkdtempSync(join(tmpdir(), "signalbox-electron-"));
    const port = await freePort();
    const app = await launchDesktop(userData, port);
    const page = await app.firstWindow();
    await page.getByText("Running", { exact: true }).waitFor();
    await use({ app, page, port, userData });
    await app.close();
    rmSync(userData, { recursive: true, force: true });
  },
});

export { expect } from "@playwright/test";
