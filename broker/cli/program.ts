/** Owns the command line as a whole: its commands, its help, and which exit code an end has. */
import { Command, CommanderError } from "commander";
import { addConnectionCommands } from "./client/connection-commands.ts";
import { addPermissionCommands } from "./client/permission-commands.ts";
import { addTagCommands } from "./client/tag-commands.ts";
import { addTokenCommands } from "./client/token-commands.ts";
import { addWorkspaceCommands } from "./client/workspace-commands.ts";
import { type ExitCode, Failure } from "./failure.ts";
import { addServeCommands } from "./serve/serve-commands.ts";
import type { Surroundings } from "./surroundings.ts";
import { VERSION } from "./version.ts";

/** Runs one command to its end; `args` without node and script. Bugs are thrown. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  try {
    await programOf(surroundings).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    surroundings.err(`signalbox: ${error.message}`);
    return error.exitCode;
  }
}

function programOf(surroundings: Surroundings): Command {
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
  addTokenCommands(program, surroundings);
  addTagCommands(program, surroundings);
  addPermissionCommands(program, surroundings);
  addConnectionCommands(program, surroundings);
  addWorkspaceCommands(program, surroundings);
  return program;
}
