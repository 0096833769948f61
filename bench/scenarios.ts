/** Owns the scenarios: what each one sends to whom, and which systems it makes sense for. */
import type { Flow, Job, TrafficJob } from "./generator/job.ts";
import type { Ready } from "./servers/ready.ts";
import type { System, SystemName } from "./systems.ts";
import {
  HANDSHAKE_TOKENS,
  PUBLISHER_SECRET,
  SILENT_FILTER,
  SUBSCRIBER_SECRET,
  secretOf,
  tokenNameOf,
} from "./wire/bench-policy.ts";
import type { Opening } from "./wire/dialects.ts";
import { EVERY_TOPIC, topicOf } from "./wire/payload.ts";

/** How long and how large this run is. */
export interface Extent {
  readonly warmMs: number;
  readonly measureMs: number;
  /** Smoke run: few clients, so that it takes seconds. */
  readonly quick: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** What a row of the table shows. */
  readonly kind: "traffic" | "latency" | "console" | "handshakes" | "memory" | "match" | "revoke" | "page";
  /** Systems that can do it; null = all. */
  readonly only: readonly SystemName[] | null;
  /** Valid tokens on the server. */
  readonly tokens: number;
  /** Part of a run that names no scenario. */
  readonly standard: boolean;
  /** The server may use every core, the generator's too: what it does in threads of its own need not take its loop's core. */
  readonly serverRoams?: boolean;
  job(system: System, ready: Ready, extent: Extent): Job;
}

interface Traffic {
  readonly name: string;
  readonly title: string;
  readonly flow: Flow;
  readonly publishers: number;
  readonly subscribers: number;
  readonly pace: TrafficJob["pace"];
  /** Subscribers ask for the wildcard instead of the topic. */
  readonly wildcard?: boolean;
  readonly standard?: boolean;
  readonly serverRoams?: boolean;
  readonly only?: readonly SystemName[];
}

/** Clients of a smoke run. */
const QUICK_CLIENTS = 20;

const target = (ready: Ready) => ({ host: "127.0.0.1", port: ready.port, serverPid: ready.pid });

const subscribe = (system: System, index: number, filter: string): Opening =>
  system.dialect.opening({ secret: SUBSCRIBER_SECRET, filter, name: `sub-${index}` });

function traffic(plan: Traffic): Scenario {
  return {
    name: plan.name,
    title: plan.title,
    kind: "perSecond" in plan.pace ? "latency" : "traffic",
    only: plan.only ?? null,
    tokens: 2,
    standard: plan.standard ?? true,
    serverRoams: plan.serverRoams ?? false,
    job(system, ready, extent) {
      const size = (count: number): number => (extent.quick ? Math.min(count, QUICK_CLIENTS) : count);
      const { dialect } = system;
      const filterOf = (index: number): string => {
        if (plan.wildcard || plan.flow === "fanin") return EVERY_TOPIC;
        return topicOf(plan.flow === "pairs" ? index : 0);
      };
      const publishers = Array.from({ length: size(plan.publishers) }, (_, index) => index);
      const subscribers = Array.from({ length: size(plan.subscribers) }, (_, index) => index);
      return {
        kind: "traffic",
        ...target(ready),
        publishers: publishers.map((index) =>
          dialect.opening({
            secret: PUBLISHER_SECRET,
            filter: dialect.publisherSubscribes ? topicOf(index) : SILENT_FILTER,
            name: `pub-${index}`,
          }),
        ),
        subscribers: subscribers.map((index) => subscribe(system, index, filterOf(index))),
        frames: publishers.map((index) => dialect.publish(topicOf(index))),
        delivery: dialect.delivery(topicOf(0)),
        fixedFrameBytes: dialect.fixedFrameBytes,
        flow: plan.flow,
        pace: plan.pace,
        warmMs: extent.warmMs,
        measureMs: extent.measureMs,
        messages: 0,
      };
    },
  };
}

const fan = (name: string, subscribers: number, window: number, more: Partial<Traffic> = {}): Scenario =>
  traffic({
    name,
    title: `1 publisher to ${subscribers} ${more.wildcard ? "wildcard " : ""}subscribers, ${window} in flight`,
    flow: "fan",
    publishers: 1,
    subscribers,
    pace: { window },
    ...more,
  });

const handshakes: Scenario = {
  name: "handshakes",
  title: `connections made and left, 16 at a time, ${HANDSHAKE_TOKENS} tokens`,
  kind: "handshakes",
  only: null,
  tokens: HANDSHAKE_TOKENS,
  standard: true,
  job: (system, ready, extent) => ({
    kind: "handshakes",
    ...target(ready),
    openings: Array.from({ length: 1000 }, (_, index) =>
      system.dialect.opening({
        secret: secretOf((index * 9973) % HANDSHAKE_TOKENS),
        filter: topicOf(index),
        name: `client-${index}`,
      }),
    ),
    atATime: 16,
    warmMs: extent.warmMs,
    measureMs: extent.measureMs,
  }),
};

const idle: Scenario = {
  name: "idle",
  title: "resident memory of 5000 silent connections",
  kind: "memory",
  only: null,
  tokens: 2,
  standard: true,
  job: (system, ready, extent) => ({
    kind: "memory",
    ...target(ready),
    openings: Array.from({ length: extent.quick ? 200 : 5050 }, (_, index) => subscribe(system, index, topicOf(index))),
    settleMs: extent.quick ? 100 : 2500,
  }),
};

const match: Scenario = {
  name: "match",
  title: "topics matched against 10,000 and 100,000 filters, in process",
  kind: "match",
  only: ["ours"],
  tokens: 0,
  standard: true,
  job() {
    throw new Error("Matching needs no server");
  },
};

/** Long enough for a leak to show, and shorter than three unanswered pings. */
const CONSOLE_MS = 60_000;

/** The same open loop with Traffic open in a page and with no console at all. */
const watching: Scenario = (() => {
  const plan = traffic({
    name: "console",
    title: "5,000 messages/s for 60 s over 50 pairs, open loop: Traffic open in a page, and not",
    flow: "pairs",
    publishers: 50,
    subscribers: 50,
    pace: { perSecond: 5_000 },
    standard: false,
    only: ["floor", "ours", "watched"],
  });
  const job: Scenario["job"] = (system, ready, extent) =>
    plan.job(system, ready, extent.quick ? extent : { ...extent, measureMs: CONSOLE_MS });
  return { ...plan, kind: "console", job };
})();

function revoke(clients: number, standard: boolean): Scenario {
  return {
    name: `revoke${clients}`,
    title: `one permission deleted, ${clients} clients closed`,
    kind: "revoke",
    only: ["ours"],
    tokens: 3,
    standard,
    job(system, ready, extent) {
      if (ready.admin === undefined || ready.adminKey === undefined) throw new Error(`${system.name} has no admin API`);
      return {
        kind: "revoke",
        ...target(ready),
        opening: subscribe(system, 0, topicOf(0)),
        bystander: system.dialect.opening({ secret: secretOf(2), filter: topicOf(0), name: "bystander" }),
        tokenName: tokenNameOf(1),
        clients: extent.quick ? Math.min(clients, QUICK_CLIENTS) : clients,
        warmRounds: extent.quick ? 1 : 4,
        rounds: extent.quick ? 1 : 3,
        admin: ready.admin,
        adminKey: ready.adminKey,
      };
    },
  };
}

const PAGE_TOKENS = 40;

const connections: Scenario = {
  name: "connections",
  title: "keys typed into the filter of Connections: 2000 rows, 200 changes a second, in Chromium",
  kind: "page",
  only: ["ours"],
  tokens: PAGE_TOKENS,
  standard: false,
  job(system, ready, extent) {
    if (ready.admin === undefined || ready.adminKey === undefined) throw new Error(`${system.name} has no admin API`);
    return {
      kind: "page",
      ...target(ready),
      connections: extent.quick ? 100 : 2000,
      tokens: PAGE_TOKENS,
      changesPerSecond: 200,
      settleMs: extent.quick ? 200 : 3000,
      rounds: extent.quick ? 1 : 4,
      admin: ready.admin,
      adminKey: ready.adminKey,
    };
  },
};

export const SCENARIOS: readonly Scenario[] = [
  fan("fan1", 1, 1),
  fan("fan10", 10, 1),
  fan("fan100w1", 100, 1),
  fan("fan1000w1", 1000, 1),
  fan("fan1000w", 1000, 1, { wildcard: true }),
  fan("fan100", 100, 8),
  fan("fan1000b", 1000, 32),
  fan("fan1000burst", 1000, 32, {
    title: "1 publisher to 1000 subscribers, bursts of 32, each when all have the one before",
    pace: { window: 32, whole: true },
    standard: false,
  }),
  fan("pubsub1000", 1000, 32, { standard: false, only: ["floor", "ours", "pubsub"] }),
  traffic({
    name: "pubsub_pairs",
    title: "200 publishers to a subscriber each, 4 in flight each; pub/sub beside the main dialect",
    flow: "pairs",
    publishers: 200,
    subscribers: 200,
    pace: { window: 4 },
    standard: false,
    only: ["floor", "ours", "pubsub"],
  }),
  traffic({
    name: "fanin200",
    title: "200 publishers to 1 wildcard subscriber, 1 in flight each",
    flow: "fanin",
    publishers: 200,
    subscribers: 1,
    pace: { window: 1 },
  }),
  traffic({
    name: "pairs200",
    title: "200 publishers to a subscriber each, 4 in flight each",
    flow: "pairs",
    publishers: 200,
    subscribers: 200,
    pace: { window: 4 },
  }),
  traffic({
    name: "lat_fan_1k",
    title: "10 messages/s to 100 subscribers, open loop",
    flow: "fan",
    publishers: 1,
    subscribers: 100,
    pace: { perSecond: 10 },
    standard: false,
  }),
  traffic({
    name: "lat_fan_20k",
    title: "200 messages/s to 100 subscribers, open loop",
    flow: "fan",
    publishers: 1,
    subscribers: 100,
    pace: { perSecond: 200 },
  }),
  traffic({
    name: "lat_pairs_20k",
    title: "20,000 messages/s over 200 pairs, open loop",
    flow: "pairs",
    publishers: 200,
    subscribers: 200,
    pace: { perSecond: 20_000 },
    standard: false,
  }),
  ...[
    { name: "history", publishers: 200, title: "history on disk and without: 200 pairs, 4 in flight each" },
    {
      name: "history_cores",
      publishers: 200,
      title: "history on disk and without: 200 pairs, 4 in flight each, the server on all cores",
      serverRoams: true,
    },
    { name: "history1", publishers: 1, title: "history on disk and without: one topic at full speed, 64 in flight" },
  ].map(({ name, publishers, title, serverRoams = false }) =>
    traffic({
      name,
      title,
      flow: "pairs",
      publishers,
      subscribers: publishers,
      pace: { window: publishers === 1 ? 64 : 4 },
      standard: false,
      serverRoams,
      only: ["floor", "ours", "history", "forgetful"],
    }),
  ),
  watching,
  handshakes,
  idle,
  match,
  revoke(1, true),
  revoke(100, true),
  revoke(1000, true),
  revoke(5000, true),
  connections,
];

/**
 * Scenarios by name; `revoke` means all of its sizes, `fan` the four with one in flight, nothing the standard ones.
 * @throws Error naming what is unknown
 */
export function chooseScenarios(names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return SCENARIOS.filter(({ standard }) => standard);
  return names.flatMap((name) => {
    if (name === "revoke") return SCENARIOS.filter(({ kind }) => kind === "revoke");
    if (name === "fan") return SCENARIOS.filter((scenario) => /^fan(1|10|100w1|1000w1)$/.test(scenario.name));
    const scenario = SCENARIOS.find((candidate) => candidate.name === name);
    if (!scenario)
      throw new Error(`There is no scenario ${name}; there are ${SCENARIOS.map((one) => one.name).join(", ")}`);
    return [scenario];
  });
}
