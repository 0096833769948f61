/** Owns `npm run test:desktop`: the desktop journeys on the real Electron binary, or one line where there is none. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Looks only at what lies there: `require("electron")` would download a binary that is missing. `ELECTRON_PATH` names a packaged one. */
export function electronBinary(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment.ELECTRON_PATH;
  if (named !== undefined && named !== "") return named;
  const electron = join(ROOT, "node_modules", "electron");
  const pathFile = join(electron, "path.txt");
  if (!existsSync(pathFile)) return undefined;
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(electron, "dist");
  const binary = join(folder, readFileSync(pathFile, "utf8").trim());
  return existsSync(binary) ? binary : undefined;
}

function main(): number {
  const binary = electronBinary();
  if (binary === undefined) {
    console.log("skipped: no Electron runtime on this machine");
    return 0;
  }
  const { status } = spawnSync("playwright", ["test", "--config", "e2e/electron/playwright.config.ts"], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, SIGNALBOX_ELECTRON: binary },
    shell: process.platform === "win32",
  });
  return status ?? 1;
}

if (import.meta.main) process.exitCode = main();
