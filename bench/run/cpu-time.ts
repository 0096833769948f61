/** Owns reading CPU time and memory of a process from Linux's /proc. */
import { readdirSync, readFileSync } from "node:fs";

/** CPU time of all threads in nanoseconds, kernel time included; undefined where /proc does not tell. */
export function cpuNanoseconds(pid: number): number | undefined {
  try {
    let sum = 0;
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      sum += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "latin1").split(" ")[0]);
    }
    return sum;
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
