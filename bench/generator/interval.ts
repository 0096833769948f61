/** Owns measuring one interval: wall time, CPU of the server, CPU of this generator. */
import { performance } from "node:perf_hooks";
import { cpuTime } from "../run/cpu-time.ts";
import type { Figures } from "./job.ts";

export interface Interval {
  /** @param work what was done in the interval: deliveries, handshakes */
  end(work: number): { wallMs: number; figures: Figures };
}

/** Starts an interval now. CPU figures are absent where the system does not tell them. */
export function beginInterval(serverPid: number): Interval {
  const wall = performance.now();
  const server = cpuTime(serverPid);
  const own = process.cpuUsage();
  const ownTime = cpuTime(process.pid);
  return {
    end(work) {
      const wallMs = performance.now() - wall;
      const serverEnd = cpuTime(serverPid);
      const used = process.cpuUsage(own);
      const generatorCore = (used.user + used.system) / 1000 / wallMs;
      const figures: Record<string, number> = { work, rate: (work / wallMs) * 1000, generatorCore };
      if (server !== undefined && serverEnd !== undefined) {
        figures.serverCore = (serverEnd.ran - server.ran) / 1e6 / wallMs;
        figures.serverWaited = (serverEnd.waited - server.waited) / 1e6 / wallMs;
        if (work > 0) figures.cpuUs = (serverEnd.ran - server.ran) / 1000 / work;
      }
      const ownEnd = cpuTime(process.pid);
      if (ownTime && ownEnd) figures.generatorWaited = (ownEnd.waited - ownTime.waited) / 1e6 / wallMs;
      return { wallMs, figures };
    },
  };
}

/** Value below which the given share of a sorted list lies; NaN for an empty one. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
