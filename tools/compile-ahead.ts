/** Owns filling Node's compile cache when the server is bundled, so that the first start of all is a second one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment, ROOT } from "./run.ts";
import { SERVER } from "./staleness.ts";

/** The server as `npm start` runs it. */
export const BUNDLE = join(ROOT, SERVER.file);

/** A server on a data folder of its own, with a free port, that ends as soon as it listens: Node writes at its end. */
export async function compileAhead(main = BUNDLE, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "signalbox-compile-"));
  const options = ["--ready-json", "--port", "0", "--data", data, "--sample", "--log-level", "silent"];
  try {
    const child = spawn(process.execPath, [main, "serve", ...options], {
      env: childEnvironment(environment),
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout.once("data", () => child.kill("SIGTERM"));
    // It only saves time: whatever went wrong is said by the start that somebody waits for.
    await once(child, "close").catch(() => {});
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

if (import.meta.main) await compileAhead();
