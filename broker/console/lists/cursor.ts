/** Owns paging by key: a cursor names the last row seen, so rows that come or go meanwhile shift nothing. */
import { LIMITS } from "../../contract/limits.ts";
import { badField } from "../refused.ts";

export interface Paging {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

export function pageSize(paging: Paging): number {
  return paging.limit ?? LIMITS.pageDefault;
}

/** Keys compare part by part, numbers as numbers, texts as texts. */
export type Key = readonly (string | number)[];

function compareKeys(a: Key, b: Key): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined || part === other) continue;
    return part < other ? -1 : 1;
  }
  return 0;
}

/**
 * One page of `rows` in ascending (or descending) order of `keyOf`, which must be unique a row and never change. Rows added meanwhile
 * neither repeat nor skip another row.
 */
export function pageByKey<T>(
  rows: Iterable<T>,
  keyOf: (row: T) => Key,
  paging: Paging,
  direction: "ascending" | "descending" = "ascending",
): Page<T> {
  const sign = direction === "ascending" ? 1 : -1;
  const after = paging.cursor === undefined ? undefined : readCursor(paging.cursor);
  const order = (a: Keyed<T>, b: Keyed<T>) => sign * compareKeys(a.key, b.key);
  const size = pageSize(paging);
  // One more says that there is a next page. The page is gathered without sorting all rows, of which there may be a hundred thousand.
  const gathered: Keyed<T>[] = [];
  let bound: Key | undefined;
  for (const row of rows) {
    const key = keyOf(row);
    if (after !== undefined && sign * compareKeys(key, after) <= 0) continue;
    if (bound !== undefined && sign * compareKeys(key, bound) >= 0) continue;
    gathered.push({ key, row });
    if (gathered.length < 2 * (size + 1)) continue;
    gathered.sort(order).length = size + 1;
    bound = gathered[size]?.key;
  }
  gathered.sort(order);
  const page = gathered.slice(0, size);
  const items = page.map(({ row }) => row);
  const last = page.at(-1);
  if (last === undefined || gathered.length <= size) return { items };
  return { items, nextCursor: writeCursor(last.key) };
}

interface Keyed<T> {
  readonly key: Key;
  readonly row: T;
}

function writeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws Refused BAD_REQUEST when the text is no cursor of ours */
function readCursor(text: string): Key {
  const key = parse(Buffer.from(text, "base64url").toString("utf8"));
  if (!Array.isArray(key) || key.length === 0) throw badCursor();
  return key.map((part: unknown) => {
    if (typeof part !== "string" && typeof part !== "number") throw badCursor();
    return part;
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badCursor();
  }
}

/** What every list answers to a cursor that it did not make. */
export function badCursor() {
  return badField("cursor", "not a cursor of this list; give the `nextCursor` of the page before");
}
