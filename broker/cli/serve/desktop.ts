/** Owns starting the desktop app from the bare command, where an Electron runtime and a display are there. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import type { Surroundings } from "../surroundings.ts";
import { hasDisplay } from "./open-browser.ts";

export type Runtime =
  | { readonly found: true; readonly executable: string }
  /** Why not, in the words after "No desktop app:". */
  | { readonly found: false; readonly because: string };

export type Desktop =
  | { readonly ready: true; readonly executable: string; readonly app: string }
  | { readonly ready: false; readonly because: string };

/**
 * Looks only at what lies there: `require("electron")` would download a runtime that is missing, and a start must not reach
 * for the network. Electron's installer writes path.txt when it has put the runtime under dist.
 */
export function findRuntime(surroundings: Pick<Surroundings, "env" | "platform">, root: string = ROOT): Runtime {
  const electron = join(root, "node_modules", "electron");
  const pathFile = join(electron, "path.txt");
  const relative = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim() : "electron";
  const executable = join(surroundings.env.ELECTRON_OVERRIDE_DIST_PATH || join(electron, "dist"), relative);
  if (!existsSync(executable)) {
    return { found: false, because: "this machine has no Electron runtime (npx install-electron brings it)" };
  }
  return hasDisplay(surroundings) ? { found: true, executable } : { found: false, because: "there is no display here" };
}

export function findDesktop(surroundings: Pick<Surroundings, "env" | "platform">, root: string = ROOT): Desktop {
  const runtime = findRuntime(surroundings, root);
  if (!runtime.found) return { ready: false, because: runtime.because };
  if (!existsSync(join(root, "out", "main", "main.js"))) {
    return { ready: false, because: "the app is not built (npm run build:desktop builds it)" };
  }
  return { ready: true, executable: runtime.executable, app: root };
}

/** Runs the app to its end and answers its exit code. Signals to us go on to it. */
export function runDesktop({ executable, app }: Extract<Desktop, { ready: true }>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, [app], { stdio: "inherit" });
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    // A terminal sends Ctrl+C to the app as well; we only wait for its answer.
    process.on("SIGINT", () => {});
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
