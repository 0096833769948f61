/** Owns a server's life in a terminal: from options to the ready line, and from a signal to exit code 0. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "../../contract/limits.ts";
import {
  type AdminKeySource,
  adminKeyFile,
  type Engine,
  openEngine,
  PinoLog,
  StartError,
  stopOnUncaught,
} from "../../index.ts";
import { usage } from "../failure.ts";
import { ROOT } from "../root.ts";
import type { Surroundings } from "../surroundings.ts";
import { VERSION } from "../version.ts";
import { readWorkspace } from "../workspace-file.ts";
import { openBrowser } from "./open-browser.ts";
import type { ServeOptions } from "./options.ts";
import { greeting, readyLine, warnings } from "./ready.ts";

/** The console as `npm start` builds it from source. */
const CONSOLE = join(ROOT, "out/renderer");

/** Serves until a signal. @throws Failure 2 when it cannot start */
export async function serve(options: ServeOptions, surroundings: Surroundings): Promise<void> {
  const { out, err } = surroundings;
  surroundings.serves?.();
  // Before the start: a signal that comes while it starts must not kill it half open.
  const stopped = signalled(surroundings);
  for (const line of warnings(options.host, options.tls !== undefined)) err(line);

  const hasConsole = existsSync(join(CONSOLE, "index.html"));
  const log = new PinoLog({ level: options.logLevel });
  let engine: Engine | undefined;
  const onUncaught = stopOnUncaught({
    log,
    stop: async () => engine?.stop(),
    boundMs: LIMITS.quitMs,
    exit: (code) => process.exit(code),
  });
  engine = await open(options, { hasConsole, log, onUncaught });
  if (options.readyJson) {
    out(readyLine(engine));
  } else {
    for (const line of greeting(engine, hasConsole)) out(line);
  }
  if (options.open && hasConsole && !openBrowser(engine.loginLink(), surroundings)) {
    err("No browser could be opened here; use the console link above");
  }

  await stopped;
  await engine.stop();
}

interface Around {
  readonly hasConsole: boolean;
  readonly log: PinoLog;
  readonly onUncaught: (error: unknown, origin: string) => void;
}

async function open(options: ServeOptions, { hasConsole, log, onUncaught }: Around): Promise<Engine> {
  const workspace = options.workspace === undefined ? undefined : readWorkspace(options.workspace);
  try {
    return await openEngine({
      host: options.host,
      port: options.port,
      allowedHosts: options.allowedHosts,
      trustedProxies: options.trustedProxies,
      dataFolder: options.data,
      adminKey: adminKeyOf(options),
      sample: options.sample,
      actorOfStart: "cli",
      log,
      onUncaught,
      runtime: "headless",
      version: VERSION,
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      ...(hasConsole ? { consoleFolder: CONSOLE } : {}),
      ...(workspace === undefined ? {} : { workspace }),
      ...(options.anonymous === undefined ? {} : { anonymous: options.anonymous }),
    });
  } catch (error) {
    if (error instanceof StartError) throw usage(error.message);
    throw error;
  }
}

function adminKeyOf({ adminKey, data }: ServeOptions): AdminKeySource {
  if (adminKey === undefined) return adminKeyFile(data);
  const where =
    "where the broker is started: --admin-key, SIGNALBOX_ADMIN_KEY or adminKey in settings.json; change it there";
  return { from: "given", key: adminKey, where };
}

/** Resolves at the first SIGINT or SIGTERM; later ones change nothing, the stop is bounded in time (R10). */
function signalled({ env }: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    process.on("SIGINT", () => resolve());
    process.on("SIGTERM", () => resolve());
    if (env.npm_lifecycle_event !== undefined) onOrphaned(resolve);
  });
}

/** npm puts a shell between itself and us that hands no signal on: when npm is ended, all we see is another parent. */
function onOrphaned(run: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    run();
  }, ORPHAN_CHECK_MS);
  timer.unref();
}

/** How long a server may outlive the npm that started it. */
const ORPHAN_CHECK_MS = 500;
