/** Owns reading CPU time and memory of a process from Linux's /proc. */
import { readdirSync, readFileSync } from "node:fs";

export interface CpuTime {
  /** Nanoseconds that its threads ran, kernel time included. */
  readonly ran: number;
  /** The same of its main thread. */
  readonly mainRan: number;
  /** Nanoseconds that its main thread could have run and another had the core. */
  readonly waited: number;
}

/** CPU time of all threads of a process so far; undefined where /proc does not tell. */
export function cpuTime(pid: number): CpuTime | undefined {
  try {
    let ran = 0;
    let mainRan = 0;
    let waited = 0;
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const [running, waiting] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, "latin1").split(" ").map(Number);
      ran += running ?? 0;
      if (task !== String(pid)) continue;
      mainRan = running ?? 0;
      waited = waiting ?? 0;
    }
    return { ran, mainRan, waited };
  } catch {
    return undefined;
  }
}

/** Resident memory in bytes; undefined where /proc does not tell. */
export function residentBytes(pid: number): number | undefined {
  try {
    const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
    return match ? Number(match[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}
