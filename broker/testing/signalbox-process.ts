/** Owns a real `signalbox serve` as a child process: started, read until its ready line, stopped. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const MAIN = fileURLToPath(new URL("../cli/main.js", import.meta.url));

const Ready = z.object({
  event: z.literal("ready"),
  pid: z.int(),
  url: z.string(),
  broker: z.string(),
  admin: z.string(),
  adminKey: z.string(),
});
export type Ready = z.infer<typeof Ready>;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Only what a program needs from our environment: nobody's SIGNALBOX_ variables, nor the test runner's. */
const bareEnvironment = (extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  ...extra,
});

export class SignalboxProcess {
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;

  private constructor(child: ChildProcess, ready: Ready, ended: Promise<Ended>) {
    this.#child = child;
    this.ready = ready;
    this.#ended = ended;
  }

  /** `main`: the entry; the sources' own unless given. `as`: the user that it runs as. @throws Error with its stderr when it ends without a ready line */
  static async start(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    main: string = MAIN,
    as: { readonly uid?: number; readonly gid?: number } = {},
  ): Promise<SignalboxProcess> {
    const { child, ended } = launch(["serve", "--ready-json", ...args], env, main, undefined, as);
    const line = await Promise.race([firstLine(child), ended]);
    if (typeof line !== "string") throw new Error(`signalbox ended with code ${line.code}: ${line.stderr}`);
    return new SignalboxProcess(child, Ready.parse(JSON.parse(line)), ended);
  }

  /** One call of the admin API; the parsed body, whatever its status. */
  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.ready.admin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.ready.adminKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** Harmless when it has ended already. */
  stop(signal: "SIGTERM" | "SIGINT" | "SIGKILL" = "SIGTERM"): Promise<Ended> {
    this.#child.kill(signal);
    return this.#ended;
  }

  /** Resolves when it ends by itself or by `stop`. */
  get ended(): Promise<Ended> {
    return this.#ended;
  }
}

/** Runs one command to its end; `stdin` is what it may read. */
export function runSignalbox(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin?: Uint8Array,
): Promise<Ended> {
  return launch(args, env, MAIN, stdin).ended;
}

function launch(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  main: string = MAIN,
  stdin?: Uint8Array,
  as: { readonly uid?: number; readonly gid?: number } = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...args], {
    ...as,
    env: bareEnvironment(env),
    stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(stdin);
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  const ended = once(child, "close").then(([code]): Ended => ({ code, ...output }));
  return { child, ended };
}

/** Never settles when there is none: the caller races it with the end. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).once("line", resolve);
  });
}
