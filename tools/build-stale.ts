/** Owns building what a start needs, when it is missing or older than its sources: the console and the server, or the desktop app in the console's place. */
import { findRuntime } from "../broker/cli/serve/desktop.ts";
import { compileAhead } from "./compile-ahead.ts";
import { ROOT, run } from "./run.ts";
import { CONSOLE, DESKTOP, isStale, SERVER } from "./staleness.ts";

/** The builders' own words go to stderr, since stdout may carry the ready line. */
const build = (command: string, ...args: readonly string[]): Promise<number> =>
  run(command, [...args, "--logLevel", "warn"], { stdout: "stderr" });

async function buildServer(): Promise<number> {
  const code = await build("vite", "build", "--config", "server.vite.config.ts");
  if (code === 0) await compileAhead();
  return code;
}

const buildPage = (): Promise<number> =>
  desktop ? build("electron-vite", "build") : build("vite", "build", "--config", "renderer/vite.config.ts");

const desktop =
  process.argv.includes("--desktop") && findRuntime({ env: process.env, platform: process.platform }).found;
const isPageStale = isStale(ROOT, desktop ? DESKTOP : CONSOLE);
const isServerStale = isStale(ROOT, SERVER);
if (isPageStale || isServerStale)
  console.error(`Building the ${desktop ? "desktop app" : "console and its server"}, once`);
// Beside each other: there are two cores at least.
const codes = await Promise.all([isPageStale ? buildPage() : 0, isServerStale ? buildServer() : 0]);
process.exitCode = Math.max(...codes);
