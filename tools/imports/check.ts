/** Owns judging every import of a set of files by the table, and the search for cycles between rooms. */
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { isTest, lists, type Room, roomOf } from "./rooms.ts";
import { importsOf } from "./scan.ts";
import { COMPUTED_ALLOWED, COMPUTED_RULE, CYCLE_RULE, TEST_RULE, UNKNOWN_RULE } from "./table.ts";

export interface Source {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly imported: string;
  readonly rule: string;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly violation: Violation;
}

/** Every broken rule, in the order of the files. */
export function checkImports(sources: Iterable<Source>): readonly Violation[] {
  const violations: Violation[] = [];
  const edges: Edge[] = [];
  for (const { path, text } of sources) {
    for (const { specifier, line } of importsOf(path, text)) {
      if (specifier === null && COMPUTED_ALLOWED.includes(path)) continue;
      const found = (rule: string): Violation => ({ file: path, line, imported: specifier ?? "(computed)", rule });
      const rule = specifier === null ? COMPUTED_RULE : brokenRule(path, specifier);
      if (rule) violations.push(found(rule));
      const edge = specifier === null || isTest(path) ? undefined : edgeOf(path, specifier);
      if (edge) edges.push({ ...edge, violation: found(CYCLE_RULE) });
    }
  }
  return [...violations, ...cyclesIn(edges)];
}

function brokenRule(path: string, specifier: string): string | undefined {
  const room = roomOf(path);
  const test = isTest(path);
  if (!room && !path.startsWith("broker/testing/") && !isConfig(path)) return UNKNOWN_RULE;
  if (!isRelative(specifier)) return brokenPackageRule(room, test, specifier);

  const target = resolve(path, specifier);
  if (test) return brokenTestRule(path, room, target);
  if (!room) return undefined;
  if (isTest(target)) return TEST_RULE;
  const targetRoom = roomOf(target);
  if (!targetRoom) return target.startsWith("renderer/") && room.name === "renderer/src" ? undefined : room.row.rule;
  if (targetRoom.name === room.name || lists(room.row.may, targetRoom.name)) return undefined;
  return room.row.rule;
}

function brokenPackageRule(room: Room | undefined, test: boolean, specifier: string): string | undefined {
  if (isBuiltin(specifier)) {
    const name = specifier.replace(/^node:/, "");
    const allowed = test || !room || room.row.builtins === "any" || room.row.builtins.includes(name);
    return allowed ? undefined : room.row.rule;
  }
  // A test drives its subject from outside, so it may hold the other end: a ws client, a browser's driver.
  if (test || !room) return undefined;
  const allowed = room.packages.some((entry) =>
    entry.endsWith("/*")
      ? specifier.startsWith(entry.slice(0, -1))
      : specifier === entry || specifier.startsWith(`${entry}/`),
  );
  return allowed ? undefined : room.row.rule;
}

function brokenTestRule(path: string, room: Room | undefined, target: string): string | undefined {
  if (path.startsWith("broker/")) return target.startsWith("broker/") ? undefined : TEST_RULE;
  const targetRoom = roomOf(target);
  if (!room || !targetRoom || targetRoom.name === room.name || lists(room.row.may, targetRoom.name)) return undefined;
  return target.startsWith("broker/") && path.startsWith("electron/") ? undefined : TEST_RULE;
}

function edgeOf(path: string, specifier: string): { from: string; to: string } | undefined {
  if (!isRelative(specifier)) return undefined;
  const from = roomOf(path)?.name;
  const to = roomOf(resolve(path, specifier))?.name;
  return from && to && from !== to ? { from, to } : undefined;
}

/** One violation a way round: the import that closes it, and the way in its rule. */
function cyclesIn(edges: readonly Edge[]): readonly Violation[] {
  const next = Map.groupBy(edges, (edge) => edge.from);
  const found = new Map<string, Violation>();
  const done = new Set<string>();
  const walk = (room: string, trail: readonly string[]) => {
    for (const edge of next.get(room) ?? []) {
      const start = trail.indexOf(edge.to);
      if (start >= 0) {
        const way = [...trail.slice(start), edge.to].join(" -> ");
        if (!found.has(way)) found.set(way, { ...edge.violation, rule: `${CYCLE_RULE} (${way})` });
      } else if (!done.has(edge.to)) {
        walk(edge.to, [...trail, edge.to]);
      }
    }
    done.add(room);
  };
  for (const room of next.keys()) if (!done.has(room)) walk(room, [room]);
  return [...found.values()];
}

const isRelative = (specifier: string) => specifier.startsWith(".");
/** Build settings beside a room's sources are tools, not product. */
const isConfig = (path: string) => path.endsWith(".config.ts");
/** Where a relative import points, without Vite's `?raw` and the like. */
const resolve = (path: string, specifier: string) =>
  posix.normalize(posix.join(posix.dirname(path), specifier.replace(/\?.*$/, "")));
