/** Owns the command line as a whole: its commands, its help, and which exit code an end has. */
import { Command, CommanderError } from "commander";
import { type ExitCode, Failure } from "./failure.ts";
import { addServeCommands } from "./serve/serve-commands.ts";
import type { Surroundings } from "./surroundings.ts";
import { VERSION } from "./version.ts";

/** Runs one command to its end; `args` without node and script. Bugs are thrown. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  try {
    await (await programOf(args, surroundings)).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    surroundings.err(`signalbox: ${error.message}`);
    return error.exitCode;
  }
}

async function programOf(args: readonly string[], surroundings: Surroundings): Promise<Command> {
  const program = new Command("signalbox")
    .description(
      "A realtime broker and its control desk.\nWithout a command: the desktop app, or, where it cannot run, serve and open the console in a browser.",
    )
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.out(text.trimEnd()),
      writeErr: (text) => surroundings.err(text.trimEnd()),
      // One sentence: commander's own hint stands on a second line.
      outputError: (text, write) =>
        write(
          `signalbox: ${text
            .replace(/^error: /, "")
            .trim()
            .replace(/\s*\n\s*/g, " ")}; see --help`,
        ),
    })
    .addHelpText("after", "\nsignalbox serve --help lists what a server can be told; the bare command takes the same.");

  addServeCommands(program, surroundings);
  // A server starts without the commands that talk to one; whoever asks for help sees them all.
  const isServer = args.length === 0 || args[0] === "serve";
  if (!isServer) (await import("./client/commands.ts")).addClientCommands(program, surroundings);
  return program;
}
