/** Owns what is known about the machine that measures, and where processes are pinned on it. */
import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

export interface Pinning {
  /** Server and generator have a core each; without it figures of CPU per delivery are less steady. */
  readonly pinned: boolean;
  readonly serverCore: number;
  readonly generatorCore: number;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Load average of the last minute when the run began: others' work disturbs. */
  readonly load: number;
  readonly pinned: boolean;
}

function works(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export function pinning(): Pinning {
  const pinned = process.platform === "linux" && availableParallelism() >= 2 && works("taskset", ["-c", "1", "true"]);
  return { pinned, serverCore: 0, generatorCore: 1 };
}

export function machine(pins: Pinning): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    node: process.version,
    load: loadavg()[0] ?? 0,
    pinned: pins.pinned,
  };
}
