/** Owns the table "Who may import whom" of ARCHITECTURE.md, as data that the import check reads. */

export interface Row {
  /** Where the room lies. `name/*` makes each child its own room, `name/*.ts` is the files right there, `name.ts` one file. */
  readonly at: string;
  /** Rooms it may import beside itself, as `at` spells them; `broker/**` is everything below. */
  readonly may: readonly string[];
  /** npm packages it may import; a trailing `/*` takes a whole scope. For `name/*` rows a record by child. */
  readonly packages: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** Node's own modules, without `node:`. */
  readonly builtins: "any" | readonly string[];
  /** What a violation says. */
  readonly rule: string;
}

/** The rooms on the message path and the operator path that know no adapter. */
const CORE = [
  "broker/faults",
  "broker/access",
  "broker/routing",
  "broker/presence",
  "broker/time",
  "broker/topics",
  "broker/library",
  "broker/replies",
  "broker/sessions",
  "broker/traffic",
  "broker/chat",
  "broker/delivery",
  "broker/enforcement",
  "broker/sandbox",
  "broker/cluster",
] as const;

const FACE = [
  "react",
  "react-dom",
  "@mantine/*",
  "@tabler/icons-react",
  "@tanstack/*",
  "uplot",
  "@codemirror/*",
  "diff",
  "driver.js",
];

const coreRow = (at: string): Row => ({
  at,
  may: ["broker/contract", "broker/ports", ...CORE],
  packages: [],
  // Hashing and text are values in, values out; time, sockets and files come through ports.
  builtins: ["crypto", "buffer", "util"],
  rule: "a room on a corridor imports contract, ports and the rooms below it; the world comes through ports",
});

/** One row a room. Tests and broker/testing are judged by `TEST_RULE` instead. */
export const TABLE: readonly Row[] = [
  {
    at: "broker/contract",
    may: [],
    packages: ["zod", "@orpc/contract"],
    builtins: [],
    rule: "broker/contract imports nothing of ours, no Node and no DOM",
  },
  {
    at: "broker/ports",
    may: ["broker/contract"],
    packages: [],
    builtins: [],
    rule: "broker/ports imports contract only: interfaces, no runtime",
  },
  ...CORE.filter((at) => at !== "broker/replies").map(coreRow),
  {
    ...coreRow("broker/replies"),
    packages: ["json-p3", "re2js"],
    rule: "broker/replies imports what a corridor room may, the reader of JSONPath and the engine of regular expressions",
  },
  {
    at: "broker/dialects",
    may: ["broker/contract", "broker/ports", ...CORE],
    packages: [],
    builtins: ["crypto", "buffer", "util"],
    rule: "what dialects share imports contract, ports and the rooms; never one dialect, never an adapter",
  },
  {
    at: "broker/dialects/*",
    may: ["broker/contract", "broker/ports", "broker/dialects", ...CORE],
    packages: {},
    builtins: ["crypto", "buffer", "util"],
    rule: "a dialect imports contract, ports and the rooms' commands; never another dialect, never an adapter",
  },
  {
    at: "broker/console",
    may: ["broker/contract", "broker/ports", ...CORE],
    packages: ["zod", "@orpc/*", "csv-stringify"],
    builtins: ["crypto", "buffer", "util"],
    rule: "broker/console imports contract, ports and the rooms; never an adapter, never a dialect",
  },
  {
    at: "broker/adapters/*",
    may: ["broker/contract", "broker/ports"],
    packages: {
      "sqlite-store": ["better-sqlite3"],
      "sqlite-history": ["better-sqlite3"],
      "redis-bus": ["ioredis", "ioredis-mock"],
      "ws-listener": ["ws"],
      "ws-client": ["ws"],
      "http-server": ["fastify", "@fastify/*", "ipaddr.js"],
      "console-socket": ["ws"],
      "pino-log": ["pino"],
    },
    builtins: "any",
    rule: "an adapter imports contract, ports and its one package; never another adapter or a room",
  },
  {
    at: "resources",
    may: [],
    packages: [],
    builtins: [],
    rule: "resources hold no code",
  },
  {
    at: "broker/*.ts",
    may: ["broker/**", "resources"],
    packages: [],
    builtins: "any",
    rule: "the composition root wires rooms and adapters; packages stay behind adapters",
  },
  {
    at: "broker/index.ts",
    may: ["broker/**"],
    packages: [],
    builtins: "any",
    rule: "the engine's face wires rooms and adapters; packages stay behind adapters",
  },
  {
    at: "broker/admin-key.ts",
    may: ["broker/contract", "broker/*.ts"],
    packages: [],
    builtins: "any",
    rule: "the admin key's file is read by engine and commands alike, and knows neither",
  },
  {
    at: "broker/cli",
    may: ["broker/index.ts", "broker/admin-key.ts", "broker/contract"],
    packages: ["commander", "zod"],
    builtins: "any",
    rule: "broker/cli imports broker/index, admin-key and contract",
  },
  {
    at: "electron",
    may: ["broker/index.ts", "broker/contract"],
    packages: ["electron", "zod"],
    builtins: "any",
    rule: "electron imports broker/index, contract and electron",
  },
  {
    at: "renderer/src/ui",
    may: ["broker/contract"],
    packages: FACE,
    builtins: [],
    rule: "ui parts import contract and nothing else of ours: no store, no client",
  },
  {
    at: "renderer/src/host",
    may: ["broker/contract"],
    packages: ["react"],
    builtins: [],
    rule: "host imports contract and nothing else of ours",
  },
  {
    at: "renderer/src/console",
    may: ["broker/contract", "renderer/src/host"],
    packages: ["@orpc/*"],
    builtins: [],
    rule: "the console client imports contract and host; stores and features import it, not the other way",
  },
  {
    at: "renderer/src/stores",
    may: ["broker/contract", "renderer/src/console", "renderer/src/host"],
    packages: ["zustand", "react"],
    builtins: [],
    rule: "stores import the console client and contract; never a feature or a ui part",
  },
  {
    at: "renderer/src/features/*",
    may: ["broker/contract", "renderer/src/console", "renderer/src/stores", "renderer/src/ui", "renderer/src/host"],
    packages: FACE,
    builtins: [],
    rule: "a feature imports stores, console, ui, host and contract; a feature never imports a feature",
  },
  {
    at: "renderer/src",
    may: ["broker/contract", "renderer/**"],
    packages: [...FACE, "zustand", "@fontsource-variable/*"],
    builtins: [],
    rule: "the face wires itself and imports nothing of the engine but broker/contract",
  },
];

export const TEST_RULE =
  "a test imports what its room may, and in broker anything of broker; product code imports no test";
export const UNKNOWN_RULE = "every file lies in a room of the table";
export const COMPUTED_RULE = "an import names its module in plain text, or nobody can judge it";
/** Asks for one of its own chunks again, under another address; every module behind it is named in plain text beside that. */
export const COMPUTED_ALLOWED: readonly string[] = ["renderer/src/screens.ts"];
export const CYCLE_RULE = "no cycles between rooms: calls run downwards only";
