/** Owns how unit and integration tests run: light files side by side, heavy ones one after the other. */
import { defineConfig } from "vitest/config";

/** Files that keep a core busy or start processes: beside others they would time out on a two-core machine. */
const heavy = [
  "**/*.property.test.ts",
  "**/*.load.test.ts",
  "broker/testing/integration/**/*.test.ts",
  "broker/contract/tests/topics.test.ts",
  "broker/{fuzz,preview-is-outcome,slots,zero-leaks}.test.ts",
];

const shared = {
  environment: "node",
  pool: "forks",
  // Hangs are found, slow machines are not failed.
  testTimeout: 60_000,
  hookTimeout: 30_000,
  teardownTimeout: 10_000,
  restoreMocks: true,
} as const;

const rooms = "{broker,electron,renderer,tools,bench}/**/*.test.{ts,tsx}";
const never = ["**/node_modules/**", "**/out/**", "**/dist/**", "e2e/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: [rooms],
          exclude: [...never, ...heavy],
          sequence: { groupOrder: 0 },
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...shared,
          name: "heavy",
          include: heavy,
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
          fileParallelism: false,
        },
      },
    ],
  },
});
