/** The gate before a landing: this checkout and another commit measured in turns, in one run; exit code 1 when a scenario became slower. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Figures } from "./generator/job.ts";
import { positive } from "./options.ts";
import {
  type AgainstRow,
  againstTable,
  compare,
  comparedOf,
  LANDING_RATIO,
  mayLand,
  type PairOfRounds,
} from "./report/against.ts";
import { checkOutCommit } from "./run/commit-checkout.ts";
import { machine, type Pinning, pinning } from "./run/machine.ts";
import { measureOnce } from "./run/measure.ts";
import { chooseScenarios, type Extent, type Scenario } from "./scenarios.ts";
import { SYSTEMS, type System } from "./systems.ts";

/** Each kind of load once, in some minutes. */
const SHORT = "fan1,fan100,fan1000b,fanin200,pairs200,pubsub_pairs,handshakes";
const WHOLE = "fan,fan1000w,fan100,fan1000b,fanin200,pairs200,pubsub_pairs,history,handshakes,idle,match,revoke1000";
/** A scenario that looks slower is measured this many times as long before it is called slower: two equal commits differ by a few percent in a few rounds. */
const SECOND_LOOK = 3;

/** @param args the command line from `--against` on. @throws Error in one sentence for a wrong option */
export async function benchAgainst(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      against: { type: "string" },
      short: { type: "boolean", default: false },
      scenario: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
    },
  });
  if (!values.against) throw new Error("--against takes a commit, such as HEAD~1 or origin/main");
  const scenarios = chooseScenarios((values.scenario ?? (values.short ? SHORT : WHOLE)).split(","));
  const unfit = scenarios.find((scenario) => comparedOf(scenario).length === 0);
  if (unfit) throw new Error(`${unfit.name} has no figure that two commits can be compared by`);
  const rounds = positive("--rounds", values.rounds ?? (values.short ? "3" : "5"));
  const seconds = positive("--seconds", values.seconds ?? (values.short ? "1" : "2"));
  const extent: Extent = { warmMs: 700, measureMs: seconds * 1000, quick: false };

  const pins = pinning();
  const facts = machine(pins);
  const checkout = checkOutCommit(values.against);
  process.once("exit", checkout.remove);
  console.log(`${facts.cpu}, ${facts.cores} cores, Node ${facts.node}. Before: ${checkout.title}`);
  if (facts.load > 0.5)
    console.log(`The machine is busy (load ${facts.load.toFixed(2)}): CPU ratios hold within some percent only.`);

  const rows: AgainstRow[] = [];
  for (const scenario of scenarios) {
    const pairs: PairOfRounds[] = [];
    const figures = comparedOf(scenario);
    const seen = (): AgainstRow[] => figures.map((one) => compare(scenario, one, pairs));
    let planned = rounds;
    const again = (): boolean => {
      // The second look is measured whole: to stop at the first good median would let luck decide.
      if (pairs.length === rounds && !seen().every(mayLand)) planned = rounds * SECOND_LOOK;
      return pairs.length < planned;
    };
    while (again()) {
      pairs.push(await measurePair(scenario, checkout.folder, pairs.length, extent, pins));
      process.stderr.write(
        `  ${seen()
          .map(({ scenario: name, ratio }) => `${name} ${ratio.toFixed(3)}x`)
          .join(", ")} after ${pairs.length} rounds\n`,
      );
    }
    rows.push(...seen());
  }
  console.log(`\n${againstTable(rows)}`);
  const slower = rows.filter((row) => !mayLand(row));
  if (slower.length > 0)
    console.log(`\nSlower than ${LANDING_RATIO}x: ${slower.map(({ scenario }) => scenario).join(", ")}`);
  return slower.length > 0 ? 1 : 0;
}

/** Both commits once, one after the other; who begins changes from round to round. */
async function measurePair(
  scenario: Scenario,
  folder: string,
  round: number,
  extent: Extent,
  pins: Pinning,
): Promise<PairOfRounds> {
  const now = systemFor(scenario);
  const before: System = {
    ...now,
    script: join(folder, "bench/servers/ours.ts"),
    matchScript: join(folder, "bench/match/main.ts"),
  };
  const once = (system: System): Promise<Figures> => measureOnce(scenario, system, extent, pins);
  if (round % 2 === 0) {
    const first = await once(before);
    return { before: first, now: await once(now) };
  }
  const first = await once(now);
  return { before: await once(before), now: first };
}

/** The variant of ours that a scenario is about. */
function systemFor({ name }: Scenario): System {
  if (name.startsWith("pubsub")) return SYSTEMS.pubsub;
  return name.startsWith("history") ? SYSTEMS.history : SYSTEMS.ours;
}
