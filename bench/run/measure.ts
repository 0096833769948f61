/** Owns the order of a benchmark: rounds inside scenarios, systems interleaved and rotated, a fresh server each time. */
import { fileURLToPath } from "node:url";
import type { Figures } from "../generator/job.ts";
import type { Extent, Scenario } from "../scenarios.ts";
import type { System, SystemName } from "../systems.ts";
import { captured } from "./captured.ts";
import { runJob, runScript } from "./generator-process.ts";
import type { Pinning } from "./machine.ts";
import { openPage } from "./page-process.ts";
import { startServer } from "./server-process.ts";

export interface Measurement {
  readonly scenario: string;
  readonly system: SystemName;
  readonly round: number;
  readonly figures: Figures;
}

export interface Failure {
  readonly scenario: string;
  readonly system: SystemName;
  readonly round: number;
  readonly message: string;
}

export interface Plan {
  readonly scenarios: readonly Scenario[];
  readonly systems: readonly System[];
  readonly rounds: number;
  readonly extent: Extent;
}

export interface Measured {
  readonly measurements: readonly Measurement[];
  readonly failures: readonly Failure[];
}

const matchScript = fileURLToPath(new URL("../match/main.ts", import.meta.url));

/** @param onMeasured is called after each measurement, for progress */
export async function measureAll(
  plan: Plan,
  pins: Pinning,
  onMeasured: (measurement: Measurement | Failure) => void,
): Promise<Measured> {
  const measurements: Measurement[] = [];
  const failures: Failure[] = [];
  for (const scenario of plan.scenarios) {
    const { only } = scenario;
    const systems = plan.systems.filter(({ name, isVariant }) => only?.includes(name) ?? !isVariant);
    for (let round = 0; round < plan.rounds; round++) {
      for (const system of rotated(systems, round)) {
        const which = { scenario: scenario.name, system: system.name, round };
        try {
          const measurement = { ...which, figures: await measureOnce(scenario, system, plan.extent, pins) };
          measurements.push(measurement);
          onMeasured(measurement);
        } catch (error) {
          const failure = { ...which, message: error instanceof Error ? error.message : String(error) };
          failures.push(failure);
          onMeasured(failure);
        }
      }
    }
  }
  return { measurements, failures };
}

/** One scenario on one system, in a fresh server. */
export async function measureOnce(scenario: Scenario, system: System, extent: Extent, pins: Pinning): Promise<Figures> {
  if (scenario.kind === "match") {
    const sizes = extent.quick ? ["--measure-ms", "50", "--sizes", "1000,10000"] : ["--measure-ms", "1000"];
    return runScript(system.matchScript ?? matchScript, sizes, pins.serverCore, pins);
  }
  const args = ["--tokens", String(scenario.tokens), "--mode", system.mode];
  const server = await startServer(system.script, args, pins, scenario.serverRoams);
  try {
    const job = scenario.job(system, server.ready, extent);
    if (scenario.kind !== "console") return await runJob(job, pins);
    const page = system.hasPage ? await openPage(server.ready, pins) : undefined;
    try {
      const figures = await runJob(job, pins);
      return { ...figures, ...(await page?.end()), ...(await captured(server.ready, figures)) };
    } finally {
      page?.kill();
    }
  } finally {
    await server.stop();
  }
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const shift = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(shift), ...list.slice(0, shift)];
}
