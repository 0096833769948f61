/** Owns running one job in a generator process of its own, on its own core. */
import type { ChildProcess } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Figures, Job } from "../generator/job.ts";
import type { Pinning } from "./machine.ts";
import { spawnPinned } from "./server-process.ts";

const generator = fileURLToPath(new URL("../generator/main.ts", import.meta.url));

/** @throws Error with the generator's own words when the job fails */
export function runJob(job: Job, pins: Pinning): Promise<Figures> {
  return answerOf(spawnPinned(generator, [], pins.generatorCore, pins), JSON.stringify(job));
}

/** Runs any script that prints its figures as one JSON line. */
export function runScript(script: string, args: readonly string[], core: number, pins: Pinning): Promise<Figures> {
  return answerOf(spawnPinned(script, args, core, pins), "");
}

async function answerOf(child: ChildProcess, input: string): Promise<Figures> {
  if (!child.stdin || !child.stdout || !child.stderr) throw new Error("The generator has no pipes");
  const gone = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code));
  });
  // A generator that dies early closes its input; its exit code tells more than the broken pipe.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [output, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), gone]);
  if (code !== 0) throw new Error(`The generator failed: ${complaints.trim() || `exit code ${code}`}`);
  return JSON.parse(output);
}
