/** Owns Signalbox as a measured server, with the benchmark's policy: in memory, with history on disk, with none at all, or with its console. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEngine } from "../../broker/index.ts";
import type { Log } from "../../broker/ports/log.ts";
import { benchWorkspace } from "../wire/bench-policy.ts";
import { sayReady, serverOptions } from "./ready.ts";

const complain = (fields: Record<string, unknown>, message: string): void => {
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
};
const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: complain };

/** Built by `npm run build:console`; a page opened without it says so. */
const CONSOLE = fileURLToPath(new URL("../../out/renderer", import.meta.url));

const { tokens, mode } = serverOptions();
const dataFolder = mode === "history" ? mkdtempSync(join(tmpdir(), "signalbox-bench-")) : null;
const workspace = benchWorkspace(tokens);
const engine = await openEngine({
  host: "127.0.0.1",
  port: 0,
  dataFolder,
  consoleFolder: CONSOLE,
  workspace:
    mode === "forgetful" ? { ...workspace, settings: { ...workspace.settings, historyPerTopic: 0 } } : workspace,
  log,
  runtime: "headless",
  version: "bench",
});

process.on("SIGTERM", () => {
  engine.stop().then(
    () => leave(0),
    () => leave(1),
  );
});
function leave(code: number): void {
  if (dataFolder !== null) rmSync(dataFolder, { recursive: true, force: true });
  process.exit(code);
}
sayReady(engine.port, { admin: engine.admin, adminKey: engine.adminKey });
