/** Owns the check that nothing waits between commit and enforcement: functions that run in one turn of the event loop, and what they call. */
import { posix } from "node:path";
import { type Node, parseSync, Visitor } from "oxc-parser";
import type { Source, Violation } from "./check.ts";
import { isTest } from "./rooms.ts";

interface OneTurn {
  /** Whose functions: a folder, or one file. */
  readonly at: string;
  /** By name, a method as `Class.method`; they must be there. */
  readonly functions: "all" | readonly string[];
}

/** From each of them the check follows calls by name, into other files too. Calls of methods it cannot follow: those are named here. */
export const ONE_TURN: readonly OneTurn[] = [
  { at: "broker/console/edits/apply-edit.ts", functions: "all" },
  { at: "broker/console/edits/take.ts", functions: "all" },
  { at: "broker/console/edits/sections.ts", functions: "all" },
  ...["settings", "topics", "library", "rooms"].map(
    (name): OneTurn => ({ at: `broker/console/edits/${name}-section.ts`, functions: "all" }),
  ),
  { at: "broker/enforcement/", functions: "all" },
  { at: "broker/access/", functions: "all" },
  { at: "broker/library/library.ts", functions: ["Library.take"] },
  { at: "broker/chat/chat-rooms.ts", functions: ["ChatRooms.take", "ChatRooms.drain"] },
  { at: "broker/topics/topics.ts", functions: ["Topics.describe", "Topics.delete", "Topics.setBounds"] },
  { at: "broker/sessions/session.ts", functions: ["Session.detach", "Session.writeClose", "Session.lose"] },
  { at: "broker/console/live/announcer.ts", functions: "all" },
];

export const ONE_TURN_RULE =
  "nothing waits between commit and enforcement: a message would slip between the old policy and the new (R5)";
export const NOT_THERE_RULE = "tools/imports/one-turn.ts names a function that is not there, and would look at nothing";

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a file says that matters here. */
interface Scan {
  readonly functions: ReadonlyMap<string, Range>;
  /** Names of other files, by the name here. */
  readonly imports: ReadonlyMap<string, { readonly path: string; readonly name: string }>;
  readonly calls: readonly { readonly name: string; readonly at: number }[];
  readonly waits: readonly { readonly word: string; readonly at: number }[];
}

/** Every wait that can be reached, in the order of the table. */
export function checkOneTurn(sources: Iterable<Source>, table: readonly OneTurn[] = ONE_TURN): readonly Violation[] {
  const files = new Map([...sources].filter(({ path }) => !isTest(path)).map(({ path, text }) => [path, text]));
  const scans = new Map<string, Scan>();
  const scanOf = (path: string): Scan | undefined => {
    const text = files.get(path);
    if (text === undefined) return undefined;
    const scan = scans.get(path) ?? scanned(path, text);
    scans.set(path, scan);
    return scan;
  };
  const violations = new Map<string, Violation>();
  const seen = new Set<string>();
  const add = (file: string, offset: number, imported: string, rule: string) => {
    const line = (files.get(file) ?? "").slice(0, offset).split("\n").length;
    violations.set(`${file} ${offset} ${imported}`, { file, line, imported, rule });
  };

  const look = (path: string, scan: Scan, { start, end }: Range) => {
    if (seen.has(`${path} ${start}`)) return;
    seen.add(`${path} ${start}`);
    const isInside = ({ at }: { readonly at: number }) => at >= start && at < end;
    for (const { word, at } of scan.waits.filter(isInside)) add(path, at, `"${word}"`, ONE_TURN_RULE);
    for (const { name } of scan.calls.filter(isInside)) {
      const imported = scan.imports.get(name);
      const target = imported === undefined ? scan : scanOf(imported.path);
      const range = target?.functions.get(imported?.name ?? name);
      if (target !== undefined && range !== undefined) look(imported?.path ?? path, target, range);
    }
  };

  for (const { at, functions } of table) {
    const paths = [...files.keys()].filter((path) => path === at || (at.endsWith("/") && path.startsWith(at)));
    if (paths.length === 0) add(at, 0, at, NOT_THERE_RULE);
    for (const path of paths) {
      const scan = scanOf(path);
      if (scan === undefined) continue;
      if (functions === "all") {
        look(path, scan, { start: 0, end: Number.POSITIVE_INFINITY });
        continue;
      }
      for (const name of functions) {
        const range = scan.functions.get(name);
        if (range === undefined) add(path, 0, name, NOT_THERE_RULE);
        else look(path, scan, range);
      }
    }
  }
  return [...violations.values()];
}

const LATER = new Set(["Promise", "setImmediate", "setTimeout", "setInterval", "queueMicrotask", "nextTick"]);
const AFTERWARDS = new Set(["then", "catch", "finally"]);

/** @throws Error when the file does not parse: an unread file would pass as clean */
function scanned(path: string, text: string): Scan {
  const { program, errors } = parseSync(path, text);
  const fault = errors.find((error) => error.severity === "Error");
  if (fault) throw new Error(`${path} does not parse: ${fault.message}`);
  const functions = new Map<string, Range>();
  const imports = new Map<string, { path: string; name: string }>();
  const calls: { name: string; at: number }[] = [];
  const waits: { word: string; at: number }[] = [];
  const isAsync = (node: { readonly start: number; readonly async?: boolean }) => {
    if (node.async) waits.push({ word: "async", at: node.start });
  };

  new Visitor({
    ImportDeclaration(node) {
      if (!node.source.value.startsWith(".")) return;
      const target = posix.normalize(posix.join(posix.dirname(path), node.source.value));
      for (const one of node.specifiers) {
        if (one.type === "ImportSpecifier") imports.set(one.local.name, { path: target, name: nameOf(one.imported) });
      }
    },
    FunctionDeclaration(node) {
      isAsync(node);
      if (node.id) functions.set(node.id.name, node);
    },
    VariableDeclarator(node) {
      if (node.id.type === "Identifier" && isFunction(node.init)) functions.set(node.id.name, node);
    },
    ClassDeclaration(node) {
      for (const member of node.body.body) {
        if (member.type !== "MethodDefinition" && member.type !== "PropertyDefinition") continue;
        if (node.id) functions.set(`${node.id.name}.${nameOf(member.key)}`, member);
      }
    },
    FunctionExpression: isAsync,
    ArrowFunctionExpression: isAsync,
    AwaitExpression: (node) => void waits.push({ word: "await", at: node.start }),
    ImportExpression: (node) => void waits.push({ word: "import()", at: node.start }),
    ForOfStatement(node) {
      if (node.await) waits.push({ word: "for await", at: node.start });
    },
    Identifier(node) {
      if (LATER.has(node.name)) waits.push({ word: node.name, at: node.start });
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type === "Identifier") calls.push({ name: callee.name, at: node.start });
      if (callee.type === "MemberExpression" && AFTERWARDS.has(nameOf(callee.property))) {
        waits.push({ word: `.${nameOf(callee.property)}()`, at: callee.property.start });
      }
    },
  }).visit(program);
  return { functions, imports, calls, waits };
}

const isFunction = (node: Node | null): boolean =>
  node?.type === "ArrowFunctionExpression" || node?.type === "FunctionExpression";

function nameOf(node: Node): string {
  if (node.type === "Identifier" || node.type === "PrivateIdentifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}
