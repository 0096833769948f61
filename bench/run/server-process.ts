/** Owns a measured server's process: started on its core, waited for, stopped. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import type { Ready } from "../servers/ready.ts";
import type { Pinning } from "./machine.ts";

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 3_000;

export interface ServerProcess {
  readonly ready: Ready;
  /** Ends it; harmless when it is gone. */
  stop(): Promise<void>;
}

/** Children that live; a benchmark that dies takes them along. */
const living = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

/** As `npm start` and `npm run serve` start the product; the servers beside it run as Node is. */
export const PRODUCT_FLAGS = ["--max-semi-space-size=4"];
const PRODUCT = /\bservers[/\\]ours\.ts$/;

/** Runs a TypeScript file with this Node, on the given core where the system can pin; null: on any. */
export function spawnPinned(
  script: string,
  args: readonly string[],
  core: number | null,
  pinning: Pinning,
): ChildProcess {
  const flags = PRODUCT.test(script) ? PRODUCT_FLAGS : [];
  const command = [process.execPath, ...flags, "--no-warnings", script, ...args];
  const [file, ...rest] = pinning.pinned && core !== null ? ["taskset", "-c", String(core), ...command] : command;
  if (file === undefined) throw new Error("No command to run");
  const child = spawn(file, rest, { stdio: ["pipe", "pipe", "pipe"] });
  living.add(child);
  child.once("exit", () => living.delete(child));
  return child;
}

/** On the server's core, unless it roams. @throws Error with the server's own words when it does not come up */
export async function startServer(
  script: string,
  args: readonly string[],
  pinning: Pinning,
  roams = false,
): Promise<ServerProcess> {
  const child = spawnPinned(script, args, roams ? null : pinning.serverCore, pinning);
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2000);
  });
  const ready = await new Promise<Ready>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${script} was not ready in time. ${complaints}`)),
      READY_WITHIN_MS,
    );
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`${script} ended with ${code}. ${complaints}`));
    });
    if (!child.stdout) return reject(new Error(`${script} has no output`));
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(timer);
      resolve(JSON.parse(line));
    });
  });
  return {
    ready,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGTERM");
      const timer = new AbortController();
      const late = pause(STOP_WITHIN_MS, undefined, { signal: timer.signal }).then(
        () => child.kill("SIGKILL"),
        () => false,
      );
      await gone;
      timer.abort();
      await late;
    },
  };
}
