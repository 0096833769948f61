/** Owns how the journeys run: a system Chromium, two at a time, no second try. */
import { defineConfig } from "@playwright/test";
import type { HostOptions } from "./e2e/browser/browser-test.ts";
import { chromiumPath } from "./tools/chromium.ts";

export default defineConfig<HostOptions>({
  testDir: "e2e",
  workers: 2,
  fullyParallel: false,
  // A journey that passes the second time has found something.
  retries: 0,
  reporter: "list",
  timeout: 90_000,
  forbidOnly: true,
  outputDir: "test-results",
  use: {
    // No traces: recording every test costs a two-core machine more than it tells.
    screenshot: "only-on-failure",
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] },
  },
  projects: [
    { name: "browser", testDir: "e2e/browser" },
    { name: "desktop", testDir: "e2e/desktop" },
    // The journeys of the screens once more, in the desktop app.
    { name: "screens-in-desktop", testDir: "e2e/browser", grep: /@desktop/, use: { host: "desktop" } },
  ],
});
