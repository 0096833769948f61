/** Owns Signalbox as a measured server: the engine on its memory store, with the benchmark's policy. */
import { openEngine } from "../../broker/index.ts";
import type { Log } from "../../broker/ports/log.ts";
import { benchWorkspace } from "../wire/bench-policy.ts";
import { sayReady, serverOptions } from "./ready.ts";

const complain = (fields: Record<string, unknown>, message: string): void => {
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
};
const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: complain };

const { tokens } = serverOptions();
const engine = await openEngine({
  host: "127.0.0.1",
  port: 0,
  dataFolder: null,
  workspace: benchWorkspace(tokens),
  log,
  runtime: "headless",
  version: "bench",
});

process.on("SIGTERM", () => {
  engine.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
sayReady(engine.port, { admin: engine.admin, adminKey: engine.adminKey });
