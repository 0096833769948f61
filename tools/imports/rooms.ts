/** Owns which room of the table a path lies in. */
import { posix } from "node:path";
import { type Row, TABLE } from "./table.ts";

export interface Room {
  /** `broker/access`, `broker/dialects/pubsub`, `renderer/src/features/traffic`. */
  readonly name: string;
  readonly row: Row;
  /** Packages of this very room. */
  readonly packages: readonly string[];
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || /(^|\/)(tests?|testing)\//.test(path);

/** The room of a path; the longest row that fits wins. undefined: no room holds it. */
export function roomOf(path: string): Room | undefined {
  const fits = TABLE.map((row) => ({ row, name: nameIn(row, path) }))
    .filter((fit): fit is { row: Row; name: string } => fit.name !== undefined)
    .sort((a, b) => b.row.at.length - a.row.at.length);
  const best = fits[0];
  if (!best) return undefined;
  const { packages } = best.row;
  const own = isList(packages) ? packages : (packages[posix.basename(best.name)] ?? []);
  return { name: best.name, row: best.row, packages: own };
}

/** May a room whose row lists `allowed` import the room called `target`? */
export function lists(allowed: readonly string[], target: string): boolean {
  return allowed.some((entry) =>
    entry.endsWith("/**")
      ? target.startsWith(entry.slice(0, -2))
      : entry === target || entry === `${posix.dirname(target)}/*`,
  );
}

const isList = (packages: Row["packages"]): packages is readonly string[] => Array.isArray(packages);

function nameIn(row: Row, path: string): string | undefined {
  if (row.at.endsWith("/*.ts")) return posix.dirname(path) === posix.dirname(row.at) ? row.at : undefined;
  if (/\.tsx?$/.test(row.at)) return path === row.at ? row.at : undefined;
  if (!row.at.endsWith("/*")) return path.startsWith(`${row.at}/`) ? row.at : undefined;
  const parent = row.at.slice(0, -1);
  if (!path.startsWith(parent)) return undefined;
  const [child, ...below] = path.slice(parent.length).split("/");
  if (!child) return undefined;
  // A file beside the dialects belongs to what they share; an adapter may be one file.
  if (below.length === 0 && row.at !== "broker/adapters/*") return undefined;
  return parent + (below.length === 0 ? child.replace(/\..*$/, "") : child);
}
