/** Owns the command line of the benchmark. */
import { parseArgs } from "node:util";
import { chooseScenarios, type Extent, type Scenario } from "./scenarios.ts";
import { FLOOR, SYSTEM_NAMES, SYSTEMS, type System, type SystemName } from "./systems.ts";

export const USAGE = `npm run bench -- [options]
  --scenario a,b   some scenarios (default: the standard ones; "fan" and "revoke" name groups; --list shows all)
  --systems a,b    some of ${SYSTEM_NAMES.join(", ")}, or all (default: floor,ours,coalesced,aedes; floor always runs)
  --rounds n       fresh processes per scenario and system (default 5)
  --seconds s      measured time of one round (default 2)
  --quick          a smoke run: few clients, one short round; its speeds mean nothing
  --check          first prove the generator: real ws clients beside it must get every message, in order, intact
  --json path      write the results there instead of under bench/results
  --save           keep the results under bench/results/saved, which is not ignored by git
  --against commit this checkout and that commit in turns; exits with 1 below 0.98x (with --short, --scenario, --rounds, --seconds alone)
  --gate           exit with 1 when a hard gate is missed
  --list           name scenarios and systems`;

export interface Options {
  readonly scenarios: readonly Scenario[];
  readonly systems: readonly System[];
  readonly rounds: number;
  readonly extent: Extent;
  readonly check: boolean;
  readonly json: string | null;
  readonly save: boolean;
  readonly gate: boolean;
  readonly list: boolean;
}

const DEFAULT_SYSTEMS: readonly SystemName[] = [
  "floor",
  "ours",
  "coalesced",
  "aedes",
  "history",
  "forgetful",
  "pubsub",
];
/** The generator answers no pings; a server gives up a silent client at its third. */
const LONGEST_SECONDS = 30;
/** Every kind of run once: what a smoke run has to prove. */
const QUICK_SCENARIOS = "fan100,fan1000w,fan1000b,fanin200,pairs200,lat_fan_20k,handshakes,idle,match,revoke100";

/** Of a scenario that is measured by itself; undefined when the option is not there. */
export function numberAfter(args: readonly string[], option: string): number | undefined {
  const at = args.indexOf(option);
  return at < 0 ? undefined : Number(args[at + 1]);
}

/** @throws Error in one sentence when an option is unknown or wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: "string" },
      systems: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      json: { type: "string" },
      quick: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      save: { type: "boolean", default: false },
      gate: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
    },
  });
  const { quick } = values;
  const seconds = positive("--seconds", values.seconds ?? (quick ? "0.3" : "2"));
  if (seconds > LONGEST_SECONDS) throw new Error(`--seconds takes at most ${LONGEST_SECONDS}`);
  return {
    scenarios: chooseScenarios(list(values.scenario ?? (quick ? QUICK_SCENARIOS : ""))),
    systems: chooseSystems(list(values.systems ?? "")),
    rounds: positive("--rounds", values.rounds ?? (quick ? "1" : "5")),
    extent: { warmMs: quick ? 100 : 700, measureMs: seconds * 1000, quick },
    check: values.check,
    json: values.json ?? null,
    save: values.save,
    gate: values.gate,
    list: values.list,
  };
}

const list = (text: string): string[] => text.split(",").filter((name) => name !== "");

/** @throws Error naming the option when the text is no number above 0 */
export function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${option} takes a number above 0, not ${text}`);
  return value;
}

function chooseSystems(names: readonly string[]): readonly System[] {
  if (names.includes("all")) return SYSTEM_NAMES.map((name) => SYSTEMS[name]);
  for (const name of names) {
    if (!SYSTEM_NAMES.some((known) => known === name)) {
      throw new Error(`There is no system ${name}; there are ${SYSTEM_NAMES.join(", ")}`);
    }
  }
  const wanted: readonly string[] = names.length === 0 ? DEFAULT_SYSTEMS : [FLOOR, ...names];
  return SYSTEM_NAMES.filter((name) => wanted.includes(name)).map((name) => SYSTEMS[name]);
}
