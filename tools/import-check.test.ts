/** Owns the proof that the import check can fail, row by row, and that the tree keeps it. */
import { describe, expect, it } from "vitest";
import { checkImports } from "./imports/check.ts";
import { checkOneTurn } from "./imports/one-turn.ts";
import { productSources } from "./imports/sources.ts";
import { COMPUTED_RULE, CYCLE_RULE, TABLE, TEST_RULE, UNKNOWN_RULE } from "./imports/table.ts";
import { checkWords, WORD_RULES } from "./imports/words.ts";

const rulesOf = (path: string, text: string) => checkImports([{ path, text }]).map((violation) => violation.rule);
const ruleAt = (at: string) => TABLE.find((row) => row.at === at)?.rule ?? "no such row";

/** One file a row that breaks the row's rule, and one that keeps it. */
const PLANTED: Readonly<Record<string, { path: string; breaks: readonly string[]; keeps: readonly string[] }>> = {
  "broker/contract": {
    path: "broker/contract/nouns.ts",
    breaks: ['import "../ports/clock.ts";', 'import "node:fs";', 'import "ws";'],
    keeps: ['import { z } from "zod";', 'import "./limits.ts";'],
  },
  "broker/ports": {
    path: "broker/ports/store.ts",
    breaks: ['import type { Policy } from "../access/policy.ts";', 'import "node:net";'],
    keeps: ['import type { Tag } from "../contract/nouns.ts";'],
  },
  ...Object.fromEntries(
    [
      "faults",
      "access",
      "routing",
      "presence",
      "time",
      "topics",
      "library",
      "sessions",
      "chat",
      "traffic",
      "delivery",
      "replies",
      "sandbox",
      "enforcement",
      "cluster",
    ].map((part) => [
      `broker/${part}`,
      {
        path: `broker/${part}/part.ts`,
        breaks: [
          'import { openSqliteStore } from "../adapters/sqlite-store/store.ts";',
          'import "../console/procedures.ts";',
          'import "../dialects/broker/codec.ts";',
          'import "better-sqlite3";',
          'import "node:http";',
        ],
        keeps: ['import type { Clock } from "../ports/clock.ts";', 'import "../contract/topics.ts";'],
      },
    ]),
  ),
  "broker/dialects": {
    path: "broker/dialects/dialect.ts",
    breaks: ['import "./pubsub/codec.ts";', 'import "../adapters/ws-listener/listener.ts";', 'import "ws";'],
    keeps: ['import "../sessions/session.ts";'],
  },
  "broker/dialects/*": {
    path: "broker/dialects/pubsub/codec.ts",
    breaks: ['import "../broker/codec.ts";', 'import "../../adapters/ws-listener/listener.ts";', 'import "ws";'],
    keeps: ['import "../dialect.ts";', 'import "../../sessions/session.ts";'],
  },
  "broker/console": {
    path: "broker/console/tokens.ts",
    breaks: ['import "../adapters/memory-store.ts";', 'import "../dialects/broker/codec.ts";', 'import "fastify";'],
    keeps: ['import { implement } from "@orpc/server";', 'import "../enforcement/enforce.ts";'],
  },
  "broker/adapters/*": {
    path: "broker/adapters/sqlite-store/store.ts",
    breaks: ['import "../system-clock.ts";', 'import "../../access/policy.ts";', 'import "ws";'],
    keeps: ['import Database from "better-sqlite3";', 'import "node:fs";', 'import "../../ports/store.ts";'],
  },
  resources: { path: "resources/a.ts", breaks: ['import "../broker/index.ts";', 'import "node:fs";'], keeps: [] },
  "broker/*.ts": {
    path: "broker/engine.ts",
    breaks: ['import "ws";', 'import "../electron/main.ts";'],
    keeps: ['import "./adapters/system-clock.ts";', 'import "./dialects/broker/codec.ts";'],
  },
  "broker/index.ts": {
    path: "broker/index.ts",
    breaks: ['import "fastify";', 'import "../renderer/src/main.tsx";'],
    keeps: ['import "./engine.ts";'],
  },
  "broker/admin-key.ts": {
    path: "broker/admin-key.ts",
    breaks: ['import "./access/policy.ts";', 'import "./adapters/key-file.ts";', 'import "commander";'],
    keeps: ['import { LIMITS } from "./contract/limits.ts";', 'import { StartError } from "./start-error.ts";'],
  },
  "broker/cli": {
    path: "broker/cli/serve.ts",
    breaks: ['import "../engine.ts";', 'import "../access/policy.ts";', 'import "ws";'],
    keeps: ['import { openEngine } from "../index.ts";', 'import { Command } from "commander";'],
  },
  electron: {
    path: "electron/main.ts",
    breaks: ['import "../broker/engine.ts";', 'import "../broker/cli/serve.ts";', 'import "ws";'],
    keeps: ['import { app } from "electron";', 'import "../broker/index.ts";', 'import "./window.ts";'],
  },
  "renderer/src/ui": {
    path: "renderer/src/ui/pill.tsx",
    breaks: ['import "../stores/tokens.ts";', 'import "../console/client.ts";', 'import "zustand";'],
    keeps: ['import { Table } from "@mantine/core";', 'import "./pill.module.css";'],
  },
  "renderer/src/host": {
    path: "renderer/src/host/host.ts",
    breaks: ['import "../console/connect.ts";', 'import "electron";'],
    keeps: ['import "./capabilities.ts";', 'import { createContext } from "react";'],
  },
  "renderer/src/console": {
    path: "renderer/src/console/socket-link.ts",
    breaks: ['import "../stores/tokens.ts";', 'import "../../../broker/index.ts";', 'import "react";'],
    keeps: ['import { createORPCClient } from "@orpc/client";', 'import "../../../broker/contract/console.ts";'],
  },
  "renderer/src/stores": {
    path: "renderer/src/stores/tokens.ts",
    breaks: ['import "../features/access/matrix.tsx";', 'import "../ui/pill.tsx";', 'import "@orpc/client";'],
    keeps: ['import { create } from "zustand";', 'import "../console/client.ts";'],
  },
  "renderer/src/features/*": {
    path: "renderer/src/features/access/matrix.tsx",
    breaks: ['import "../traffic/rows.ts";', 'import "@orpc/client";', 'import "../../../../broker/access/decide.ts";'],
    keeps: ['import "../../stores/tokens.ts";', 'import "../../ui/pill.tsx";', 'import "./cell.tsx";'],
  },
  "renderer/src": {
    path: "renderer/src/app.tsx",
    breaks: ['import "../../broker/index.ts";', 'import "electron";', 'import "node:fs";'],
    keeps: ['import "./features/access/screen.tsx";', 'import "../../broker/contract/nouns.ts";'],
  },
};

describe("the import check", () => {
  it("has a planted violation for every row of the table", () => {
    expect(Object.keys(PLANTED).sort()).toEqual(TABLE.map((row) => row.at).sort());
  });

  it.each(Object.entries(PLANTED))("names the rule when %s breaks it", (at, { path, breaks }) => {
    expect(breaks.map((text) => rulesOf(path, text))).toEqual(breaks.map(() => [ruleAt(at)]));
  });

  it.each(Object.entries(PLANTED))("lets %s import what it may", (_at, { path, keeps }) => {
    expect(keeps.map((text) => rulesOf(path, text))).toEqual(keeps.map(() => []));
  });

  it.each([
    ["a type import", 'import type { A } from "../adapters/a.ts";'],
    ["an inline type", 'export type B = import("../adapters/a.ts").A;'],
    ["a dynamic import", 'export const a = () => import("../adapters/a.ts");'],
    ["a re-export", 'export { a } from "../adapters/a.ts";'],
    ["a star re-export", 'export * from "../adapters/a.ts";'],
    ["require", 'declare const require: (name: string) => unknown;\nexport const a = require("../adapters/a.ts");'],
  ])("sees %s", (_form, text) => {
    expect(checkImports([{ path: "broker/access/decide.ts", text }])).toMatchObject([
      { file: "broker/access/decide.ts", imported: "../adapters/a.ts", rule: ruleAt("broker/access") },
    ]);
  });

  it("refuses an import whose module is computed", () => {
    expect(rulesOf("broker/access/a.ts", "export const a = (name: string) => import(name);")).toEqual([COMPUTED_RULE]);
  });

  it("does not take a comment or a string for an import", () => {
    expect(rulesOf("broker/access/a.ts", '// import "ws";\nexport const text = \'import "ws"\';')).toEqual([]);
  });

  it("names the line", () => {
    const text = '/** Owns a. */\nimport "../contract/nouns.ts";\nimport "ws";\n';
    expect(checkImports([{ path: "broker/access/a.ts", text }])[0]?.line).toBe(3);
  });

  it("finds a cycle between rooms and prints the way round", () => {
    const cycle = checkImports([
      { path: "broker/access/a.ts", text: 'import "../routing/b.ts";' },
      { path: "broker/routing/b.ts", text: 'import type { C } from "../sessions/c.ts";' },
      { path: "broker/sessions/c.ts", text: 'import "../access/a.ts";' },
    ]);
    expect(cycle).toMatchObject([
      {
        file: "broker/sessions/c.ts",
        imported: "../access/a.ts",
        rule: `${CYCLE_RULE} (broker/access -> broker/routing -> broker/sessions -> broker/access)`,
      },
    ]);
  });

  it("lets a test of the broker import an adapter, and product code no test", () => {
    expect(rulesOf("broker/access/plan.test.ts", 'import "../adapters/sqlite-store/store.ts";')).toEqual([]);
    expect(rulesOf("broker/testing/harness.ts", 'import "../engine.ts";\nimport "vitest";')).toEqual([]);
    expect(rulesOf("broker/access/plan.ts", 'import "../testing/harness.ts";')).toEqual([TEST_RULE]);
    expect(rulesOf("renderer/src/features/access/a.test.ts", 'import "../traffic/b.ts";')).toEqual([TEST_RULE]);
  });

  it("knows no file outside the table's rooms", () => {
    expect(rulesOf("broker/utils/misc.ts", 'import "node:fs";')).toEqual([UNKNOWN_RULE]);
  });

  it("refuses an unreadable file instead of passing over it", () => {
    expect(() => rulesOf("broker/access/a.ts", "import {")).toThrow("broker/access/a.ts does not parse");
  });

  it("is kept by the tree", () => {
    const sources = productSources(new URL("..", import.meta.url).pathname);
    expect(sources.length).toBeGreaterThan(10);
    expect(checkImports(sources)).toEqual([]);
  });
});

describe("the words of a room", () => {
  const said = (path: string, text: string) =>
    checkWords([{ path, text }]).map(({ line, imported }) => `${line} ${imported}`);

  it("are checked where a transport must not stand", () => {
    expect(said("broker/dialects/chat/decode.ts", "// fine: WebSocket\nimport { WebSocket } from 'x';")).toEqual([
      '2 "WebSocket"',
    ]);
    expect(said("broker/dialects/realtime/opening.ts", "/* RFC 6455 */\nconst opcode = 1;")).toEqual(['2 "opcode"']);
    expect(said("broker/adapters/ws-listener.ts", "await new WebSocket()")).toEqual([]);
    expect(said("broker/dialects/chat/tests/a.test.ts", "WebSocket")).toEqual([]);
    expect(WORD_RULES).toHaveLength(1);
  });

  it("hold in the tree", () => {
    expect(checkWords(productSources(new URL("..", import.meta.url).pathname))).toEqual([]);
  });
});

describe("functions of one turn", () => {
  const EDIT = "broker/console/edits/apply-edit.ts";
  const TAKE = "broker/console/edits/take.ts";
  const table = [{ at: EDIT, functions: ["applyPlan", "Corridor.go"] }];
  const corridor = "class Corridor { go() {} }";
  const found = (files: Readonly<Record<string, string>>) =>
    checkOneTurn(
      Object.entries(files).map(([path, text]) => ({ path, text })),
      table,
    ).map(({ file, line, imported }) => `${file === EDIT ? "edit" : "take"}:${line} ${imported}`);
  const inside = (statement: string) =>
    found({ [EDIT]: `${corridor}\nexport function applyPlan() {\n${statement}\n}` });

  it.each([
    ["an await", "commit(); (async () => { await later(); })();", ['edit:3 "async"', 'edit:3 "await"']],
    ["a promise", "return new Promise(() => enforce());", ['edit:3 "Promise"']],
    ["a callback of a promise", "later().then(() => enforce());", ['edit:3 ".then()"']],
    [
      "another turn",
      "setImmediate(enforce); process.nextTick(enforce);",
      ['edit:3 "setImmediate"', 'edit:3 "nextTick"'],
    ],
    ["an async callback", "list.forEach(async (one) => enforce(one));", ['edit:3 "async"']],
    ["a stream", "(async () => { for await (const one of list) a(); })();", ['edit:3 "async"', 'edit:3 "for await"']],
    ["a module that is read", 'import("./enforce.ts");', ['edit:3 "import()"']],
    ["words in a comment and a text", '/* await */ log("async, then Promise");', []],
  ])("name %s", (_what, statement, broken) => {
    expect(inside(statement)).toEqual(broken);
  });

  it("name what waits in a function that they call, also one of another file, and in a named method", () => {
    const files = {
      [EDIT]: `import { take as taken } from "./take.ts";
        class Corridor { async go() {} other() { return new Promise(() => 0); } }
        const enforce = () => later().catch(() => 0);
        export function applyPlan() { taken(); enforce(); }
        export async function elsewhere() { await later(); }`,
      [TAKE]:
        "export function take() { sweep(); }\nconst sweep = async () => {};\nexport const unused = async () => {};",
    };
    expect(found(files).sort()).toEqual(['edit:2 "async"', 'edit:3 ".catch()"', 'take:2 "async"']);
  });

  it("must be there, or the check would look at nothing", () => {
    expect(found({ [EDIT]: "export function applyOther() {}" })).toEqual(["edit:1 applyPlan", "edit:1 Corridor.go"]);
    expect(found({})).toEqual([`edit:1 ${EDIT}`]);
  });

  it("hold in the tree", () => {
    const sources = productSources(new URL("..", import.meta.url).pathname);
    expect(checkOneTurn(sources)).toEqual([]);
    // The check sees the tree: what is planted there is found.
    const planted = sources.map(({ path, text }) =>
      path === TAKE
        ? { path, text: text.replace("sections.take(rows);", "setImmediate(() => sections.take(rows));") }
        : { path, text },
    );
    expect(checkOneTurn(planted).map(({ file, imported }) => ({ file, imported }))).toEqual([
      { file: TAKE, imported: '"setImmediate"' },
    ]);
  });
});
