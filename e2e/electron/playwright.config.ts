/** Owns how the journeys run on the real Electron binary; `npm run test:desktop` starts it and names the binary. */
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  reporter: "list",
  timeout: 90_000,
  forbidOnly: true,
  outputDir: "../../test-results/electron",
});
