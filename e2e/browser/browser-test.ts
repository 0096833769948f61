/** Owns how a browser test gets its server: an empty data folder, a free port, and an end to the process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { type Served, serve } from "./serve.ts";

export const test = base.extend<{ readonly server: Served }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern.
  server: async ({}, use) => {
    const data = mkdtempSync(join(tmpdir(), "signalbox-browser-"));
    const server = await serve(data);
    await use(server);
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  },
});

export { expect } from "@playwright/test";
