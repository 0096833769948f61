/** Owns building what a start needs, when it is missing or older than its sources: the console, or with it the desktop app. */
import { findRuntime } from "../broker/cli/serve/desktop.ts";
import { compileAhead } from "./compile-ahead.ts";
import { ROOT, run } from "./run.ts";
import { CONSOLE, DESKTOP, isStale } from "./staleness.ts";

const desktop =
  process.argv.includes("--desktop") && findRuntime({ env: process.env, platform: process.platform }).found;

// The builders' own words go to stderr, since stdout may carry the ready line.
if (isStale(ROOT, desktop ? DESKTOP : CONSOLE)) {
  console.error(`Building the ${desktop ? "desktop app" : "console"}, once`);
  const build: readonly [string, ...string[]] = desktop
    ? ["electron-vite", "build", "--logLevel", "warn"]
    : ["vite", "build", "--config", "renderer/vite.config.ts", "--logLevel", "warn"];
  const [command, ...args] = build;
  // Beside the build, on another core: the server that is started next finds itself compiled.
  const [code] = await Promise.all([run(command, args, { stdout: "stderr" }), compileAhead()]);
  process.exitCode = code;
}
