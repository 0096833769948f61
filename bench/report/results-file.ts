/** Owns the file of a run's results: everything measured, as JSON. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Machine } from "../run/machine.ts";
import type { Failure, Measurement } from "../run/measure.ts";
import type { Judged } from "../targets.ts";

const RESULTS = fileURLToPath(new URL("../results/", import.meta.url));

export interface Results {
  readonly at: string;
  readonly machine: Machine;
  readonly seconds: number;
  readonly rounds: number;
  readonly quick: boolean;
  readonly measurements: readonly Measurement[];
  readonly failures: readonly Failure[];
  readonly targets: readonly { title: string; value: number | null; goal: number; gate: number; verdict: string }[];
}

export const plainTargets = (judged: readonly Judged[]): Results["targets"] =>
  judged.map(({ target: { title, goal, gate }, value, verdict }) => ({
    title,
    value: Number.isFinite(value) ? value : null,
    goal,
    gate,
    verdict,
  }));

/** `bench/results/<time>.json`, in `saved/` when it is to be kept. */
export function resultsPath(at: string, save: boolean): string {
  return join(RESULTS, save ? "saved" : ".", `${at.replaceAll(":", "-").slice(0, 19)}.json`);
}

export function writeResults(path: string, results: Results): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, null, 1)}\n`);
}
