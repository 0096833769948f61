/** Owns `signalbox serve` and the bare `signalbox`. */
import { type Command, Option } from "commander";
import { usage } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import { findDesktop, runDesktop } from "./desktop.ts";
import { OPTION_KEYS, SERVE_OPTIONS, type ServeOptions, variableOf } from "./options.ts";
import { resolveOptions } from "./resolve-options.ts";

export function addServeCommands(program: Command, surroundings: Surroundings): void {
  withServeOptions(
    program.command("serve").description("engine and console without a window; a new data folder starts empty"),
  )
    .allowExcessArguments(false)
    .action((_options: unknown, command: Command) => run(resolveOptions(command.opts(), surroundings), surroundings));

  withServeOptions(program.command("start", { isDefault: true, hidden: true }))
    .argument("[words...]")
    .action(async (words: readonly string[], _options: unknown, command: Command) => {
      const [word] = words;
      if (word !== undefined) throw usage(`There is no command "${word}"; signalbox --help lists them`);
      await start(command, surroundings);
    });
}

/** The desktop app if it can run; else the same console in the browser, with the sample workspace on a first start. */
async function start(command: Command, surroundings: Surroundings): Promise<void> {
  const given = command.opts();
  const desktop = findDesktop(surroundings);
  // Options are a server's; whoever gives one wants that server, not a window.
  if (desktop.ready && Object.keys(given).length === 0) {
    process.exitCode = await runDesktop(desktop);
    return;
  }
  if (!desktop.ready) surroundings.err(`No desktop app: ${desktop.because}; serving the console to your browser`);
  const options = resolveOptions(given, surroundings);
  await run({ ...options, sample: true, open: options.open ?? true }, surroundings);
}

/** Loaded only now: the other commands would wait for an engine that they do not start. */
async function run(options: ServeOptions, surroundings: Surroundings): Promise<void> {
  const { serve } = await import("./serve.ts");
  await serve(options, surroundings);
}

/** Every row of the table as an option whose help names its variable and its default. */
function withServeOptions(command: Command): Command {
  for (const key of OPTION_KEYS) {
    const row = SERVE_OPTIONS[key];
    const otherwise = "otherwise" in row ? `, default: ${row.otherwise}` : "";
    const option = new Option(row.flag, `${row.says} (env: ${variableOf(key)}${otherwise})`);
    if (key === "anonymous" || key === "allowedHosts" || key === "trustedProxies") {
      option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
    }
    command.addOption(option);
  }
  return command
    .addOption(new Option("--no-open", "do not open a browser"))
    .addOption(
      new Option(
        "--config <file>",
        `settings file: JSON whose keys are these options, such as "logLevel" (env: ${variableOf("config")}, default: settings.json in the data folder)`,
      ),
    );
}
