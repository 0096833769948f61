/** Owns the tables on stdout: one a scenario, then the targets. */
import type { Scenario } from "../scenarios.ts";
import { FLOOR, type SystemName } from "../systems.ts";
import type { Judged } from "../targets.ts";
import type { Summary } from "./summary.ts";

type Cell = (summary: Summary, scenario: string, system: SystemName) => string;

const whole = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString("en-US") : "-");
const digits = (value: number, count = 2): string => (Number.isFinite(value) ? value.toFixed(count) : "-");
const percent = (value: number): string => (Number.isFinite(value) ? `${Math.round(value * 100)} %` : "-");

const figure =
  (name: string, print: (value: number) => string): Cell =>
  (summary, scenario, system) =>
    print(summary.median(scenario, system, name));

/** How often better than the floor; for costs that is floor over this. */
const over =
  (name: string): Cell =>
  (summary, scenario, system) =>
    digits(summary.ratio(scenario, name, system, FLOOR));
const under =
  (name: string): Cell =>
  (summary, scenario, system) =>
    digits(summary.ratio(scenario, name, FLOOR, system));

const range =
  (name: string, print: (value: number) => string): Cell =>
  (summary, scenario, system) => {
    const values = summary.values(scenario, system, name);
    return values.length === 0 ? "-" : `${print(Math.min(...values))} - ${print(Math.max(...values))}`;
  };

const total =
  (name: string): Cell =>
  (summary, scenario, system) =>
    whole(summary.values(scenario, system, name).reduce((sum, value) => sum + value, 0));

const loads: Readonly<Record<string, Cell>> = {
  "server core": figure("serverCore", percent),
  "generator core": figure("generatorCore", percent),
};

const rates = (unit: string): Readonly<Record<string, Cell>> => ({
  [`${unit}/s`]: figure("rate", whole),
  "x floor": over("rate"),
  "CPU us": figure("cpuUs", digits),
  "x floor (CPU)": under("cpuUs"),
  ...loads,
  "range/s": range("rate", whole),
  lost: total("lost"),
});

const COLUMNS: Readonly<Record<Scenario["kind"], Readonly<Record<string, Cell>>>> = {
  traffic: { ...rates("delivered"), "out of order": total("misordered") },
  handshakes: rates("handshakes"),
  latency: {
    "p50 ms": figure("p50Ms", digits),
    "p90 ms": figure("p90Ms", digits),
    "p99 ms": figure("p99Ms", digits),
    "p50 / floor": over("p50Ms"),
    "p99 / floor": over("p99Ms"),
    "delivered/s": figure("rate", whole),
    "CPU us": figure("cpuUs", digits),
    ...loads,
    lost: total("lost"),
  },
  console: {
    "p50 ms": figure("p50Ms", digits),
    "p99 ms": figure("p99Ms", digits),
    "engine p50": figure("engineP50Ms", digits),
    "engine p99": figure("engineP99Ms", digits),
    "CPU us": figure("cpuUs", digits),
    ...loads,
    lost: total("lost"),
    "not captured": total("captureMissing"),
    "capture MB": figure("captureMb", whole),
    "frames/s": figure("fps", whole),
    "lowest second": figure("fpsLowest", whole),
    "page core": figure("pageCore", percent),
    "heap MB": figure("heapMb", whole),
    "heap growth MB": figure("heapGrowthMb", digits),
    "view skipped": figure("viewSkipped", whole),
  },
  memory: {
    "bytes/connection": figure("bytesPerConnection", whole),
    "/ floor": over("bytesPerConnection"),
    range: range("bytesPerConnection", whole),
    "process MB": figure("residentMb", whole),
    "idle CPU ms/s": figure("idleCpuMsPerSecond", digits),
    lost: total("lost"),
  },
  match: {
    "10k cold/s": figure("cold10000", whole),
    "10k hot/s": figure("hot10000", whole),
    "10k churn/s": figure("churn10000", whole),
    "100k cold/s": figure("cold100000", whole),
    "100k hot/s": figure("hot100000", whole),
    "100k churn/s": figure("churn100000", whole),
    "us/insert (100k)": figure("insertUs100000", digits),
    wrong: total("lost"),
  },
  page: {
    "p50 ms": figure("p50Ms", digits),
    "p95 ms": figure("p95Ms", digits),
    "max ms": figure("maxMs", digits),
    "nothing moves, p50": figure("quietP50Ms", digits),
    p95: figure("quietP95Ms", digits),
    "a bare input, p50": figure("floorP50Ms", digits),
    "its p95": figure("floorP95Ms", digits),
    "changes/s": figure("changesPerSecond", whole),
    keys: figure("keys", whole),
    lost: total("lost"),
  },
  revoke: {
    "p50 ms": figure("p50Ms", digits),
    "p99 ms": figure("p99Ms", digits),
    "last ms": figure("lastMs", digits),
    "range of last": range("lastMs", digits),
    "first round's last": figure("coldLastMs", digits),
    "engine p50": figure("engineP50Ms", digits),
    "engine last": figure("engineLastMs", digits),
    "an edit of nothing": figure("noopMs", digits),
    "not closed": total("lost"),
    "wrong code": total("wrongCode"),
    leaked: total("leaked"),
  },
};

/** A table of text cells; the first column is left-aligned, the others right. */
export function grid(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join("\n");
}

export function scenarioTable(summary: Summary, scenario: Scenario): string {
  const columns = Object.entries(COLUMNS[scenario.kind]);
  const systems = summary.systemsOf(scenario.name).sort();
  const rows = systems.map((system) => [system, ...columns.map(([, cell]) => cell(summary, scenario.name, system))]);
  const head = `${scenario.name}: ${scenario.title}`;
  return `${head}\n${grid([["system", ...columns.map(([name]) => name)], ...rows])}`;
}

/** Above this a generator cannot be faster than what it measures, and the rate is only a lower bound. */
const BUSY = 0.95;
/** Share of the time that a core was given to somebody else; a process's own helper threads stay below it. */
const DISTURBED = 0.1;

/** What a reader must know about a scenario's figures; empty when there is nothing. */
export function warnings(summary: Summary, scenario: Scenario): string[] {
  return summary.systemsOf(scenario.name).flatMap((system) => {
    const median = (name: string): number => summary.median(scenario.name, system, name);
    const say = (what: string): string => `${scenario.name}, ${system}: ${what}`;
    const found: string[] = [];
    if (scenario.kind !== "latency" && scenario.kind !== "console" && median("generatorCore") > BUSY) {
      found.push(say("the generator was busy; the rate is a lower bound, CPU time holds"));
    }
    const waited = Math.max(median("serverWaited"), median("generatorWaited"));
    if (waited > DISTURBED) {
      found.push(say(`other processes had a core for ${percent(waited)} of the time; rate and latency do not count`));
    }
    if (scenario.kind === "latency" && median("lost") > 0) found.push(say("it did not keep up"));
    return found;
  });
}

export function targetTable(judged: readonly Judged[]): string {
  const rows = judged.map(({ target, value, verdict }) => [
    target.title,
    target.print(value),
    `${target.better === "more" ? ">=" : "<="} ${target.print(target.goal)}`,
    target.print(target.gate),
    verdict,
    target.source,
  ]);
  return grid([["target", "measured", "goal", "gate", "verdict", "prototype of the study"], ...rows]);
}
