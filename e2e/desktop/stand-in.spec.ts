/** Owns the proof that the stand-in is no kinder than Electron: each thing Electron refuses is refused here. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./desktop-test.ts";

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

test("a scheme registered after ready is refused", async ({ launch }) => {
  const desktop = launch({ main: fixture("late-scheme.mjs") });

  expect(await desktop.exited).not.toBe(0);
  expect(desktop.output).toContain("registerSchemesAsPrivileged should be called before app is ready");
});

test("the synchronous calls of safeStorage are refused, and the obscured store is off until it is allowed", async ({
  launch,
}) => {
  const desktop = launch({
    main: fixture("synchronous-storage.mjs"),
    environment: { STAND_IN_KEYCHAIN: "basic_text" },
  });

  await desktop.prints("before plain text is allowed: false");
  for (const call of ["isEncryptionAvailable", "encryptString", "decryptString"]) {
    expect(desktop.output).toContain(`${call}: safeStorage.${call} is synchronous`);
  }
});

test("windows, screens, sessions, trays and handlers before ready are refused", async ({ launch }) => {
  const desktop = launch({ main: fixture("early.mjs") });

  await desktop.prints("backend: unknown");
  expect(desktop.output).not.toContain("allowed");
  expect(desktop.output.match(/refused/g)).toHaveLength(5);
});

test("an ES module is refused as the preload of a sandboxed window, whatever its ending", async ({
  launch,
  userData,
}) => {
  const disguised = join(userData, "preload.cjs");
  copyFileSync(fixture("module-preload.mjs"), disguised);
  for (const preload of [fixture("module-preload.mjs"), disguised]) {
    const desktop = launch({ main: fixture("preload-window.mjs"), environment: { PRELOAD: preload } });

    await desktop.prints("preload error: Cannot use import statement outside a module");
    expect(await (await desktop.page()).page.evaluate(() => "ran" in window)).toBe(false);
    await desktop.dispose();
  }
});

test("a sandboxed preload that requires more than electron is refused", async ({ launch }) => {
  const desktop = launch({
    main: fixture("preload-window.mjs"),
    environment: { PRELOAD: fixture("greedy-preload.cjs") },
  });

  await desktop.prints("preload error: module not found: node:fs");
});

test("a second instance on the same data folder gets no lock, tells the first one and leaves", async ({ launch }) => {
  const first = launch();
  await first.page();
  await first.closeWindow();
  await first.tells("window-closed");

  const second = launch();
  expect(await second.exited).toBe(0);
  expect(second.told("window-created")).toEqual([]);
  await first.page(2);
});
