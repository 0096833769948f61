/** Owns the idle-memory run: the server's resident memory before and after many silent connections. */
import { cpuTime, residentBytes } from "../run/cpu-time.ts";
import { pause } from "./interval.ts";
import type { Figures, MemoryJob } from "./job.ts";
import { openSockets } from "./opened-socket.ts";

/** The first connections load code paths; they are not charged to the others. */
const WARM_CONNECTIONS = 50;

export async function runMemory(job: MemoryJob): Promise<Figures> {
  let closed = 0;
  const incoming = () => ({ data: () => undefined, closed: () => closed++ });
  const warm = await openSockets(job, job.openings.slice(0, WARM_CONNECTIONS), incoming);
  await pause(job.settleMs);
  const before = residentBytes(job.serverPid);
  const rest = await openSockets(job, job.openings.slice(WARM_CONNECTIONS), incoming);
  await pause(job.settleMs);
  const after = residentBytes(job.serverPid);
  const cpu = cpuTime(job.serverPid);
  await pause(1000);
  const cpuLater = cpuTime(job.serverPid);
  const lost = closed;
  for (const socket of [...warm, ...rest]) socket.destroy();
  if (before === undefined || after === undefined) throw new Error("This system does not tell a process's memory");
  return {
    work: rest.length,
    lost,
    bytesPerConnection: (after - before) / rest.length,
    residentMb: after / 1024 / 1024,
    idleCpuMsPerSecond: cpu === undefined || cpuLater === undefined ? Number.NaN : (cpuLater.ran - cpu.ran) / 1e6,
  };
}
