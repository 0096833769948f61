/** The comparison of this checkout with another commit: one ratio a figure, and whether it may land. */
import type { Figures } from "../generator/job.ts";
import type { Scenario } from "../scenarios.ts";
import { median } from "./summary.ts";
import { grid } from "./table.ts";

/** Slower than this against the commit before, and a change does not land. */
export const LANDING_RATIO = 0.98;

/** A figure by which two commits are compared. */
export interface Compared {
  readonly figure: string;
  readonly unit: string;
  readonly better: "more" | "less";
}

/** CPU time wherever there is one: rates and milliseconds at a client depend on who else used the machine. */
const COMPARED: Readonly<Record<Scenario["kind"], readonly Compared[]>> = {
  traffic: [{ figure: "cpuUs", unit: "us CPU", better: "less" }],
  latency: [{ figure: "cpuUs", unit: "us CPU", better: "less" }],
  console: [{ figure: "cpuUs", unit: "us CPU", better: "less" }],
  handshakes: [{ figure: "cpuUs", unit: "us CPU", better: "less" }],
  memory: [{ figure: "bytesPerConnection", unit: "B", better: "less" }],
  match: [
    { figure: "cold100000", unit: "/s cold", better: "more" },
    { figure: "hot100000", unit: "/s hot", better: "more" },
  ],
  revoke: [{ figure: "engineLastMs", unit: "ms", better: "less" }],
  page: [],
};

export const comparedOf = (scenario: Scenario): readonly Compared[] => COMPARED[scenario.kind];

/** What both commits measured in one round. */
export interface PairOfRounds {
  readonly before: Figures;
  readonly now: Figures;
}

export interface AgainstRow {
  readonly scenario: string;
  readonly figure: string;
  readonly before: number;
  readonly now: number;
  /** How much faster this checkout is: the median over the rounds, 1 is the same. NaN when no round has the figure on both sides. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  readonly rounds: number;
}

export function compare(
  scenario: Scenario,
  { figure, unit, better }: Compared,
  pairs: readonly PairOfRounds[],
): AgainstRow {
  const both = pairs.flatMap(({ before, now }) => {
    const [a, b] = [before[figure], now[figure]];
    return a === undefined || b === undefined ? [] : [{ a, b, ratio: better === "less" ? a / b : b / a }];
  });
  const ratios = both.map(({ ratio }) => ratio);
  return {
    scenario: scenario.name,
    figure: unit,
    before: median(both.map(({ a }) => a)),
    now: median(both.map(({ b }) => b)),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    rounds: ratios.length,
  };
}

/** A figure that was not measured does not pass. */
export const mayLand = ({ ratio }: AgainstRow): boolean => ratio >= LANDING_RATIO;

export function againstTable(rows: readonly AgainstRow[]): string {
  const number = (value: number): string =>
    value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 2 : 0 });
  const body = rows.map((row) => [
    row.scenario,
    row.figure,
    number(row.before),
    number(row.now),
    `${row.ratio.toFixed(3)}x`,
    `${row.lowest.toFixed(2)} to ${row.highest.toFixed(2)}`,
    String(row.rounds),
    mayLand(row) ? "ok" : "SLOWER",
  ]);
  return grid([["scenario", "figure", "before", "now", "ratio", "range", "rounds", "verdict"], ...body]);
}
