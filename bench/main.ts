/** Owns one run of the benchmark, from the command line to the verdicts. */
import { benchAgainst } from "./against.ts";
import { benchChat } from "./chat.ts";
import { checkGenerator } from "./check.ts";
import { benchGrowth } from "./growth.ts";
import { benchHeld } from "./held.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { plainTargets, resultsPath, writeResults } from "./report/results-file.ts";
import { Summary } from "./report/summary.ts";
import { scenarioTable, targetTable, warnings } from "./report/table.ts";
import { machine, pinning } from "./run/machine.ts";
import { type Failure, type Measurement, measureAll } from "./run/measure.ts";
import { SCENARIOS } from "./scenarios.ts";
import { benchStart } from "./start.ts";
import { SYSTEMS } from "./systems.ts";
import { judgeTargets } from "./targets.ts";
import { benchTheatre } from "./theatre.ts";

process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

/** Scenarios that are measured each by itself, and not by the generator. */
const ALONE: ReadonlyMap<string, (args: readonly string[]) => Promise<void>> = new Map([
  ["chat", benchChat],
  ["growth", benchGrowth],
  ["held", benchHeld],
  ["start", benchStart],
  ["theatre", benchTheatre],
]);

/** Which of them the command line asks for. */
function aloneIn(args: readonly string[]) {
  const at = args.indexOf("--scenario");
  const name =
    at >= 0 ? args[at + 1] : args.find((each) => each.startsWith("--scenario="))?.slice("--scenario=".length);
  return ALONE.get(name ?? "");
}

function progress(done: Measurement | Failure): void {
  const { scenario, system, round } = done;
  const figures = "figures" in done ? done.figures : {};
  const value = figures.rate ?? figures.p99Ms ?? figures.bytesPerConnection;
  const words = "message" in done ? done.message : value === undefined ? "" : Math.round(value).toLocaleString("en-US");
  process.stderr.write(`  ${scenario} ${system} round ${round + 1}: ${words}\n`);
}

/** A closed loop that lost, doubled or misordered a message measured something else than it says. */
function inexact({ scenario, system, round, figures }: Measurement): string[] {
  // An open loop may send more than a server can take; the table says so.
  if (figures.p999Ms !== undefined && (figures.lost ?? 0) > 0) return [];
  return ["lost", "uneven", "misordered", "refused", "wrongCode", "leaked", "captureMissing"]
    .filter((name) => (figures[name] ?? 0) !== 0)
    .map((name) => `${scenario} ${system} round ${round + 1}: ${name} ${figures[name]}`);
}

async function run(options: Options): Promise<number> {
  const pins = pinning();
  const facts = machine(pins);
  const at = new Date().toISOString();
  console.log(`${facts.cpu}, ${facts.cores} cores, ${facts.memoryGb} GB, ${facts.system}, Node ${facts.node}`);
  if (!pins.pinned) console.log("Server and generator are not pinned to a core each: ratios are less steady.");
  if (facts.load > 0.5) console.log(`The machine is busy (load ${facts.load.toFixed(2)}): do not trust these figures.`);

  if (options.check) {
    for (const line of await checkGenerator(options.systems, pins)) console.log(line);
  }
  if (options.extent.quick)
    console.log("A smoke run: at most 20 clients a side, whatever a title says; no speed counts.");
  const { measurements, failures } = await measureAll(options, pins, progress);
  const summary = new Summary(measurements);
  for (const scenario of options.scenarios) {
    if (summary.systemsOf(scenario.name).length === 0) continue;
    console.log(`\n${scenarioTable(summary, scenario)}`);
    for (const warning of warnings(summary, scenario)) console.log(`  ${warning}`);
  }
  const judged = judgeTargets(summary);
  if (!options.extent.quick) console.log(`\n${targetTable(judged)}`);

  const faults = [
    ...failures.map((one) => `${one.scenario} ${one.system}: ${one.message}`),
    ...measurements.flatMap(inexact),
  ];
  for (const fault of faults) console.log(`FAULT ${fault}`);
  const results = {
    at,
    machine: facts,
    seconds: options.extent.measureMs / 1000,
    rounds: options.rounds,
    quick: options.extent.quick,
    measurements,
    failures,
    targets: plainTargets(judged),
  };
  const path = options.json ?? resultsPath(at, options.save);
  writeResults(path, results);
  console.log(`\nResults: ${path}`);
  const missed = options.gate && judged.some(({ verdict }) => verdict === "MISSED");
  return faults.length > 0 || missed ? 1 : 0;
}

try {
  const args = process.argv.slice(2);
  const isAgainst = args.some((each) => each === "--against" || each.startsWith("--against="));
  const alone = isAgainst ? undefined : aloneIn(args);
  const options = readOptions(alone === undefined && !isAgainst ? args : ["--list"]);
  if (isAgainst) process.exitCode = await benchAgainst(args);
  else if (alone !== undefined) await alone(args);
  else if (options.list) {
    for (const { name, title } of [...SCENARIOS, ...Object.values(SYSTEMS)]) console.log(`${name.padEnd(14)} ${title}`);
  } else {
    process.exitCode = await run(options);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 2;
}
