/** Owns the targets: what the study of the floor and of peers says that Signalbox should reach, and what it must. */
import type { Summary } from "./report/summary.ts";
import type { SystemName } from "./systems.ts";

export interface Target {
  readonly title: string;
  readonly goal: number;
  /** Worse than this is a regression to be fixed before release. */
  readonly gate: number;
  readonly better: "more" | "less";
  /** What the study's prototype reached (two virtual cores, Debian 12, Node 24, November 2026). */
  readonly source: string;
  /** NaN when the run did not measure it. */
  measured(summary: Summary): number;
  print(value: number): string;
}

export type Verdict = "met" | "within gate" | "MISSED" | "not measured";

export interface Judged {
  readonly target: Target;
  readonly value: number;
  readonly verdict: Verdict;
}

type Numbers = Pick<Target, "goal" | "gate" | "source">;

const show =
  (unit: string, fraction: number) =>
  (value: number): string =>
    Number.isFinite(value) ? `${value.toLocaleString("en-US", { maximumFractionDigits: fraction })}${unit}` : "-";

/** CPU time per delivery of the other over ours: above 1 we are cheaper. */
const cpuAgainst = (scenario: string, other: SystemName, numbers: Numbers): Target => ({
  title: `${scenario}: CPU against ${other}`,
  better: "more",
  measured: (summary) => summary.ratio(scenario, "cpuUs", other, "ours"),
  print: show("x", 2),
  ...numbers,
});

/** History on disk against an engine that keeps none: at 1 it costs nothing. */
const againstForgetful = (title: string, measured: Target["measured"]): Target => ({
  title,
  better: "more",
  goal: 0.85,
  gate: 0.8,
  source: "a history that costs more is felt",
  measured,
  print: show("x", 2),
});

const ownFigure = (
  scenario: string,
  figure: string,
  title: string,
  unit: string,
  better: Target["better"],
  numbers: Numbers,
): Target => ({
  title: `${scenario}: ${title}`,
  better,
  measured: (summary) => summary.median(scenario, "ours", figure),
  print: show(unit, 2),
  ...numbers,
});

const watched = (figure: string, title: string, unit: string, better: Target["better"], numbers: Numbers): Target => ({
  title: `console: ${title}`,
  better,
  measured: (summary) => summary.median("console", "watched", figure),
  print: show(unit, 2),
  ...numbers,
});

const againstFloor = (scenario: string, figure: string, title: string, numbers: Numbers): Target => ({
  title: `${scenario}: ${title} against floor`,
  better: "less",
  measured: (summary) => summary.ratio(scenario, figure, "ours", "floor"),
  print: show("x", 2),
  ...numbers,
});

const PEER_SCENARIOS = ["fan100", "fan1000w1", "fan1000b", "fanin200", "pairs200"] as const;

const weakestAgainstAedes: Target = {
  title: "every traffic scenario: CPU against aedes",
  better: "more",
  goal: 5,
  gate: 4,
  source: "5.7x - 110x",
  measured(summary) {
    const ratios = PEER_SCENARIOS.map((scenario) => summary.ratio(scenario, "cpuUs", "aedes", "ours"));
    const known = ratios.filter((ratio) => Number.isFinite(ratio));
    return known.length === 0 ? Number.NaN : Math.min(...known);
  },
  print: show("x", 2),
};

export const TARGETS: readonly Target[] = [
  cpuAgainst("fan1000w1", "floor", { goal: 0.9, gate: 0.85, source: "1.01x" }),
  cpuAgainst("fan1000w", "floor", { goal: 0.9, gate: 0.85, source: "1.02x" }),
  cpuAgainst("fan1000b", "floor", { goal: 12, gate: 8, source: "17x" }),
  cpuAgainst("fan1000b", "coalesced", { goal: 0.8, gate: 0.6, source: "1.0x" }),
  cpuAgainst("fan100", "floor", { goal: 5, gate: 4, source: "6.1x" }),
  cpuAgainst("fanin200", "floor", { goal: 1, gate: 0.9, source: "1.12x" }),
  cpuAgainst("pairs200", "floor", { goal: 1.3, gate: 1.1, source: "1.6x" }),
  cpuAgainst("fan1000w1", "naive", { goal: 1.15, gate: 1.1, source: "1.26x" }),
  cpuAgainst("fan1000b", "naive", { goal: 10, gate: 8, source: "22x" }),
  cpuAgainst("pairs200", "naive", { goal: 1.5, gate: 1.3, source: "1.8x" }),
  weakestAgainstAedes,
  ownFigure("fan1000w1", "cpuUs", "CPU per delivery", " us", "less", { goal: 8.5, gate: 9, source: "7.5 us" }),
  ownFigure("fan1000b", "cpuUs", "CPU per delivery", " us", "less", { goal: 0.6, gate: 1, source: "0.41 us" }),
  againstForgetful("history: CPU with history on disk against none", (summary) =>
    summary.ratio("history", "cpuUs", "forgetful", "history"),
  ),
  againstForgetful("history_cores: rate with history on disk against none", (summary) =>
    summary.ratio("history_cores", "rate", "history", "forgetful"),
  ),
  cpuAgainst("handshakes", "floor", { goal: 0.85, gate: 0.75, source: "0.93x" }),
  ownFigure("idle", "bytesPerConnection", "memory per connection", " B", "less", {
    goal: 11_000,
    gate: 12_200,
    source: "9,351 B",
  }),
  againstFloor("lat_fan_20k", "p50Ms", "p50", { goal: 1.2, gate: 1.5, source: "1.06x" }),
  againstFloor("lat_fan_20k", "p99Ms", "p99", { goal: 1.3, gate: 2, source: "0.98x" }),
  {
    title: "console: engine p99 with Traffic open against closed",
    better: "less",
    goal: 1.5,
    gate: 2,
    source: "at most twice",
    measured: (summary) => summary.ratio("console", "engineP99Ms", "watched", "ours"),
    print: show("x", 2),
  },
  watched("fps", "frames a second in the page", "/s", "more", { goal: 50, gate: 30, source: "above 30" }),
  watched("heapGrowthMb", "growth of the page's heap", " MB", "less", { goal: 25, gate: 50, source: "below 50 MB" }),
  watched("captureMissing", "messages not captured", "", "less", { goal: 0, gate: 0, source: "none" }),
  ownFigure("revoke1", "lastMs", "close at the client", " ms", "less", { goal: 2, gate: 5, source: "0.6 ms, no API" }),
  ownFigure("revoke1000", "p99Ms", "99 % closed at the client", " ms", "less", {
    goal: 15,
    gate: 25,
    source: "9.2 ms, no API",
  }),
  ownFigure("connections", "p95Ms", "a key in the filter, painted", " ms", "less", {
    goal: 100,
    gate: 150,
    source: "what feels immediate",
  }),
  ownFigure("match", "cold100000", "cold topics, 100k filters", "/s", "more", {
    goal: 300_000,
    gate: 200_000,
    source: "431,000/s",
  }),
  ownFigure("match", "hot100000", "hot topics, 100k filters", "/s", "more", {
    goal: 5_000_000,
    gate: 2_000_000,
    source: "18.9 M/s",
  }),
];

export function judgeTargets(summary: Summary): readonly Judged[] {
  return TARGETS.map((target) => {
    const value = target.measured(summary);
    return { target, value, verdict: verdictOf(target, value) };
  });
}

function verdictOf({ better, goal, gate }: Target, value: number): Verdict {
  if (!Number.isFinite(value)) return "not measured";
  const reaches = (line: number): boolean => (better === "more" ? value >= line : value <= line);
  if (reaches(goal)) return "met";
  return reaches(gate) ? "within gate" : "MISSED";
}
