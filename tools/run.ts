/** Owns running one of the project's commands as a child, with the project's own binaries first on the PATH. */
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Variables of a child: node_modules/.bin first, so that `node` is the one the lock file names. */
export function childEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const bin = join(ROOT, "node_modules", ".bin");
  // Some tools colour a log file unless told; a person's terminal keeps its colours.
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: "1", FORCE_COLOR: "0" };
  return { ...process.env, ...plain, ...extra, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the child's stdout goes: ours, or our stderr. */
  readonly stdout?: "stdout" | "stderr";
}

/** Runs to the end with our own output; answers its exit code, 1 when it could not be started or was killed. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: childEnvironment(options.environment),
      stdio: ["ignore", options.stdout === "stderr" ? 2 : "inherit", "inherit"],
      shell: process.platform === "win32",
    });
    child.once("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
